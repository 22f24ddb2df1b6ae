"""A finding: a rule met by a place in a sentence of a reply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workers.empathy.context import Said
    from workers.empathy.lexicon import Rule


@dataclass(frozen=True, slots=True)
class Finding:
    """`said.sentence.text[start:end]` meets the rule."""

    rule: Rule
    said: Said
    start: int
    end: int

    @property
    def marker(self) -> str:
        """Return the marker's id."""
        return self.rule.marker


@dataclass(frozen=True, slots=True)
class Place:
    """Where a detector found something: a part of a sentence."""

    said: Said
    start: int
    end: int


def whole(said: Said) -> Place:
    """Return the whole sentence as a place."""
    return Place(said, 0, len(said.sentence.text))
