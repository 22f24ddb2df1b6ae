"""Trained baselines speak of texts that they have not seen, in folds that no group is torn over."""

from __future__ import annotations

from collections import Counter
from importlib.util import find_spec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.cli.evaluation.measures import auc, spearman
from config.cli.evaluation.trained import FOLDS, TfIdf, dealt, trained

needs_training = pytest.mark.skipif(
    find_spec("sklearn") is None, reason="no scikit-learn: pip install -r requirements-train.txt"
)
KIND = [
    "so sorry about the lamp",
    "sorry the parcel came late",
    "I am sorry it broke",
    "sorry for the wrong size",
] * 5
PLAIN = ["open the menu and press save", "the lamp has two screws", "press the left key", "your size is in stock"] * 5


@given(st.lists(st.integers(0, 9)))
def test_a_group_stays_in_one_fold(groups: list[int]) -> None:
    folds = dealt(groups)
    assert len(set(zip(groups, folds, strict=True))) == len(set(groups))
    assert folds == dealt(groups)


def test_folds_are_of_about_one_size() -> None:
    sizes = Counter(dealt([*range(97), 0, 0, 0]))
    assert len(sizes) == FOLDS
    assert max(sizes.values()) - min(sizes.values()) <= 1


def test_fewer_groups_than_folds_are_too_few() -> None:
    assert trained(TfIdf(), KIND, ["one"] * len(KIND)) is None


@needs_training
class TestLearning:
    def test_it_learns_a_word(self) -> None:
        texts = KIND + PLAIN
        truth = [True] * len(KIND) + [False] * len(PLAIN)
        made = trained(TfIdf(), texts, range(len(texts)))
        assert made is not None
        values = made.values(truth)
        assert values is not None
        assert [value > 0 for value in values] == truth
        assert values == made.values(truth), "the same each time"

    def test_it_has_not_seen_what_it_speaks_of(self) -> None:
        """Texts that say nothing of their label are ranked no better than by chance, whatever one may remember."""
        texts = [f"word{number}" for number in range(40)]
        truth = [number % 2 == 0 for number in range(40)]
        made = trained(TfIdf(), texts, range(40))
        assert made is not None
        assert (auc(list(zip(truth, made.values(truth) or [], strict=True))) or 1) < 0.6

    def test_a_number_is_estimated(self) -> None:
        texts = KIND + PLAIN
        truth = [2.0] * len(KIND) + [0.0] * len(PLAIN)
        made = trained(TfIdf(), texts, range(len(texts)))
        assert made is not None
        assert (spearman(list(zip(truth, made.estimates(truth), strict=True))) or 0) > 0.8

    def test_where_a_fold_has_nothing_to_learn_there_is_no_figure(self) -> None:
        made = trained(TfIdf(), PLAIN, range(len(PLAIN)))
        assert made is not None
        assert made.values([True] + [False] * (len(PLAIN) - 1)) is None

    def test_nor_where_there_are_no_words(self) -> None:
        assert trained(TfIdf(), ["…"] * 9, range(9)) is None
