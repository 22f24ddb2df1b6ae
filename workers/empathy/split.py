"""Where sentences begin and end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from workers.empathy.data import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workers.empathy.lines import Line

Kind = Literal["prose", "item", "greeting", "closing"]

# Marks, the quotes and brackets they close, and a smiley after them.
_STOP = re.compile(r"[.!?\u2026]++[\"')\]*]*+(?: [:;=][-']?[()DPp/|*]{1,3}(?=\s|$))?")
_BULLET = re.compile(
    r"(?:[-*\u2022\u25e6\u25aa\u25cf\u00b7\u2013\u2014+]|\(?\d{1,2}[.)]|[a-zA-Z]\)|[Ss]tep \d{1,2}[.:)]?)\s+(?=\S)"
)
_NAME = r"(?:(?:mr|mrs|ms|mx|dr|prof)\.?\s+)?[\w'.&-]{1,40}"
_GREETING = re.compile(
    r"(?:(?:hi|hello|hey|hiya|hallo|howdy|greetings|dear|good (?:morning|afternoon|evening|day))"
    rf"(?:\s+{_NAME}){{0,4}}?\s*(?:[,!.:]+(?=\s|$)|\s[-\u2013\u2014](?=\s|$)|$)"
    r"|(?:morning|afternoon|evening)(?: all| everyone| there)?[,!]+(?=\s|$))",
    re.IGNORECASE,
)
_NAME_ALONE = re.compile(r"[A-Z][\w'-]{1,30}(?: [A-Z][\w'-]{1,30})?,$")
_CLOSING = re.compile(
    r"(?:(?:with )?(?:kind(?:est)? |best |warm(?:est)? |many |very best |friendly )?(?:regards|wishes|greetings)"
    r"|with (?:warmth|thanks|kindness|appreciation|gratitude)|best|cheers|sincerely|respectfully|faithfully"
    r"|yours(?: sincerely| faithfully| truly)?|many thanks|thanks(?: again| so much| a lot)?|thank you|thx"
    r"|all the best|take care)"
    r"(?:\s?[,!.]?$|,\s?[^\s,]{1,30}(?: [^\s,]{1,30}){0,2}$)",
    re.IGNORECASE,
)
_WRAP_LEAST, _WRAP_MOST = 56, 100
_NEARLY = 16
_LONGEST_ABBREVIATION, _LONGEST_OPENING = 8, 16


class Stretch(NamedTuple):
    """One sentence: `text[start:end]`; its words begin at `words` (after a bullet)."""

    start: int
    end: int
    words: int
    kind: Kind
    paragraph: int


def sentences(text: str, lines: Sequence[Line]) -> Iterator[Stretch]:
    """Yield the sentences of the lines in order; paragraphs are numbered from 0."""
    paragraph, block, first = -1, None, True
    for start, end, in_block in _unwrapped(lines):
        if in_block != block:
            paragraph, block = paragraph + 1, in_block
        yield from _split(text, start, end, paragraph, first=first)
        first = False


def _unwrapped(lines: Sequence[Line]) -> Iterator[tuple[int, int, int]]:
    """Join the lines that a mail program has wrapped."""
    width = min(max((len(line.text) for line in lines), default=0), _WRAP_MOST)
    start = 0
    for at, line in enumerate(lines):
        if at and _wraps(lines[at - 1], line, width):
            continue
        if at:
            yield lines[start].start, lines[at - 1].end, lines[start].block
        start = at
    if lines:
        yield lines[start].start, lines[-1].end, lines[start].block


def _wraps(line: Line, following: Line, width: int) -> bool:
    """Tell whether the first word of the following line had no room on this one."""
    length = len(line.text)
    if line.block != following.block or not _WRAP_LEAST - _NEARLY <= length <= _WRAP_MOST:
        return False
    if line.text[-1] in ".!?:;\u2026" or _BULLET.match(following.text):
        return False
    first_word = following.text.split(" ", 1)[0]
    return first_word[0].islower() or (width >= _WRAP_LEAST and length + 1 + len(first_word) > width)


def _split(text: str, start: int, end: int, paragraph: int, *, first: bool) -> Iterator[Stretch]:
    line = text[start:end]
    word = line[:_LONGEST_OPENING].split(" ", 1)[0].rstrip(",.!:").casefold()
    if word in words("reading", "closing", "first") and _CLOSING.match(line):
        yield Stretch(start, end, start, "closing", paragraph)
        return
    bullet = _BULLET.match(line)
    after = start + bullet.end() if bullet else start
    greeting = 0 if bullet else _greeting(line, word, first=first)
    if greeting:
        yield Stretch(start, start + greeting, start, "greeting", paragraph)
        start = after = _skip_space(text, start + greeting, end)
    for stop in _stops(text, after, end):
        yield Stretch(start, stop, after, "item" if bullet else "prose", paragraph)
        start = after = _skip_space(text, stop, end)


def _greeting(line: str, word: str, *, first: bool) -> int:
    """Give the length of "Hi Sam," at the beginning of a line, or of "Sam," at the beginning of a message."""
    if word in words("reading", "greeting", "first"):
        found = _GREETING.match(line)
        names = found[0].casefold().rstrip(",!.: -\u2013\u2014").split()[1:] if found else []
        return found.end() if found and words("reading", "greeting", "not_names").isdisjoint(names) else 0
    alone = _NAME_ALONE.match(line) if first else None
    return alone.end() if alone else 0


def _stops(text: str, start: int, end: int) -> Iterator[int]:
    """Yield the ends of the sentences; what has no letter or digit (a smiley) belongs to the sentence before."""
    pending = None
    begin = start
    for stop in _candidates(text, start, end):
        if pending is not None and any(map(str.isalnum, text[begin:stop])):
            yield pending
        begin = pending = stop
    if pending is not None:
        yield pending


def _candidates(text: str, start: int, end: int) -> Iterator[int]:
    if start >= end:
        return
    for found in _STOP.finditer(text, start, end):
        if found.end() < end and _ends(text, start, found):
            yield found.end()
    yield end


def _ends(text: str, start: int, found: re.Match[str]) -> bool:
    """Tell whether marks end a sentence: not in "2.0", "e.g. this", "J. Smith" or "wait ... what"."""
    marks, after = found[0], text[found.end()]
    if not after.isspace():  # "Done!Now": glued to the next sentence
        return marks in {"!", "?"} and after.isupper() and text[found.start() - 1].islower()
    following = text[found.end() + 1 : found.end() + 2]
    if marks == ".":
        return not _abbreviates(text, start, found.start(), following)
    return not (following.islower() and (marks[-1] not in ".!?" or marks.startswith(("..", "\u2026"))))


def _abbreviates(text: str, start: int, stop: int, following: str) -> bool:
    word = text[max(start, stop - _LONGEST_ABBREVIATION) : stop].rpartition(" ")[2].casefold().lstrip("(\"'[")
    if len(word) == 1:
        return word.isalpha() and word != "i"
    if word in words("reading", "abbreviations", "always"):
        return True
    return not following.isupper() and word in words("reading", "abbreviations", "before_small")


def _skip_space(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start
