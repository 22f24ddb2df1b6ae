"""False alarms where there is nothing to judge: what a reader would be bothered with for no reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workers.empathy.model import Band

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from config.cli.evaluation.case import Case
    from config.cli.evaluation.labels import Label

PER = 1000


@dataclass(frozen=True, slots=True)
class Neutral:
    """Of a thousand replies with nothing to judge, how many had a label found that is not there: any, and each."""

    n: int
    any: float
    labels: Mapping[str, float]


def neutral(labelled: Iterable[tuple[Label, Sequence[Case]]]) -> Neutral | None:
    """Return the alarms of the labels with their cases; None where no case has nothing to judge."""
    replies: set[int] = set()
    alarmed: set[int] = set()
    each: dict[str, float] = {}
    for label, cases in labelled:
        calm = [one for one in cases if one.gold.band is Band.NOT_SCORED]
        replies.update(map(id, calm))
        without = [one for one in calm if not one.true(label)]
        false = [one for one in without if one.value(label) > 0]
        alarmed.update(map(id, false))
        if false:
            each[label.name] = PER * len(false) / len(without)
    if not replies:
        return None
    worst_first = dict(sorted(each.items(), key=lambda item: -item[1]))
    return Neutral(len(replies), PER * len(alarmed) / len(replies), worst_first)
