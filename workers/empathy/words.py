"""A sentence as patterns see it: lower-case words one space apart, short forms written out, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

PREFIX = 4
"""A word such as `frust*` is looked up by its first letters; it needs that many."""
ANYWHERE = ""
"""A key of every line."""

_TOKEN = re.compile(r"[^\W_][\w']*+(?:(?:[.,](?=\d)|[-./@:_#&+%](?=\w))[\w']*+)*+|[→>]|\.{2,}|[^\w\s]")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Spelling:
    """How short forms are written out: whole words, and what an apostrophe shortens."""

    words: Mapping[str, str]
    endings: Mapping[str, str]
    before_is: frozenset[str]

    def out(self, word: str) -> Sequence[str]:
        """Return a lower-case word written out, as one or more words."""
        if word in self.words:
            return self.words[word].split()
        if "'" not in word:
            return (word,)
        if word.endswith("'s"):
            return (word[:-2], "is") if word[:-2] in self.before_is else (word,)
        ending = next((ending for ending in self.endings if word.endswith(ending) and word != ending), None)
        return (word.removesuffix(ending), self.endings[ending]) if ending else (word,)


@dataclass(frozen=True, slots=True)
class Line:
    """The words of a text. `text` begins and ends with a space; `starts` are in it, `places` in what was read.

    `keys` are the words, the beginnings by which a pattern looks up a word such as `frust*`, and ANYWHERE.
    """

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    places: tuple[tuple[int, int], ...]
    keys: frozenset[str]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where the words between two offsets of `text` stand in the text that was read."""
        first = max(bisect_right(self.starts, start) - 1, 0)
        last = max(bisect_right(self.starts, end - 1) - 1, first)
        return self.places[first][0], self.places[last][1]


def line(text: str, spelling: Spelling) -> Line:
    """Return a text with straight quotes as a line of words."""
    words: list[str] = []
    places: list[tuple[int, int]] = []
    for found in _TOKEN.finditer(text):
        word = found.group().lower()
        if "-" in word or "'" in word or word in spelling.words:
            for part, place in _parts(word, found.start()):
                out = spelling.out(part)
                words += out
                places += [place] * len(out)
        else:
            words.append(word)
            places.append(found.span())
    starts = tuple(accumulate((len(word) + 1 for word in words[:-1]), initial=1)) if words else ()
    keys = frozenset([ANYWHERE, *words]).union([f"{word[:PREFIX]}*" for word in words if len(word) >= PREFIX])
    return Line(f" {' '.join(words)} ", tuple(words), starts, tuple(places), keys)


def _parts(word: str, at: int) -> Iterable[tuple[str, tuple[int, int]]]:
    """Part `follow-up` at its hyphen, but neither `LP40-66102` nor an address."""
    if "-" not in word or "@" in word or "/" in word:
        return ((word, (at, at + len(word))),)
    starts = [0, *(hyphen.end() for hyphen in _HYPHEN.finditer(word))]
    ends = [*(start - 1 for start in starts[1:]), len(word)]
    return [(word[start:end], (at + start, at + end)) for start, end in zip(starts, ends, strict=True)]
