"""All figures of a label at once are those that each measure gives alone."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from config.cli.evaluation import measures
from config.cli.evaluation.measures import figure
from config.cli.evaluation.rates import rates

PAIRS = st.lists(st.tuples(st.booleans(), st.integers(0, 2)), min_size=1, max_size=12)


@settings(max_examples=15)
@given(PAIRS)
def test_each_with_its_interval(pairs: list[tuple[bool, int]]) -> None:
    marked = [(true, value > 0) for true, value in pairs]
    found = rates(pairs)
    for name in ("precision", "recall", "f1", "macro_f1"):
        assert getattr(found, name) == figure(marked, getattr(measures, name))
    assert found.auc == figure(pairs, measures.auc)


def test_of_nothing_there_is_none() -> None:
    assert set(rates([])) == {measures.Figure(None, None, None)}
