"""The Stanford politeness corpus: requests with a score; `label` is 1 in the politest quarter, -1 in the rudest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.cli.evaluation.schemes import Scheme
from config.cli.evaluation.shapes.common import answered, grade

if TYPE_CHECKING:
    from config.cli.evaluation.labelled import Labelled
    from config.cli.formats import Fields


def politeness(fields: Fields, line: int) -> tuple[Labelled, ...]:
    """Return the labelled conversation; those in the middle count for the ranking only."""
    score, quarter = fields.get("score"), grade(fields, "label", 1, lowest=-1)
    if isinstance(score, bool) or not isinstance(score, int | float):
        raise fields.wrong("score", "a number")
    scheme = Scheme.POLITENESS if quarter else Scheme.RATED
    return (answered(fields, line, scheme, {"polite": None} if quarter > 0 else {}, polite=float(score)),)
