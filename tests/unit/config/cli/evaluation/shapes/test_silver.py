"""Silver lines: sixteen codes as 0 or 1, what the customer wrote, and a grade of empathy."""

from __future__ import annotations

from typing import Any

from config.cli.evaluation.schemes import SILVER, Scheme
from config.cli.evaluation.shapes.common import NEUTRAL
from tests.unit.config.cli.evaluation.shapes.lines import flaw, good, said


def line(present: str = "", **changes: object) -> dict[str, Any]:
    labels = {code: int(code in present.split()) for code in SILVER}
    return {"id": "s-1", "text": "Sorry. It left today.", "labels": labels, "empathy_0_3": 1} | changes


def test_what_it_says() -> None:
    item = good(**line("apo act", context="My kettle is late. __cust>", source="desk"))
    assert said(item) == [("customer", "My kettle is late. "), ("agent", "Sorry. It left today.")]
    assert (item.scheme, item.labels, item.emp) == (Scheme.SILVER, {"apo": None, "act": None}, 1)
    assert item.conversation.id == "s-1"


def test_without_context_the_customer_says_something_neutral() -> None:
    assert said(good(**line(context="")))[0] == said(good(**line()))[0] == ("customer", NEUTRAL)


def test_what_is_wrong() -> None:
    assert flaw(**line(empathy_0_3=4)) == ("empathy_0_3", "expected a whole number from 0 to 3, got 4")
    assert flaw(**line(labels={"ack": 1})) == (
        "labels.warm",
        "expected a whole number from 0 to 1, but it is missing",
    )
    assert flaw(**line(text=7)) == ("text", "expected a string, got a number")
