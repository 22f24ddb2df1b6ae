"""Files are told apart by what is in them, and a bad line costs itself alone."""

from __future__ import annotations

import os
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest

from config.cli.evaluation.labelled import Labelled
from config.cli.evaluation.reading import read
from config.cli.evaluation.schemes import Scheme
from config.cli.intake import Flaw
from tests.machine import ROOT
from tests.unit.config.cli.evaluation.shapes.lines import flaw, items

DEV = Path(os.environ.get("HEARD_SHARED") or ROOT.parent / "shared") / "data" / "dev"
SETS = {
    "annomi": Scheme.ANNOMI,
    "empathetic_personas": Scheme.RATED,
    "epitome": Scheme.EPITOME,
    "esconv": Scheme.ESCONV,
    "goemotions": Scheme.GOEMOTIONS,
    "gold_helpdesk": Scheme.CODES,
    "politeness": Scheme.POLITENESS,
    "silver_helpdesk": Scheme.SILVER,
    "silver_helpdesk_internal": Scheme.SILVER,
    "ucc": Scheme.UCC,
}
TALK = "# a-1 | voice: x | channel: chat | english: fluent\nA: Hi.\n= empathy 0, band na\n"


def test_plain_text_begins_with_a_number_sign() -> None:
    (item,) = read(BytesIO(b"\xef\xbb\xbf" + TALK.encode()))
    assert isinstance(item, Labelled)
    assert item.scheme is Scheme.CORPUS


def test_its_flaws_have_the_numbers_of_its_lines() -> None:
    text = f"\n{TALK}\n{TALK.replace('A: Hi.', 'A: Hi. [warm]')}\n{TALK}".encode()
    first, bad, last = read(BytesIO(text))
    assert isinstance(bad, Flaw)
    assert (first.line, bad.line, last.line) == (2, 7, 10)
    assert str(bad) == "line 7: expected labels of the agent, got warm"
    _, binary = read(BytesIO(TALK.encode() + b"\n# \xff\n"))
    assert isinstance(binary, Flaw)
    assert binary.line == 5


def test_every_line_may_have_a_shape_of_its_own() -> None:
    persona, quarter = {"text": "Go on.", "label": 1, "ratings": [1]}, {"text": "Hm?", "label": -1, "score": -1.5}
    first, bad, second = items(persona, {"text": "Hi."}, quarter)
    assert isinstance(first, Labelled)
    assert isinstance(second, Labelled)
    assert isinstance(bad, Flaw)
    assert (first.emp, bad.line, second.polite) == (1, 2, -1.5)


def test_a_shape_that_nobody_knows() -> None:
    assert flaw(text="Hi.") == ("labels", "expected labels, label, score or ratings beside text")
    field, message = flaw(text="Hi.", labels={"warmth": 1})
    assert field == "labels"
    assert message.startswith("expected one with er, question, condescending, ack or")
    assert flaw(words="Hi.") == ("messages", "expected a list of messages, but it is missing")


@pytest.mark.skipif(not DEV.exists(), reason="no data/dev: set HEARD_SHARED to the folder that holds it")
@pytest.mark.parametrize("name", SETS)
def test_whole_sets_are_read(name: str) -> None:
    with (DEV / f"{name}.jsonl").open("rb") as file:
        found = list(read(file))
    assert [item for item in found if isinstance(item, Flaw)] == []
    schemes = Counter(item.scheme for item in found if isinstance(item, Labelled))
    assert schemes[SETS[name]]
    assert set(schemes) <= {SETS[name], Scheme.RATED, None}
    lines = len((DEV / f"{name}.jsonl").read_text("utf-8").splitlines())
    assert len({item.line for item in found}) == lines
