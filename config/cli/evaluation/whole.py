"""The figures for the whole: empathy, politeness, bands and the customer's feeling."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from config.cli.evaluation.baselines import CHEERFUL, compound, keyword_score
from config.cli.evaluation.measures import Figure, f1, figure, quadratic_kappa, spearman
from workers.empathy.model import Band

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from config.cli.evaluation.case import Case
    from config.cli.evaluation.trained import Trained

    Learn = Callable[[Sequence[Case], Sequence[str]], Sequence[Trained]]

RANK = {Band.NEEDS_A_LOOK: 0, Band.MIXED: 1, Band.GOOD: 2, Band.STRONG: 3}


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure for the whole, and the number of conversations that it is of."""

    measure: str
    n: int
    heard: Figure
    baselines: Mapping[str, float | None] = field(default_factory=dict)


def whole(cases: Sequence[Case], learn: Learn) -> Iterator[Measured]:
    """Yield what the conversations were rated for, and nothing else."""
    for measure, rating in RATINGS.items():
        rated = [(value, one) for one in cases if (value := rating(one)) is not None]
        if rated:
            yield _ranked(measure, rated, learn)
    if any(one.gold.band for one in cases):
        yield _bands(cases)
    felt = [one for one in cases if one.gold.feel is not None]
    if felt:
        yield _feeling(felt, learn)


def _emp(one: Case) -> float | None:
    return one.gold.emp


def _polite(one: Case) -> float | None:
    return one.gold.polite


RATINGS: dict[str, Callable[[Case], float | None]] = {
    "Spearman with emp": _emp,
    "Spearman with politeness": _polite,
}


def _ranked(measure: str, rated: Sequence[tuple[float, Case]], learn: Learn) -> Measured:
    """Compare on the same conversations: those that were rated, and that Heard scores."""
    usable = [(value, one, float(one.result.score)) for value, one in rated if one.result.score is not None]
    truth, cases = [value for value, _, _ in usable], [one for _, one, _ in usable]
    baselines = {
        "keywords": [float(keyword_score(one.hits)) for one in cases],
        "vader": [one.tone for one in cases],
    } | {one.name: one.estimates(truth) for one in learn(cases, [one.gold.reply.body for one in cases])}
    return Measured(
        measure,
        len(usable),
        figure([(value, score) for value, _, score in usable], spearman),
        {name: spearman(list(zip(truth, its, strict=True))) for name, its in baselines.items()},
    )


def _bands(cases: Sequence[Case]) -> Measured:
    """Leave out where either says that there is nothing to judge."""
    pairs = [
        (RANK[one.gold.band], RANK[one.result.band])
        for one in cases
        if one.gold.band in RANK and one.result.band in RANK
    ]
    return Measured("quadratic kappa of bands", len(pairs), figure(pairs, quadratic_kappa))


def _feeling(cases: Sequence[Case], learn: Learn) -> Measured:
    """Let the baselines read what the customer wrote."""
    truth, texts = [one.gold.feel is True for one in cases], [one.customer for one in cases]
    found = {"vader": [compound(text) <= -CHEERFUL for text in texts]}
    for one in learn(cases, texts):
        if (values := one.values(truth)) is not None:
            found[one.name] = [value > 0 for value in values]
    return Measured(
        "F1 of the customer's feeling",
        len(cases),
        figure([(yes, one.upset) for yes, one in zip(truth, cases, strict=True)], f1),
        {name: f1(list(zip(truth, its, strict=True))) for name, its in found.items()},
    )
