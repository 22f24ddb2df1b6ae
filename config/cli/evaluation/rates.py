"""How well one label is found, each figure with its interval; all of them from the same draws."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from config.cli.evaluation.measures import Figure, draws, interval

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Rates(NamedTuple):
    """What is measured of one label."""

    precision: Figure
    recall: Figure
    f1: Figure
    macro_f1: Figure
    auc: Figure


def rates(pairs: Sequence[tuple[bool, float]]) -> Rates:
    """Return the rates of pairs (true, value); a value above 0 says that the label was found.

    Pairs are counted first: of thousands there are but a few different ones.
    """
    point = _point(Counter(pairs))
    drawn = [_point(Counter(draw)) for draw in draws(pairs)] if pairs else []
    return Rates(*(interval(value, [one[at] for one in drawn]) for at, value in enumerate(point)))


def _point(counts: Mapping[tuple[bool, float], int]) -> tuple[float | None, ...]:
    hits, misses, alarms, others = (
        sum(count for (true, value), count in counts.items() if true is yes and (value > 0) is found)
        for yes, found in ((True, True), (True, False), (False, True), (False, False))
    )
    there = _ratio(2 * hits, 2 * hits + misses + alarms)
    absent = _ratio(2 * others, 2 * others + misses + alarms)
    macro = None if there is None or absent is None else (there + absent) / 2
    return _ratio(hits, hits + alarms), _ratio(hits, hits + misses), there, macro, _auc(counts)


def _auc(counts: Mapping[tuple[bool, float], int]) -> float | None:
    """Return how often a true one has the higher value, ties being half."""
    above = trues = others = 0.0
    for value in sorted({value for _, value in counts}):
        true, other = counts.get((True, value), 0), counts.get((False, value), 0)
        above += true * (others + other / 2)
        trues += true
        others += other
    return _ratio(above, trues * others)


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None
