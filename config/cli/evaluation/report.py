"""All cases added up: a row for each label, and the figures for the whole. The names are keys of `--json`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from config.cli.evaluation import measures
from config.cli.evaluation.baselines import keyword_score
from config.cli.evaluation.labelled import Scheme
from config.cli.evaluation.labels import Label, code_labels, marker_labels
from config.cli.evaluation.measures import Figure, auc, f1, figure, precision, recall
from workers.empathy.model import Band

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from config.cli.evaluation.case import Case

LABELS = {Scheme.CODES: code_labels, Scheme.MARKERS: marker_labels}
RANK = {Band.NEEDS_A_LOOK: 0, Band.MIXED: 1, Band.GOOD: 2, Band.STRONG: 3}


@dataclass(frozen=True, slots=True)
class Row:
    """How well one label is found: `n` times it is there, `found` times Heard says so."""

    label: str
    n: int
    found: int
    precision: float | None
    recall: float | None
    f1: Figure
    auc: float | None
    keywords_f1: float | None
    keywords_auc: float | None
    vader_auc: float | None


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure for the whole, and the number of conversations that it is of."""

    measure: str
    n: int
    heard: Figure
    keywords: Figure | None = None
    vader: Figure | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What an evaluation says. `na` replies have nothing to judge, so none of them may need a look."""

    version: str
    conversations: int
    labels: tuple[Row, ...]
    whole: tuple[Measured, ...]
    na: int
    na_needs_a_look: int
    not_scored: int


def report(cases: Sequence[Case]) -> Report:
    """Return the report on at least one case."""
    nothing = [one for one in cases if one.gold.band is Band.NOT_SCORED]
    return Report(
        version=cases[0].result.version,
        conversations=len(cases),
        labels=tuple(row for label, its in labelled(cases) if (row := _row(label, its)).n or row.found),
        whole=(_empathy(cases), _bands(cases), _feeling(cases)),
        na=len(nothing),
        na_needs_a_look=sum(one.result.band is Band.NEEDS_A_LOOK for one in nothing),
        not_scored=sum(one.result.score is None for one in cases),
    )


def labelled(cases: Sequence[Case]) -> Iterator[tuple[Label, Sequence[Case]]]:
    """Yield each label of the schemes in use with the cases that could carry it."""
    used = {one.gold.scheme for one in cases} - {None} or {Scheme.MARKERS}
    for scheme, labels in LABELS.items():
        if scheme in used:
            its = [one for one in cases if one.gold.scheme in (scheme, None)]
            yield from ((label, its) for label in labels())


def _row(label: Label, cases: Sequence[Case]) -> Row:
    true = [one.true(label) for one in cases]
    counts = [len(one.findings(label)) for one in cases]
    hits = [one.keyword_hits(label) for one in cases]

    def paired(values: Sequence[int]) -> list[tuple[bool, bool]]:
        return [(is_true, value > 0) for is_true, value in zip(true, values, strict=True)]

    def ranked(values: Sequence[float]) -> float | None:
        return auc(list(zip(true, values, strict=True)))

    return Row(
        label=label.name,
        n=sum(true),
        found=sum(count > 0 for count in counts),
        precision=precision(paired(counts)),
        recall=recall(paired(counts)),
        f1=figure(paired(counts), f1),
        auc=ranked(counts),
        keywords_f1=f1(paired(hits)),
        keywords_auc=ranked(hits),
        vader_auc=ranked([one.tone for one in cases]),
    )


def _empathy(cases: Sequence[Case]) -> Measured:
    """Compare on the same conversations: those that were rated, and that Heard scores."""
    rated = [(one.gold.emp, one.result.score, one) for one in cases]
    usable = [(emp, score, one) for emp, score, one in rated if emp is not None and score is not None]

    def ranked(value: Callable[[Case], float]) -> Figure:
        return figure([(emp, value(one)) for emp, _, one in usable], measures.spearman)

    return Measured(
        "Spearman with emp",
        len(usable),
        heard=figure([(emp, float(score)) for emp, score, _ in usable], measures.spearman),
        keywords=ranked(lambda one: keyword_score(one.hits)),
        vader=ranked(lambda one: one.tone),
    )


def _bands(cases: Sequence[Case]) -> Measured:
    """Leave out where either says that there is nothing to judge."""
    pairs = [
        (RANK[one.gold.band], RANK[one.result.band])
        for one in cases
        if one.gold.band in RANK and one.result.band in RANK
    ]
    return Measured("quadratic kappa of bands", len(pairs), figure(pairs, measures.quadratic_kappa))


def _feeling(cases: Sequence[Case]) -> Measured:
    pairs = [(one.gold.feel, one.upset) for one in cases if one.gold.feel is not None]
    return Measured("F1 of the customer's feeling", len(pairs), figure(pairs, f1))
