"""What Heard got wrong, the costliest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from config.cli.evaluation.labelled import Place
from config.cli.evaluation.labels import cost
from config.cli.evaluation.report import labelled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from config.cli.evaluation.case import Case
    from config.cli.evaluation.labels import Label

MISS, ALARM = "miss", "false alarm"


@dataclass(frozen=True, slots=True)
class Mistake:
    """A label that was missed, or evidence for one that is not there; no offsets where the reader quoted nothing.

    `not_counted` says why evidence for a missed label did not count.
    """

    cost: float
    kind: str
    label: str
    marker: str
    file: str
    line: int
    id: str | None
    start: int | None
    end: int | None
    not_counted: str | None
    text: str | None


def mistakes(cases: Sequence[Case]) -> list[Mistake]:
    """Return all of them by cost; of equal cost in the order of the input."""
    found = (one for label, its in labelled(cases) if _single(label) for case in its for one in _of(label, case))
    order = {file: at for at, file in enumerate(dict.fromkeys(case.file for case in cases))}
    return sorted(found, key=lambda one: (-one.cost, order[one.file], one.line))


def _single(label: Label) -> bool:
    """Say whether a mistake about the label is one about its markers, and not one about a label that it joins."""
    return len(label.names) == 1 and bool(label.markers)


def _of(label: Label, case: Case) -> Iterator[Mistake]:
    findings = case.findings(label)
    if case.true(label) and not findings:
        overruled = next((one.why for one in case.findings(label, counted=False)), None)
        marker, place = max(label.markers, key=cost), case.gold.labels[label.names[0]]
        yield _mistake(MISS, label, marker, case, place=place, not_counted=overruled)
    elif findings and not case.true(label):
        worst = max(findings, key=lambda one: cost(one.marker))
        yield _mistake(ALARM, label, worst.marker, case, place=Place(worst.start, worst.end))


def _mistake(
    kind: str, label: Label, marker: str, case: Case, *, place: Place | None, not_counted: str | None = None
) -> Mistake:
    return Mistake(
        cost=cost(marker),
        kind=kind,
        label=label.name,
        marker=marker,
        file=case.file,
        line=case.gold.line,
        id=case.gold.conversation.id,
        start=place.start if place else None,
        end=place.end if place else None,
        not_counted=not_counted,
        text=case.gold.reply.body[place.start : place.end] if place else None,
    )
