"""EPITOME lines: grades from 0 to 2, and the words that carry them."""

from __future__ import annotations

from typing import Any

from config.cli.evaluation.labelled import Place
from config.cli.evaluation.schemes import Scheme
from tests.unit.config.cli.evaluation.shapes.lines import flaw, good, said

TEXT = "That sounds lonely. Who was there with you?"


def line(er: object = 0, ex: object = 0, **changes: object) -> dict[str, Any]:
    words = {"er": "That sounds lonely.|", "ip": "", "ex": "Who was there with you?|"}
    labels = {"er": er, "ip": 2, "ex": ex}
    return {
        "id": "a|b",
        "text": TEXT,
        "context": "I moved.",
        "labels": labels,
        "rationales": words,
        "group": "g",
    } | changes


def test_what_it_says() -> None:
    item = good(**line(er=1, ex=2))
    assert said(item) == [("customer", "I moved."), ("agent", TEXT)]
    assert (item.scheme, item.labels) == (Scheme.EPITOME, {"er": Place(0, 19), "ex": Place(20, 43)})
    assert (item.group, item.emp, item.feel) == ("g", None, None)


def test_what_is_not_there_is_no_label_and_words_may_be_missing() -> None:
    assert good(**line()).labels == {}
    assert (
        good(**line(er=2, rationales={"er": ""})).labels == good(**line(er=2, rationales=None)).labels == {"er": None}
    )


def test_what_is_wrong() -> None:
    assert flaw(**line(er=3)) == ("labels.er", "expected a whole number from 0 to 2, got 3")
    assert flaw(**line(ex="two")) == ("labels.ex", 'expected a whole number from 0 to 2, got "two"')
    assert flaw(**line(er=1, rationales={"er": 1}))[0] == "rationales.er"
