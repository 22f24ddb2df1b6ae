"""Conversations in the public format: both schemes of labels, and what is wrong with a bad line."""

from __future__ import annotations

import json
from io import BytesIO

import pytest

from config.cli.evaluation.labelled import Labelled, Place
from config.cli.evaluation.reading import read
from config.cli.evaluation.schemes import Scheme
from config.cli.intake import Flaw
from workers.empathy.model import Band

TALK = [
    {"role": "customer", "body": "The kettle leaks, and I'm fed up."},
    {"role": "agent", "body": "Sorry. A new one left today."},
]


def one(**fields: object) -> Labelled | Flaw:
    value = {"messages": TALK, "labels": {}} | fields
    (item,) = read(BytesIO(json.dumps(value).encode()))
    return item


def good(**fields: object) -> Labelled:
    item = one(**fields)
    assert isinstance(item, Labelled)
    return item


def test_codes_with_what_the_reader_quoted() -> None:
    item = good(labels={"apo": "Sorry", "act": "left today", "per": True}, feel=1, emp=2, band="look")
    assert (item.scheme, item.labels) == (Scheme.CODES, {"apo": Place(0, 5), "act": Place(17, 27), "per": None})
    assert (item.feel, item.emp, item.band) == (True, 2, Band.NEEDS_A_LOOK)


def test_marker_ids_quoted_or_not() -> None:
    item = good(labels={"apologised": "Sorry", "action_done": True, "thanked": False, "judged": None})
    assert (item.scheme, item.labels) == (Scheme.MARKERS, {"apologised": Place(0, 5), "action_done": None})
    assert (item.feel, item.emp, item.band) == (None, None, None)


def test_no_labels_fit_either_scheme() -> None:
    assert good(labels={}).scheme is None


@pytest.mark.parametrize(
    ("name", "band"), [("na", Band.NOT_SCORED), ("needs_a_look", Band.NEEDS_A_LOOK), ("strong", Band.STRONG)]
)
def test_bands_by_either_name(name: str, band: Band) -> None:
    assert good(band=name).band is band


@pytest.mark.parametrize(
    ("fields", "field", "part"),
    [
        ({"labels": None}, "labels", "expected an object of labels"),
        ({"labels": ["apo"]}, "labels", "got a list"),
        ({"labels": {"sorry": True}}, "labels", "got sorry"),
        ({"labels": {"Dear Anna, how are you": True}}, "labels", "got neither"),
        ({"labels": {"apo": True, "thanked": True}}, "labels", "got both"),
        ({"labels": {"apo": "Sorry!"}}, "labels.apo", "exactly as they stand"),
        ({"labels": {"apo": ""}}, "labels.apo", "expected true, or words"),
        ({"labels": {"apo": 1}}, "labels.apo", "got a number"),
        ({"feel": 2}, "feel", "expected 0 or 1"),
        ({"emp": 4}, "emp", "from 0 to 3"),
        ({"emp": True}, "emp", "got true or false"),
        ({"band": "great"}, "band", "expected look, mixed"),
        ({"band": 1}, "band", "expected a string"),
        ({"messages": TALK[:1]}, "messages", "reply of an agent"),
        ({"messages": [TALK[0], TALK[1] | {"public": False}]}, "messages", "reply of an agent"),
        ({"messages": []}, "messages", "reply of an agent"),
        ({"messages": [{"role": "chef", "body": "x"}]}, "messages[0].role", "customer, agent or bot"),
    ],
)
def test_a_bad_line_names_its_field_and_not_its_text(fields: dict[str, object], field: str, part: str) -> None:
    flaw = one(**fields)
    assert isinstance(flaw, Flaw)
    assert (flaw.line, flaw.field) == (1, field)
    assert part in flaw.message
    assert "Anna" not in flaw.message
    assert "Sorry!" not in flaw.message


def test_lines_keep_their_numbers() -> None:
    line = json.dumps({"messages": TALK, "labels": {}})
    items = list(read(BytesIO(f"{line}\n\n{{\n[]\n{line}\n".encode())))
    assert [(item.line, isinstance(item, Flaw)) for item in items] == [(1, False), (3, True), (4, True), (5, False)]


def test_a_group_of_its_own_may_be_named() -> None:
    assert (good(group="desk-1").group, good().group) == ("desk-1", None)
