"""ESConv lines: one of eight strategies, after turns of both."""

from __future__ import annotations

from typing import Any

from config.cli.evaluation.schemes import Scheme
from config.cli.evaluation.shapes.common import NEUTRAL
from tests.unit.config.cli.evaluation.shapes.lines import flaw, good, said


def line(label: object = "Questions", **changes: object) -> dict[str, Any]:
    return {"text": "Since when?", "context": "S: Hello || U: I cannot sleep: U: noise", "label": label} | changes


def test_what_it_says() -> None:
    item = good(**line())
    assert said(item) == [("agent", "Hello"), ("customer", "I cannot sleep: U: noise"), ("agent", "Since when?")]
    assert (item.scheme, item.labels) == (Scheme.ESCONV, {"Questions": None})


def test_where_only_the_supporter_has_spoken_a_neutral_customer_comes_first() -> None:
    assert said(good(**line(context="S: Hello")))[:2] == [("customer", NEUTRAL), ("agent", "Hello")]
    assert said(good(**line(context="")))[0] == ("customer", NEUTRAL)


def test_what_is_wrong() -> None:
    field, message = flaw(**line("Small talk"))
    assert field == "label"
    assert message.endswith('Other, got "Small talk"')
    assert flaw(**line("Dear Anna, I do not know"))[1].endswith("got a string of 24 characters")
    assert flaw(**line(label=None)) == ("label", "expected a string, got null")
