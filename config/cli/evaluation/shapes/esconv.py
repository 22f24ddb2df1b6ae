"""ESConv: what a supporter says, with one of eight strategies; `context` is `U: … || S: …`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.cli.evaluation.schemes import ESCONV, Scheme
from config.cli.evaluation.shapes.common import answered, required, shown

if TYPE_CHECKING:
    from config.cli.evaluation.labelled import Labelled
    from config.cli.evaluation.shapes.common import Said
    from config.cli.formats import Fields

STRATEGIES = (*ESCONV, "Information", "Self-disclosure", "Other")
"""The last three are read, not measured: nothing that we look for."""


def esconv(fields: Fields, line: int) -> tuple[Labelled, ...]:
    """Return the labelled conversation."""
    strategy = required(fields, "label")
    if strategy not in STRATEGIES:
        raise fields.wrong("label", f"one of {', '.join(STRATEGIES)}", got=shown(strategy))
    said = [_said(part) for part in (fields.text("context") or "").split(" || ")]
    return (answered(fields, line, Scheme.ESCONV, {strategy: None}, said),)


def _said(part: str) -> Said:
    who, _, words = part.partition(": ")
    return ("agent", words) if who == "S" else ("customer", words)
