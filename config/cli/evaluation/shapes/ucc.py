"""The Unhealthy Comments Corpus: comments, with `condescending`, `dismissive`, `hostile` and others as 0 or 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.cli.evaluation.schemes import UCC, Scheme
from config.cli.evaluation.shapes.common import answered, flags

if TYPE_CHECKING:
    from config.cli.evaluation.labelled import Labelled
    from config.cli.formats import Fields


def ucc(fields: Fields, labels: Fields, line: int) -> tuple[Labelled, ...]:
    """Return the labelled conversation."""
    return (answered(fields, line, Scheme.UCC, dict.fromkeys(flags(labels, UCC))),)
