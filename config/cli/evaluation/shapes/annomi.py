"""AnnoMI: what a therapist says, with `question`, `reflection` and `input` as 0 or 1; `context` is the client's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.cli.evaluation.schemes import ANNOMI, Scheme
from config.cli.evaluation.shapes.common import answered, flags

if TYPE_CHECKING:
    from config.cli.evaluation.labelled import Labelled
    from config.cli.formats import Fields


def annomi(fields: Fields, labels: Fields, line: int) -> tuple[Labelled, ...]:
    """Return the labelled conversation."""
    present = dict.fromkeys(flags(labels, ANNOMI))
    return (answered(fields, line, Scheme.ANNOMI, present, [("customer", fields.text("context") or "")]),)
