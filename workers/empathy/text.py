"""A message read for its words: sentences with exact offsets, and what was left out and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workers.empathy.hygiene import blocks, inline
from workers.empathy.split import Kind, Line, Stretch, sentences
from workers.empathy.view import OBJECT, Cut, View, view

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PIECE = re.compile(r"\s+|\S+")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`body[start:end]`, and `text` for matching: one line, plain quotes, nothing invisible, case kept.

    `text[i]` stands for `body[origin[i]:ends[i]]`; `origin` has one more entry, the end.
    What was left out of the middle (a web address) is one U+FFFC in `text`; a bullet is not in `text`.
    """

    start: int
    end: int
    text: str
    origin: tuple[int, ...]
    ends: tuple[int, ...]
    kind: Kind
    paragraph: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the original offsets of `text[start:end]`, which must not be empty."""
        return self.origin[start], self.ends[end - 1]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """`body[start:end]` does not count as the writer's own words; it lies between sentences or inside one."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The sentences and everything else of one message; `words` counts prose and items only."""

    body: str
    sentences: tuple[Sentence, ...]
    left_out: tuple[LeftOut, ...]
    words: int


def read(body: str, *, earlier: Sequence[str] = ()) -> Reading:
    """Read one message; what it repeats from `earlier` bodies of the conversation is quoted history."""
    seen = view(body)
    cuts = blocks(seen.text, earlier)
    lines = list(_lines(seen.text, cuts))
    holes = inline(seen.text, cuts)
    found = [_sentence(seen, stretch, holes) for stretch in sentences(seen.text, lines)]
    left_out = sorted({*seen.cuts, *(seen.cut(*cut) for cut in (*cuts, *holes))})
    words = sum(len(_WORD.findall(one.text)) for one in found if one.kind in {"prose", "item"})
    return Reading(body, tuple(found), tuple(LeftOut(*cut) for cut in left_out), words)


def _lines(text: str, cuts: Sequence[Cut]) -> Iterator[Line]:
    """Yield what is left of each line, without spaces at its ends; a blank line or a cut begins a new block."""
    block, position = 0, 0
    for cut in (*cuts, Cut(len(text), len(text), "")):
        for raw in text[position : cut.start].split("\n"):
            line = raw.strip()
            if line:
                start = position + raw.index(line[0])
                yield Line(start, start + len(line), block)
            else:
                block += 1
            position += len(raw) + 1
        block, position = block + 1, cut.end


def _sentence(seen: View, stretch: Stretch, holes: Sequence[Cut]) -> Sentence:
    text, origin, ends = _flat(seen, stretch.words, stretch.end, holes)
    start, end = seen.starts[stretch.start], seen.ends[stretch.end - 1]
    return Sentence(start, end, text, (*origin, end), tuple(ends), stretch.kind, stretch.paragraph)


def _flat(seen: View, start: int, end: int, holes: Sequence[Cut]) -> tuple[str, Sequence[int], Sequence[int]]:
    """Make runs of white space one space and each hole one U+FFFC."""
    text = seen.text[start:end]
    inside = [hole for hole in holes if start <= hole.start < end]
    if not inside and "\n" not in text and "  " not in text:
        return text, seen.starts[start:end], seen.ends[start:end]
    pieces: list[str] = []
    origin: list[int] = []
    ends: list[int] = []
    for hole in (*inside, Cut(end, end, "")):
        for piece in _PIECE.finditer(seen.text, start, hole.start):
            words = piece[0] if not piece[0].isspace() else " "
            pieces.append(words)
            origin.extend(seen.starts[piece.start() : piece.end()] if words != " " else [seen.starts[piece.start()]])
            ends.extend(seen.ends[piece.start() : piece.end()] if words != " " else [seen.ends[piece.end() - 1]])
        if hole.start < end:
            pieces.append(OBJECT)
            origin.append(seen.starts[hole.start])
            ends.append(seen.ends[hole.end - 1])
        start = hole.end
    return "".join(pieces), origin, ends
