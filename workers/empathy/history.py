"""What was said before: finds text that a message repeats from an earlier one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from workers.empathy.markup import OBJECT

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 50_000
"""How many characters back a repetition is looked for, so that the cost stays linear in the message."""
_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile(r"\S*(?: [^\w\s]{1,20}(?=\s|$)){0,3}")
_LEAST, _LEAST_AFTER_GAP = 3, 6
_MOST_GAPS = 8
_CHUNK = 24
_STOP = re.compile(r"[.!?]+(?=\s)")
_CHANCE = 2
"""How many words at the beginning of the next sentence may be the same by chance."""


@dataclass(frozen=True)
class Earlier:
    """An earlier message as it was written, and as words without case and punctuation."""

    body: str

    @cached_property
    def plain(self) -> str:
        """Return its words one space apart."""
        return _plain(self.body)


class History:
    """The earlier messages of a conversation, the last one first, as far back as repetition is looked for."""

    def __init__(self, earlier: Sequence[Earlier] = ()) -> None:
        self._earlier = earlier

    def __bool__(self) -> bool:
        return bool(self._earlier)

    def after(self, body: str) -> History:
        """Return this and one message more."""
        kept: list[Earlier] = []
        left = MOST
        for one in (Earlier(body), *self._earlier):
            if left <= 0:
                break
            kept.append(one if len(one.body) <= left else Earlier(one.body[:left]))
            left -= len(one.body)
        return History(kept)

    @cached_property
    def _bodies(self) -> str:
        return "\n".join(one.body for one in self._earlier)

    @cached_property
    def _text(self) -> str:
        return f" {' | '.join(one.plain for one in self._earlier)} "

    def holds(self, text: str) -> bool:
        """Tell whether the words of a line stand together in one earlier message."""
        # A short piece as it stands is a cheap test that nearly always says no.
        middle = max(len(text) // 2 - _CHUNK // 2, 0)
        chunk = text[middle : middle + _CHUNK].partition(OBJECT)[0]
        return chunk in self._bodies and f" {_plain(text)} " in self._text

    def repeated(self, text: str, start: int) -> int:
        """Give the end of what a text repeats from `start` on, skipping small differences; `start` if nothing."""
        if not self:
            return start
        found = [(word.end(), word[0].casefold()) for word in _WORD.finditer(text, start)]
        words = [word for _, word in found]
        count = self._run(words, 0)
        if count < _LEAST:
            return start
        for _ in range(_MOST_GAPS):
            more = self._run(words, count)
            if more < _LEAST_AFTER_GAP:
                break
            count += more
        # Marks after the last word are of the quotation too; a word or two of a new sentence are not.
        marks = _MARKS.match(text, found[count - 1][0])
        end = marks.end() if marks else found[count - 1][0]
        back = max(count - 1 - _CHANCE, 0)
        stops = [stop.end() for stop in _STOP.finditer(text, found[back][0], end)]
        return stops[-1] if stops else end

    def _run(self, words: list[str], start: int) -> int:
        """Give how many words from `start` on stand together in an earlier message: doubling, then halving."""
        low, high = 0, 1
        while start + high <= len(words) and self._has(words[start : start + high]):
            low, high = high, high * 2
        high = min(high, len(words) - start + 1)
        while high - low > 1:
            middle = (low + high) // 2
            if self._has(words[start : start + middle]):
                low = middle
            else:
                high = middle
        return low

    def _has(self, words: list[str]) -> bool:
        return f" {' '.join(words)} " in self._text


NO_HISTORY = History()


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
