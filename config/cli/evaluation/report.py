"""All cases added up: a row for each label, and the figures for the whole. The names are keys of `--json`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from config.cli.evaluation.neutral import Neutral, neutral
from config.cli.evaluation.rows import Row, row
from config.cli.evaluation.schemes import Scheme, rows
from config.cli.evaluation.trained import Features, Trained, trained
from config.cli.evaluation.whole import Measured, whole
from workers.empathy.model import Band

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from config.cli.evaluation.case import Case
    from config.cli.evaluation.labels import Label
    from config.cli.evaluation.progress import Progress
    from config.cli.evaluation.whole import Learn

EITHER = (Scheme.CODES, Scheme.MARKERS)
"""What a conversation in the first shape that has no labels is read as, whichever is in use."""


@dataclass(frozen=True, slots=True)
class Report:
    """What an evaluation says. `na` replies have nothing to judge, so none of them may need a look."""

    version: str
    conversations: int
    labels: tuple[Row, ...]
    whole: tuple[Measured, ...]
    neutral: Neutral | None
    na: int
    na_needs_a_look: int
    not_scored: int


def report(cases: Sequence[Case], features: Sequence[Features], progress: Progress) -> Report:
    """Return the report on at least one case, beside the trained baselines that there are."""
    nothing = [one for one in cases if one.gold.band is Band.NOT_SCORED]

    def learn(its: Sequence[Case], texts: Sequence[str]) -> list[Trained]:
        groups = [one.group for one in its]
        return [made for one in features if (made := trained(one, texts, groups))]

    return Report(
        version=cases[0].result.version,
        conversations=len(cases),
        labels=tuple(_rows(cases, learn, progress)),
        whole=tuple(whole(cases, learn)),
        neutral=neutral(labelled(cases)),
        na=len(nothing),
        na_needs_a_look=sum(one.result.band is Band.NEEDS_A_LOOK for one in nothing),
        not_scored=sum(one.result.score is None for one in cases),
    )


def labelled(cases: Sequence[Case]) -> Iterator[tuple[Label, Sequence[Case]]]:
    """Yield each label of the schemes in use with the cases that say whether they carry it."""
    for scheme, its in schemes(cases):
        yield from ((label, [one for one in its if one.settled(label)]) for label in rows(scheme))


def schemes(cases: Sequence[Case]) -> Iterator[tuple[Scheme, Sequence[Case]]]:
    """Yield the schemes in use with the cases that fit them."""
    given = {one.gold.scheme for one in cases}
    if None in given and given.isdisjoint(EITHER):
        given.add(Scheme.MARKERS)
    for scheme in Scheme:
        if scheme in given:
            fits = {scheme, None} if scheme in EITHER else {scheme}
            yield scheme, [one for one in cases if one.gold.scheme in fits]


def _rows(cases: Sequence[Case], learn: Learn, progress: Progress) -> Iterator[Row]:
    for scheme, its in schemes(cases):
        learned = learn(its, [one.gold.reply.body for one in its])
        for label in progress(rows(scheme), "labels measured"):
            made = row(label, its, learned)
            if made:
                yield made
