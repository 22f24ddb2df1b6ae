"""A sentence as patterns see it: lower-case words one space apart, short forms written out, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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
    """The words of a text, which was `source`. `text` begins and ends with a space.

    `keys` are the words, the beginnings by which a pattern looks up a word such as `frust*`, and ANYWHERE.
    """

    text: str
    words: tuple[str, ...]
    keys: frozenset[str]
    source: str
    spelling: Spelling

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where the words between two offsets of `text` stand in the text that was read."""
        places = list(self._places())
        last = self.text.count(" ", 1, end - 1)
        first = min(self.text.count(" ", 1, start), last)
        return places[first][0], places[last][1]

    def _places(self) -> Iterator[tuple[int, int]]:
        """Yield the place of each word in the text that was read."""
        for found in _TOKEN.finditer(self.source):
            at = found.start()
            for part in _parts(found.group()):
                yield from [(at, at + len(part))] * len(self.spelling.out(part.lower()))
                at += len(part) + 1


def line(text: str, spelling: Spelling) -> Line:
    """Return a text with straight quotes as a line of words."""
    words: list[str] = []
    for token in _TOKEN.findall(text):
        word = token.lower()
        if "-" in word or "'" in word or word in spelling.words:
            for part in _parts(token):
                words += spelling.out(part.lower())
        else:
            words.append(word)
    keys = frozenset([ANYWHERE, *words, *[word[:PREFIX] for word in words]])
    return Line(f" {' '.join(words)} ", tuple(words), keys, text, spelling)


def _parts(word: str) -> Sequence[str]:
    """Part `follow-up` at its hyphen, but neither `LP40-66102` nor an address."""
    return (word,) if "-" not in word or "@" in word or "/" in word else _HYPHEN.split(word)
