"""Word patterns, compiled to regular expressions that take linear time.

    i (hear|see) that? you .. {trouble}

- a word stands for itself, `(a|b c)` for one of several, `frust*` for any word that begins so
- `{name}` stands for a class of words, `_` for any one word, `#` for one with a digit
- `x?` and `(a|b)?` may be missing, `~` is a comma or colon that may be missing
- `!x` and `!(a|b)` say what must not follow
- `..` is a gap of up to three words, `...` of up to eight words or marks
- `^` and `$` are the ends of the sentence

Nothing repeats but the two gaps, and a gap contains no choice: no pattern can run away, on any text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workers.empathy.words import ANYWHERE, PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from workers.empathy.words import Line

GAPS = {"..": r"(?:\w[^ ]* ){0,3}?", "...": r"(?:[^ ]+ ){0,8}?"}
MOST_GAPS = 3
COMMON_COST = 100

_SIGNS = {
    **GAPS,
    "^": r"(?<=\A )",
    "$": r"(?=(?:[.!?…)\"] ){0,3}\Z)",
    "~": r"(?:[,;:!.-] )?",
    "#": r"[^ \d]{0,4}\d[^ ]* ",
    "_": r"\w[^ ]* ",
}
_MARKS = ",.:;?!>"
_PART = re.compile(r"[()|]|[^\s()|]+")


class PatternError(ValueError):
    """A pattern that the language does not allow; the message names the pattern and the place."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a pattern: its regular expression, and words of which one must be in a matching sentence.

    One of `also` must be there too.
    """

    regex: str
    anchors: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern. A sentence cannot match without one of `anchors` and one of `also` among its keys."""

    source: str
    regex: re.Pattern[str]
    anchors: frozenset[str]
    also: frozenset[str]

    def find(self, words: Line) -> re.Match[str] | None:
        """Return where it matches in a sentence."""
        if self.anchors.isdisjoint(words.keys) or self.also.isdisjoint(words.keys):
            return None
        return self.regex.search(words.text)


class Compiler:
    """Compiles patterns over given word classes. `common` are words too frequent to be good anchors."""

    def __init__(self, classes: Mapping[str, tuple[str, ...]], common: Iterable[str] = ()) -> None:
        self._classes = classes
        self._common = frozenset(common).union(_MARKS)
        self._words: dict[str, Piece] = {}

    def compile(self, source: str) -> Pattern:
        """Return the pattern, or raise PatternError."""
        parts = _PART.findall(source)
        if sum(part in GAPS for part in parts) > MOST_GAPS:
            raise PatternError(f"{source!r}: more than {MOST_GAPS} gaps")
        try:
            piece = self._sequence(parts)
        except PatternError as error:
            raise PatternError(f"{source!r}: {error}") from None
        if parts:
            raise PatternError(f"{source!r}: unexpected {parts[0]!r}")
        anchors = piece.anchors or frozenset([ANYWHERE])
        return Pattern(source, re.compile(f" {piece.regex}"), anchors, piece.also or anchors)

    def _sequence(self, parts: list[str]) -> Piece:
        pieces = []
        while parts and parts[0] not in "|)":
            pieces.append(self._part(parts))
        if not pieces:
            raise PatternError("an empty part")
        return self._joined(pieces)

    def _part(self, parts: list[str]) -> Piece:
        part = parts.pop(0)
        if part == "(":
            return self._optional(self._choice(parts), parts)
        if part == "!" and parts[:1] == ["("]:
            parts.pop(0)
            return Piece(f"(?!{self._choice(parts).regex})")
        if part in _SIGNS:
            return Piece(_SIGNS[part])
        if part[0] == "!" and part[1:]:
            return Piece(f"(?!{self._word(part[1:]).regex})")
        word = self._word(part.removesuffix("?"))
        return Piece(f"(?:{word.regex})?") if part.endswith("?") else word

    def _choice(self, parts: list[str]) -> Piece:
        """Read `a|b c)`: the opening bracket is gone already."""
        choices = [self._sequence(parts)]
        while parts[:1] == ["|"]:
            parts.pop(0)
            choices.append(self._sequence(parts))
        if not parts:
            raise PatternError("a bracket is not closed")
        parts.pop(0)
        return _either(choices)

    @staticmethod
    def _optional(piece: Piece, parts: list[str]) -> Piece:
        if parts[:1] != ["?"]:
            return piece
        parts.pop(0)
        return Piece(f"(?:{piece.regex})?")

    def _word(self, word: str) -> Piece:
        if word not in self._words:
            self._words[word] = self._class(word[1:-1]) if word.startswith("{") else _plain(word)
        return self._words[word]

    def _class(self, name: str) -> Piece:
        if name not in self._classes:
            raise PatternError(f"there is no class {{{name}}}")
        return _either([self._joined([_plain(word) for word in phrase.split()]) for phrase in self._classes[name]])

    def _joined(self, pieces: list[Piece]) -> Piece:
        """Return the pieces one after the other, with the two rarest of their anchors."""
        anchored = sorted([piece.anchors for piece in pieces if piece.anchors], key=self._cost)
        return Piece("".join(piece.regex for piece in pieces), *anchored[:2])

    def _cost(self, anchors: frozenset[str]) -> tuple[int, list[str]]:
        return sum(COMMON_COST if anchor in self._common else 1 for anchor in anchors), sorted(anchors)


def _either(choices: list[Piece]) -> Piece:
    """Return a choice; it has anchors only where each of its parts has."""
    anchors = [choice.anchors for choice in choices]
    regex = "|".join(choice.regex for choice in choices)
    return Piece(f"(?:{regex})", frozenset().union(*anchors) if all(anchors) else frozenset())


def _plain(word: str) -> Piece:
    stem = word.removesuffix("*")
    if "*" in stem or (stem != word and len(stem) < PREFIX):
        raise PatternError(f"{word!r} needs at least {PREFIX} letters before a final *")
    if stem != word:
        return Piece(f"{re.escape(stem)}[^ ]* ", frozenset({stem[:PREFIX]}))
    return Piece(f"{re.escape(word)} ", frozenset({word}))
