"""The lines of a message that may hold its writer's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from workers.empathy.view import Cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Line(NamedTuple):
    """`text` without the spaces around it; `block` changes where a blank line or a cut stood between lines."""

    start: int
    end: int
    text: str
    indent: int
    block: int


def lines(text: str, cuts: Sequence[Cut]) -> Iterator[Line]:
    """Yield what the cuts leave of each line that is not blank; the cuts are in order and apart."""
    block, position = 0, 0
    for cut in (*cuts, Cut(len(text), len(text), "")):
        for raw in text[position : cut.start].split("\n"):
            stripped = raw.strip()
            if stripped:
                indent = len(raw) - len(raw.lstrip())
                start = position + indent
                yield Line(start, start + len(stripped), stripped, indent, block)
            else:
                block += 1
            position += len(raw) + 1
        block, position = block + 1, cut.end
