"""EmpatheticPersonas: what a helper says, with empathy from 0 to 2 as its raters agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.cli.evaluation.schemes import Scheme
from config.cli.evaluation.shapes.common import answered, grade

if TYPE_CHECKING:
    from config.cli.evaluation.labelled import Labelled
    from config.cli.formats import Fields

MOST = 2


def personas(fields: Fields, line: int) -> tuple[Labelled, ...]:
    """Return the rated conversation."""
    return (answered(fields, line, Scheme.RATED, {}, emp=grade(fields, "label", MOST)),)
