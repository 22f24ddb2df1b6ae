"""Politeness lines: a score for all, and a label for the quarters at both ends."""

from __future__ import annotations

import pytest

from config.cli.evaluation.schemes import Scheme
from config.cli.evaluation.shapes.common import NEUTRAL
from tests.unit.config.cli.evaluation.shapes.lines import flaw, good, said


@pytest.mark.parametrize(
    ("label", "scheme", "labels"),
    [(1, Scheme.POLITENESS, {"polite": None}), (-1, Scheme.POLITENESS, {}), (0, Scheme.RATED, {})],
)
def test_what_it_says(label: int, scheme: Scheme, labels: dict[str, None]) -> None:
    item = good(text="Could you move it?", label=label, score=0.5, domain="wiki")
    assert said(item) == [("customer", NEUTRAL), ("agent", "Could you move it?")]
    assert (item.scheme, item.labels, item.polite) == (scheme, labels, 0.5)


def test_what_is_wrong() -> None:
    assert flaw(text="Hi.", label=2, score=1) == ("label", "expected a whole number from -1 to 1, got 2")
    assert flaw(text="Hi.", label=1, score="high")[0] == "score"
