"""A row for each label: how well Heard finds it, and beside it every baseline on the same replies."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from config.cli.evaluation.baselines import CHEERFUL
from config.cli.evaluation.measures import Figure, auc, f1, macro_f1
from config.cli.evaluation.rates import rates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from config.cli.evaluation.case import Case
    from config.cli.evaluation.labels import Label
    from config.cli.evaluation.trained import Trained


class Beside(NamedTuple):
    """What a baseline reaches."""

    f1: float | None
    macro_f1: float | None
    auc: float | None


@dataclass(frozen=True, slots=True)
class Row:
    """How well one label is found: `n` times it is there, `found` times Heard says so."""

    label: str
    n: int
    found: int
    precision: Figure
    recall: Figure
    f1: Figure
    macro_f1: Figure
    auc: Figure
    baselines: Mapping[str, Beside]


def row(label: Label, cases: Sequence[Case], learned: Sequence[Trained]) -> Row | None:
    """Return the label's row; None where it is neither there nor found. `learned` are of the same cases."""
    settled = [one.settled(label) for one in cases]
    taught = {one.name: one.values([case.true(label) for case in cases]) for one in learned}
    cases = list(compress(cases, settled))
    true = [one.true(label) for one in cases]
    values = [one.value(label) for one in cases]
    if not any(true) and not any(value > 0 for value in values):
        return None
    others: dict[str, Sequence[float] | None] = {
        "keywords": [one.keyword_hits(label) for one in cases],
        "vader": [one.tone - CHEERFUL for one in cases],
    }
    others |= {name: list(compress(its, settled)) if its else None for name, its in taught.items()}
    return Row(
        label.name,
        sum(true),
        sum(value > 0 for value in values),
        *rates(list(zip(true, values, strict=True))),
        baselines={name: _beside(true, its) for name, its in others.items()},
    )


def _beside(true: Sequence[bool], values: Sequence[float] | None) -> Beside:
    if values is None:
        return Beside(None, None, None)
    marked = [(yes, value > 0) for yes, value in zip(true, values, strict=True)]
    return Beside(f1(marked), macro_f1(marked), auc(list(zip(true, values, strict=True))))
