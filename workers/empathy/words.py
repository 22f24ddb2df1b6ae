"""A sentence as patterns see it: lower-case words one space apart, short forms written out, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TOKEN = re.compile(r"[^\W_](?:[\w']|[.,](?=\d)|[-./@:_#&+%](?=\w))*|[→>]|\.{2,}|[^\w\s]")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Spelling:
    """How short forms are written out: whole words, and what an apostrophe shortens."""

    words: Mapping[str, str]
    endings: Mapping[str, str]
    before_is: frozenset[str]

    def out(self, word: str) -> str:
        """Return a lower-case word written out, one or more words parted by spaces."""
        if word in self.words:
            return self.words[word]
        if "'" not in word:
            return word
        if word.endswith("'s"):
            return f"{word[:-2]} is" if word[:-2] in self.before_is else word
        for ending, full in self.endings.items():
            if word.endswith(ending):
                return f"{word.removesuffix(ending)} {full}"
        return word


@dataclass(frozen=True, slots=True)
class Line:
    """The words of a text. `text` begins and ends with a space; `starts` are in it, `places` in what was read."""

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    places: tuple[tuple[int, int], ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where the words between two offsets of `text` stand in the text that was read."""
        first = max(bisect_right(self.starts, start) - 1, 0)
        last = max(bisect_right(self.starts, end - 1) - 1, first)
        return self.places[first][0], self.places[last][1]


def line(text: str, spelling: Spelling) -> Line:
    """Return a text with straight quotes as a line of words."""
    words: list[str] = []
    places: list[tuple[int, int]] = []
    starts: list[int] = []
    at = 1
    for word, place in _words(text, spelling):
        words.append(word)
        places.append(place)
        starts.append(at)
        at += len(word) + 1
    return Line(f" {' '.join(words)} ", tuple(words), tuple(starts), tuple(places))


def _words(text: str, spelling: Spelling) -> Iterator[tuple[str, tuple[int, int]]]:
    for found in _TOKEN.finditer(text):
        for start, end in _parts(found.group(), found.start()):
            for word in spelling.out(text[start:end].lower()).split():
                yield word, (start, end)


def _parts(word: str, at: int) -> Iterator[tuple[int, int]]:
    """Part `follow-up` at its hyphen, but neither `LP40-66102` nor an address."""
    if "-" not in word or "@" in word or "/" in word:
        yield at, at + len(word)
        return
    start = 0
    for hyphen in _HYPHEN.finditer(word):
        yield at + start, at + hyphen.start()
        start = hyphen.end()
    yield at + start, at + len(word)
