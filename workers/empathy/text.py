"""A message read for its words: sentences with exact offsets, and what was left out and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from workers.empathy.endings import own_sentences
from workers.empathy.history import NO_HISTORY, History
from workers.empathy.hygiene import holes, mask, own_lines
from workers.empathy.lexicon import lexicon
from workers.empathy.markup import OBJECT
from workers.empathy.split import Kind, Stretch, sentences
from workers.empathy.stems import stems
from workers.empathy.view import View, view
from workers.empathy.words import Line, line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_RUN = re.compile(rf"\s{{2,}}|\n|{OBJECT}{{2,}}")


@dataclass(frozen=True)
class Sentence:
    """`body[start:end]`, and `text` for matching: one line, plain quotes, nothing invisible, case kept.

    `text[i]` stands for `body[origin[i]:ends[i]]`; `origin` has one more entry, the end.
    What was left out of the middle (a web address) is one U+FFFC in `text`; a bullet is not in `text`.
    """

    start: int
    end: int
    text: str
    origin: Sequence[int]
    ends: Sequence[int]
    kind: Kind
    paragraph: int

    @cached_property
    def line(self) -> Line:
        """Return it as words."""
        return line(self.text, lexicon().spelling)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Return the stems of its content words."""
        return frozenset(stems(self.text))

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


def read(body: str, *, earlier: History = NO_HISTORY) -> Reading:
    """Read one message; what it repeats from `earlier` messages is quoted history."""
    seen = view(body)
    gaps = holes(seen.text)
    masked = mask(seen.text, gaps)
    lines, cuts = own_lines(seen.text, gaps, earlier)
    found = [_sentence(seen, masked, stretch) for stretch in sentences(masked, lines)]
    kept, dropped, words = own_sentences(body, found, earlier)
    lines_cut = [seen.cut(*cut) for cut in cuts if cut.start < cut.end]
    inside = [seen.cut(*gap) for gap in gaps]
    left_out = [*_joined(body, seen.cuts), *_joined(body, lines_cut), *_joined(body, dropped), *inside]
    return Reading(body, tuple(kept), _apart(left_out), words)


def _joined(body: str, cuts: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Make one of lines, or of tags, that follow each other and have the same reason."""
    joined: list[tuple[int, int, str]] = []
    for start, end, reason in sorted(cuts):
        first, last, before = joined[-1] if joined else (0, 0, "")
        if reason == before and start >= last and not body[last:start].strip():
            joined[-1] = (first, end, reason)
        else:
            joined.append((start, end, reason))
    return joined


def _apart(cuts: Iterable[tuple[int, int, str]]) -> tuple[LeftOut, ...]:
    """Put the cuts in order; where two overlap (an address at the end of a quotation) the first keeps the place."""
    kept: list[LeftOut] = []
    last = 0
    for start, end, reason in sorted(cuts, key=lambda cut: (cut[0], -cut[1], cut[2])):
        if max(start, last) < end:
            kept.append(LeftOut(max(start, last), end, reason))
            last = end
    return tuple(kept)


def _sentence(seen: View, masked: str, stretch: Stretch) -> Sentence:
    text, origin, ends = _flat(seen, masked, stretch.words, stretch.end)
    bulleted = seen.starts[stretch.start] < seen.ends[stretch.start]  # else the bullet stands for a tag
    start = seen.starts[stretch.start] if bulleted else origin[0]
    return Sentence(start, seen.ends[stretch.end - 1], text, origin, ends, stretch.kind, stretch.paragraph)


def _flat(seen: View, masked: str, start: int, end: int) -> tuple[str, Sequence[int], Sequence[int]]:
    """Make a run of white space one space, and a web address one U+FFFC."""
    text = masked[start:end]
    if "  " not in text and "\n" not in text and OBJECT not in text:
        ends = seen.ends[start:end]
        if isinstance(ends, range):
            return text, range(seen.starts[start], ends[-1] + 1), ends
        return text, (*seen.starts[start:end], ends[-1]), ends
    pieces: list[str] = []
    origin: list[int] = []
    ends = []
    position = start
    for run in _RUN.finditer(masked, start, end):
        pieces += [masked[position : run.start()], OBJECT if run[0][0] == OBJECT else " "]
        origin += [*seen.starts[position : run.start()], seen.starts[run.start()]]
        ends += [*seen.ends[position : run.start()], seen.ends[run.end() - 1]]
        position = run.end()
    pieces.append(masked[position:end])
    ends += seen.ends[position:end]
    return "".join(pieces), (*origin, *seen.starts[position:end], ends[-1]), tuple(ends)
