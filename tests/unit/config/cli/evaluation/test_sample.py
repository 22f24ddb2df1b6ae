"""A sample is the same each time, in the order of the input."""

from __future__ import annotations

from config.cli.evaluation.sample import sample


def test_a_part_of_many() -> None:
    items = list(range(100))
    part = sample(items, 10)
    assert part == sample(items, 10) == sorted(part)
    assert len(set(part)) == 10
    assert part != items[:10]


def test_all_of_few() -> None:
    assert sample([3, 1], 2) == sample([3, 1], None) == [3, 1]
