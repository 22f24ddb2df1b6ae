"""Where sentences begin and end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Kind = Literal["prose", "item", "greeting", "closing"]

_STOP = re.compile(r"[.!?\u2026]+[\"')\]*]*(?=\s|$)|(?<=[a-z])[!?](?=[A-Z])")
_BULLET = re.compile(
    r"(?:[-*\u2022\u25e6\u25aa\u00b7\u2013\u2014+o]|\(?\d{1,2}[.)]|[a-zA-Z]\)|#\d{1,2}:?|[Ss]tep \d{1,2}[.:)]?)\s+"
)
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st sr jr vs no nr approx ca cf e.g i.e eg ie etc inc ltd co corp fig ver v p.m a.m "
    "tel ext ref dept est min max incl excl resp u.s jan feb mar apr jun jul aug sep sept oct nov dec".split(),
)
_TITLES = frozenset("mr mrs ms dr prof st no nr e.g i.e eg ie vs approx ca cf fig tel ext ref".split())
_NAME = r"(?:(?:mr|mrs|ms|dr|prof)\.?\s+)?[\w'.-]{1,40}"
_GREETING = re.compile(
    r"(?:hi|hello|hey|hiya|hallo|howdy|greetings|dear|good (?:morning|afternoon|evening|day))"
    rf"(?:\s+{_NAME}){{0,4}}?\s*(?:[,!.:]+(?=\s|$)|\s[-\u2013\u2014](?=\s|$)|$)",
    re.IGNORECASE,
)
_NOT_A_NAME = frozenset(
    "i i'm we you your this that is are was were can could would please thank thanks it the a an my our if for to".split(),
)
_CLOSING = re.compile(
    r"(?:(?:with\s+)?(?:(?:kind(?:est)?|best|warm(?:est)?|many|very best)\s+)?(?:regards|wishes|greetings)"
    r"|best|cheers|sincerely|yours(?:\s+(?:sincerely|faithfully|truly))?|(?:yours\s+)?(?:sincerely|faithfully|truly)"
    r"|(?:many\s+)?thanks|thank you|all the best|take care|with (?:warmth|thanks|kindness)|respectfully)"
    r"(?:\s*[,!.]?\s*$|\s*,\s+\S{1,30}(?:\s+\S{1,30}){0,2}$)",
    re.IGNORECASE,
)
_WRAP_LEAST, _WRAP_MOST = 56, 100


class Line(NamedTuple):
    """A line that counts, without the spaces around it; `block` changes where something stood between lines."""

    start: int
    end: int
    block: int


class Stretch(NamedTuple):
    """One sentence: `text[start:end]`; its words begin at `words` (after a bullet)."""

    start: int
    end: int
    words: int
    kind: Kind
    paragraph: int


def sentences(text: str, lines: Iterable[Line]) -> Iterator[Stretch]:
    """Yield the sentences of the lines in order."""
    for start, end, paragraph in _unwrapped(text, list(lines)):
        yield from _split_line(text, start, end, paragraph)


def _unwrapped(text: str, lines: list[Line]) -> Iterator[Line]:
    """Join the lines that a mail program has wrapped."""
    width = min(max((line.end - line.start for line in lines), default=0), _WRAP_MOST)
    held: Line | None = None
    for line in lines:
        if held and held.block == line.block and _wraps(text, held, line, width):
            held = Line(held.start, line.end, held.block)
            continue
        if held:
            yield held
        held = line
    if held:
        yield held


def _wraps(text: str, line: Line, following: Line, width: int) -> bool:
    last_line = text.rfind("\n", line.start, line.end) + 1
    length = line.end - max(last_line, line.start)
    if (
        length > _WRAP_MOST
        or text[line.end - 1] in ".!?:;\u2026"
        or _BULLET.match(text, following.start, following.end)
    ):
        return False
    first_word = text[following.start : following.end].split(None, 1)[0]
    if first_word[0].islower() and length >= _WRAP_LEAST - 16:
        return True
    return width >= _WRAP_LEAST and length >= _WRAP_LEAST - 16 and length + 1 + len(first_word) > width


def _split_line(text: str, start: int, end: int, paragraph: int) -> Iterator[Stretch]:
    if _CLOSING.match(text, start, end):
        yield Stretch(start, end, start, "closing", paragraph)
        return
    bullet = _BULLET.match(text, start, end)
    words = bullet.end() if bullet else start
    kind: Kind = "item" if bullet else "prose"
    greeting = None if bullet else _greeting(text, start, end)
    if greeting:
        yield Stretch(start, greeting, start, "greeting", paragraph)
        start = words = _skip_space(text, greeting, end)
    for stop in _stops(text, words, end):
        yield Stretch(start, stop, words, kind, paragraph)
        start = words = _skip_space(text, stop, end)


def _greeting(text: str, start: int, end: int) -> int | None:
    found = _GREETING.match(text, start, end)
    if not found:
        return None
    words = found[0].casefold().rstrip(",!.: -\u2013\u2014").split()
    return None if _NOT_A_NAME.intersection(words[1:]) else found.end()


def _stops(text: str, start: int, end: int) -> Iterator[int]:
    """Yield the ends of the sentences in a line; one without any letter or digit belongs to the one before."""
    if start >= end:
        return
    pending: int | None = None
    for stop in _candidates(text, start, end):
        if pending is not None and any(map(str.isalnum, text[pending:stop])):
            yield pending
        pending = stop if pending is None or stop > pending else pending
    if pending is not None:
        yield pending


def _candidates(text: str, start: int, end: int) -> Iterator[int]:
    for found in _STOP.finditer(text, start, end):
        if found.end() < end and not _is_abbreviation(text, start, found):
            yield found.end()
    yield end


def _is_abbreviation(text: str, start: int, found: re.Match[str]) -> bool:
    following = text[found.end() : found.end() + 2].strip()[:1]
    if found[0].startswith(("..", "\u2026")):
        return following.islower()
    if found[0] != ".":
        return False
    word = text[max(start, found.start() - 12) : found.start()].rsplit(None, 1)[-1:]
    last = word[0].casefold().strip("(\"'") if word else ""
    if len(last) == 1 and last.isalpha() and last not in "i":
        return True
    return last in _TITLES or (last in _ABBREVIATIONS and not following.isupper())


def _skip_space(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start
