"""EPITOME: replies among peers, with emotional reactions `er` and explorations `ex` from 0 to 2, and their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.cli.evaluation.labelled import place
from config.cli.evaluation.schemes import EPITOME, Scheme
from config.cli.evaluation.shapes.common import answered, grade, required
from config.cli.formats import Fields

if TYPE_CHECKING:
    from config.cli.evaluation.labelled import Labelled, Place

MOST = 2


def epitome(fields: Fields, labels: Fields, line: int) -> tuple[Labelled, ...]:
    """Return the labelled conversation; weak and strong ones count alike."""
    given = [name for name in EPITOME if grade(labels, name, MOST)]
    present = {name: _first_words(fields, name) for name in given}
    return (answered(fields, line, Scheme.EPITOME, present, [("customer", fields.text("context") or "")]),)


def _first_words(fields: Fields, name: str) -> Place | None:
    """Return the place of the first of the words that were marked; they stand before a bar each."""
    marked = fields.get("rationales")
    words = Fields(marked, "rationales.").text(name) if isinstance(marked, dict) else None
    return place(required(fields, "text"), (words or "").partition("|")[0].strip())
