"""AnnoMI lines: three labels as 0 or 1, after what the client said."""

from __future__ import annotations

from config.cli.evaluation.schemes import Scheme
from config.cli.evaluation.shapes.common import NEUTRAL
from tests.unit.config.cli.evaluation.shapes.lines import flaw, good, said


def test_what_it_says() -> None:
    labels = {"question": 1, "reflection": 1, "input": 0}
    item = good(text="So it is the evenings?", context="Mostly.", labels=labels, group="a1")
    assert said(item) == [("customer", "Mostly."), ("agent", "So it is the evenings?")]
    assert (item.scheme, item.labels, item.group) == (Scheme.ANNOMI, {"question": None, "reflection": None}, "a1")
    assert said(good(text="Hi.", context="", labels=labels))[0] == ("customer", NEUTRAL)


def test_what_is_wrong() -> None:
    assert flaw(text="Hi.", labels={"question": 2}) == (
        "labels.question",
        "expected a whole number from 0 to 1, got 2",
    )
