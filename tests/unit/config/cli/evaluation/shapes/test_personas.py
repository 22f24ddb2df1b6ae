"""EmpatheticPersonas lines: empathy from 0 to 2."""

from __future__ import annotations

from config.cli.evaluation.schemes import Scheme
from config.cli.evaluation.shapes.common import NEUTRAL
from tests.unit.config.cli.evaluation.shapes.lines import flaw, good, said


def test_what_it_says() -> None:
    item = good(text="Take the time you need.", label=2, ratings=[2, 1, 2])
    assert said(item) == [("customer", NEUTRAL), ("agent", "Take the time you need.")]
    assert (item.scheme, item.labels, item.emp) == (Scheme.RATED, {}, 2)


def test_what_is_wrong() -> None:
    assert flaw(text="Hi.", label=3, ratings=[3]) == ("label", "expected a whole number from 0 to 2, got 3")
