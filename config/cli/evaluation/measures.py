"""The few statistics that an evaluation needs. Each is None where it is not defined, such as F1 of nothing."""

from __future__ import annotations

import random
from itertools import groupby
from math import fsum, sqrt
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

T = TypeVar("T")

DRAWS, FEWEST_DRAWS = 1000, 200
ENOUGH = 3_000_000
"""Items over all draws: of thousands of items fewer draws will do, and nobody wants to wait for more."""
SEED = 20
TAIL = 0.025
"""What lies below, and above, a 95 % interval."""


class Figure(NamedTuple):
    """A statistic and its 95 % interval."""

    value: float | None
    low: float | None
    high: float | None


def precision(pairs: Sequence[tuple[bool, bool]]) -> float | None:
    """Return how much of what was found is true; pairs are (true, found)."""
    return _share([true for true, found in pairs if found])


def recall(pairs: Sequence[tuple[bool, bool]]) -> float | None:
    """Return how much of what is true was found; pairs are (true, found)."""
    return _share([found for true, found in pairs if true])


def f1(pairs: Sequence[tuple[bool, bool]]) -> float | None:
    """Return the harmonic mean of precision and recall; pairs are (true, found)."""
    marked = sum(true + found for true, found in pairs)
    return 2 * sum(true and found for true, found in pairs) / marked if marked else None


def macro_f1(pairs: Sequence[tuple[bool, bool]]) -> float | None:
    """Return the mean of the F1 of what is true and of the F1 of what is not; pairs are (true, found)."""
    there, absent = f1(pairs), f1([(not true, not found) for true, found in pairs])
    return None if there is None or absent is None else (there + absent) / 2


def auc(pairs: Sequence[tuple[bool, float]]) -> float | None:
    """Return how often a true one has the higher value than one that is not, ties being half (0.5 = chance)."""
    ranks = _ranks([value for _, value in pairs])
    trues = sum(true for true, _ in pairs)
    others = len(pairs) - trues
    if not trues or not others:
        return None
    above = sum(rank for rank, (true, _) in zip(ranks, pairs, strict=True) if true) - trues * (trues + 1) / 2
    return above / (trues * others)


def spearman(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Return the rank correlation: Pearson's of the ranks, ties sharing their mean rank."""
    middle = (len(pairs) + 1) / 2
    left, right = (
        [rank - middle for rank in _ranks(side)] for side in ([a for a, _ in pairs], [b for _, b in pairs])
    )
    spread = sqrt(fsum(a * a for a in left) * fsum(b * b for b in right))
    return fsum(a * b for a, b in zip(left, right, strict=True)) / spread if spread else None


def quadratic_kappa(pairs: Sequence[tuple[int, int]]) -> float | None:
    """Return Cohen's kappa of two judges, a disagreement weighing the square of its distance.

    1 - observed / expected, where two judges with these habits who do not look would differ by
    mean(a²) + mean(b²) - 2 mean(a) mean(b). Multiplied by n² everything is whole numbers.
    """
    observed = len(pairs) * sum((a - b) ** 2 for a, b in pairs)
    expected = len(pairs) * sum(a * a + b * b for a, b in pairs) - 2 * sum(a for a, _ in pairs) * sum(
        b for _, b in pairs
    )
    return 1 - observed / expected if expected else None


def figure(items: Sequence[T], statistic: Callable[[Sequence[T]], float | None]) -> Figure:
    """Return the statistic of the items with its percentile bootstrap interval; the same items, the same interval."""
    value = statistic(items)
    return interval(value, [] if value is None else [statistic(draw) for draw in draws(items)])


def draws(items: Sequence[T]) -> Iterator[list[T]]:
    """Yield as many items as there are, drawn with replacement, again and again; the same ones each time."""
    chance = random.Random(SEED)  # noqa: S311 (chance, not secrecy)
    for _ in range(max(FEWEST_DRAWS, min(DRAWS, ENOUGH // max(1, len(items))))):
        yield chance.choices(items, k=len(items))


def interval(value: float | None, drawn: Iterable[float | None]) -> Figure:
    """Return a value with the interval of those drawn; draws in which it is not defined are left out."""
    values = sorted(one for one in drawn if one is not None)
    if value is None or not values:
        return Figure(value, None, None)
    last = len(values) - 1
    return Figure(value, values[round(TAIL * last)], values[round((1 - TAIL) * last)])


def _share(flags: Sequence[bool]) -> float | None:
    return sum(flags) / len(flags) if flags else None


def _ranks(values: Sequence[float]) -> list[float]:
    """Return each value's rank from 1, equal values sharing the mean of theirs."""
    ranks = [0.0] * len(values)
    start = 1
    for _, group in groupby(sorted(range(len(values)), key=values.__getitem__), key=values.__getitem__):
        places = list(group)
        for place in places:
            ranks[place] = start + (len(places) - 1) / 2
        start += len(places)
    return ranks
