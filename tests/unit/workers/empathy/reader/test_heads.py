"""The weights: whole numbers, made from the corpus as it stands, and alike wherever they are summed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.sources import CORPUS, digest
from workers.empathy.reader.heads import FOLDER, HALF, SUM, Head, Weights, apart, together, weights

NAMES = ("en/agent", "en/customer")
SMALL = 3_000_000
LARGEST, LONGEST = 1_000, 500
"""A weight and a sentence's features are less than these, and so are all sums within a lane."""


@pytest.mark.parametrize("name", NAMES)
def test_they_were_made_from_the_corpus_as_it_stands(name: str) -> None:
    text = (FOLDER / f"{name}.toml").read_text("utf-8")
    assert f"corpus {digest(sorted(CORPUS.glob('*.txt')))}" in text, "the corpus has changed: run bin/train"


@pytest.mark.parametrize("name", NAMES)
def test_a_head_says_when_it_is_sure(name: str) -> None:
    for head in weights(name).heads:
        assert list(head.curve) == sorted(head.curve)
        assert head.doubt <= head.threshold
        assert 0 <= head.sure(head.threshold) <= 1


@pytest.mark.parametrize("name", NAMES)
def test_their_sums_stay_within_a_lane(name: str) -> None:
    shares = re.findall(r"\t[A-Za-z](-?\d+)", (FOLDER / f"{name}.tsv").read_text("utf-8"))
    assert max(abs(int(share)) for share in shares) < LARGEST
    assert LARGEST * LONGEST < HALF


def test_they_are_small_enough_to_be_read() -> None:
    assert sum(path.stat().st_size for path in Path(FOLDER).rglob("*.tsv")) < SMALL


HEAD = Head("thanked", bias=-100, threshold=0, doubt=-50, curve=(-300, -100, 0, 100))
MADE = Weights((HEAD,), {"w thanks": (400, together([9])), "w no": (100, together([-7])), "w the": (25, 0)})


def test_a_sum_is_the_bias_and_the_weights_over_the_length() -> None:
    assert MADE.totals(["w thanks"]) == (-100 + SUM * 9 // 20,)
    assert MADE.totals(["unknown"]) == (-100,)


@given(st.permutations(["w thanks", "w no", "w the", "unknown", "w thanks"]))
def test_order_and_repetition_of_features_do_not_matter(features: list[str]) -> None:
    assert MADE.totals(features) == MADE.totals(["w thanks", "w no", "w the"])


@pytest.mark.parametrize(("total", "sure"), [(-400, 0.0), (-300, 0.0), (-99, 0.05), (0, 0.1), (5000, 0.15)])
def test_how_sure_a_sum_is(total: int, sure: float) -> None:
    assert HEAD.sure(total) == pytest.approx(sure)


@given(st.lists(st.lists(st.integers(-LARGEST, LARGEST), min_size=3, max_size=3), min_size=1, max_size=LONGEST))
def test_lanes_add_up_each_for_itself(rows: list[list[int]]) -> None:
    assert list(apart(sum(map(together, rows)), 3)) == [sum(column) for column in zip(*rows, strict=True)]
