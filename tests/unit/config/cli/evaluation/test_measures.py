"""The statistics against values that were computed by hand, and what is true of them for any input."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.cli.evaluation.measures import (
    Figure,
    auc,
    f1,
    figure,
    macro_f1,
    precision,
    quadratic_kappa,
    recall,
    spearman,
)

MARKED = st.lists(st.tuples(st.booleans(), st.booleans()))
RANKED = st.lists(st.tuples(st.booleans(), st.integers(-5, 5)))
PAIRS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)))

FOUND = [(True, True)] * 3 + [(False, True)] + [(True, False)] * 2 + [(False, False)] * 9


def test_found_and_missed() -> None:
    assert (precision(FOUND), recall(FOUND), f1(FOUND)) == (3 / 4, 3 / 5, 2 * 3 / 9)
    assert macro_f1(FOUND) == (2 * 3 / 9 + 2 * 9 / 21) / 2


@pytest.mark.parametrize("nothing", [[], [(False, False)]])
def test_of_nothing_there_is_no_share(nothing: list[tuple[bool, bool]]) -> None:
    assert (precision(nothing), recall(nothing), f1(nothing), macro_f1(nothing)) == (None,) * 4


def test_auc_counts_a_tie_half() -> None:
    assert auc([(True, 3), (True, 1), (False, 1), (False, 0)]) == 3.5 / 4
    assert auc([(True, 1), (True, 2)]) is None


def test_spearman() -> None:
    assert spearman([(1, 1), (2, 3), (3, 2)]) == pytest.approx(0.5)
    assert spearman([(1, 1), (2, 2), (2, 3), (3, 4)]) == pytest.approx(4.5 / 22.5**0.5)
    assert spearman([(1, 1), (1, 2)]) is None
    assert spearman([]) is None


def test_kappa_weighs_the_square_of_the_distance() -> None:
    # Observed: one of four differs, by 2² = 4. Expected, cell by cell: (0,1) 2, (0,2) 4 · 4, (1,0) 1, (1,2) 2,
    # (2,0) 4 · 1, (2,1) 1, of 16.
    assert quadratic_kappa([(0, 0), (1, 1), (2, 2), (0, 2)]) == pytest.approx(1 - 1 / (26 / 16))
    assert quadratic_kappa([(0, 2), (2, 0)]) == pytest.approx(-1)
    assert quadratic_kappa([(1, 1), (1, 1)]) is None


@given(MARKED)
def test_f1_lies_between_precision_and_recall(pairs: list[tuple[bool, bool]]) -> None:
    sides = (precision(pairs), recall(pairs))
    if None not in sides:
        low, high = sorted(side for side in sides if side is not None)
        value = f1(pairs)
        assert value is not None
        assert low - 1e-9 <= value <= high + 1e-9


@given(RANKED)
def test_turned_round_the_auc_is_what_was_missing(pairs: list[tuple[bool, int]]) -> None:
    there, back = auc(pairs), auc([(true, -value) for true, value in pairs])
    assert (there is None) is (back is None)
    assert there is None or there + (back or 0) == pytest.approx(1)


@given(RANKED)
def test_the_auc_is_that_of_counting_pairs(pairs: list[tuple[bool, int]]) -> None:
    wins = [(a > b) + (a == b) / 2 for yes, a in pairs if yes for no, b in pairs if not no]
    assert auc(pairs) == (pytest.approx(sum(wins) / len(wins)) if wins else None)


@given(PAIRS)
def test_only_ranks_matter_to_spearman(pairs: list[tuple[int, int]]) -> None:
    value = spearman(pairs)
    assert value == spearman([(a**3, 2.0**b) for a, b in pairs])
    assert value is None or -1 - 1e-9 <= value <= 1 + 1e-9
    turned = spearman([(a, -b) for a, b in pairs])
    assert value is None if turned is None else value == pytest.approx(-turned)


@given(PAIRS)
def test_kappa_knows_no_first_judge(pairs: list[tuple[int, int]]) -> None:
    value = quadratic_kappa(pairs)
    assert value == quadratic_kappa([(b, a) for a, b in pairs])
    assert value is None or -1 <= value <= 1


@given(st.lists(st.integers(0, 3), min_size=1))
def test_kappa_is_one_where_judges_agree(judged: list[int]) -> None:
    assert quadratic_kappa([(one, one) for one in judged]) in (1, None)


@settings(max_examples=20)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=5))
def test_an_interval_repeats_and_has_an_order(pairs: list[tuple[bool, bool]]) -> None:
    first = figure(pairs, f1)
    assert first == figure(pairs, f1)
    assert first.low is None or (first.high is not None and 0 <= first.low <= first.high <= 1)


def test_what_never_varies_has_an_interval_of_no_width() -> None:
    assert figure([(True, True)] * 20, f1) == Figure(1, 1, 1)
    assert figure([], f1) == Figure(None, None, None)


def test_more_conversations_make_a_narrower_interval() -> None:
    few, many = figure(FOUND, precision), figure(FOUND * 30, precision)
    assert few.low is not None
    assert few.high is not None
    assert many.low is not None
    assert many.high is not None
    assert few.low < many.low < 3 / 4 < many.high < few.high


def test_the_interval_of_a_share_is_the_binomial_one() -> None:
    """Of 100 with a share of one half, 95 % of draws lie between 40 and 60."""
    interval = figure([True, False] * 50, lambda flags: sum(flags) / len(flags))
    assert interval.low == pytest.approx(0.40, abs=0.02)
    assert interval.high == pytest.approx(0.60, abs=0.02)
