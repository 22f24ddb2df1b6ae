"""A finding: a rule met by a place in a sentence of a reply."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workers.empathy.context import Said
    from workers.empathy.lexicon import Rule


DEEDS = frozenset({"action_done", "commitment"})
"""Markers of what is done about the matter, or will be."""
READ = ".read"
"""How the ids of rules end that stand for the reader of whole sentences."""

_QUOTED = re.compile(r'"[^"]{1,200}"|(?<!\w)\'[^\']{1,200}\'(?!\w)')


@dataclass(frozen=True, slots=True)
class Finding:
    """`said.sentence.text[start:end]` meets the rule; `sure` is how likely the reader holds it to be (0..1)."""

    rule: Rule
    said: Said
    start: int
    end: int
    sure: float | None = None

    @property
    def marker(self) -> str:
        """Return the marker's id."""
        return self.rule.marker

    @property
    def read(self) -> bool:
        """Whether no rule found it, but the reader."""
        return self.rule.id.endswith(READ)

    @property
    def mention(self) -> bool:
        """Whether its words stand in quotation marks within a sentence that says more: named, not said."""
        text = self.said.sentence.text
        spans = [found.span() for found in _QUOTED.finditer(text)]
        whole_sentence = (0, len(text.rstrip(" .!?")))
        return any(start <= self.start and self.end <= end and (start, end) != whole_sentence for start, end in spans)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a detector found something: a part of a sentence."""

    said: Said
    start: int
    end: int


def by_sentence(found: Iterable[Finding]) -> dict[int, list[Finding]]:
    """Return the findings of one reply by the index of their sentence."""
    sentences: dict[int, list[Finding]] = {}
    for one in found:
        sentences.setdefault(one.said.index, []).append(one)
    return sentences


def whole(said: Said) -> Place:
    """Return the whole sentence as a place."""
    return Place(said, 0, len(said.sentence.text))
