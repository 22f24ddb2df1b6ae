"""Earlier messages inside a message, in the forms that mail programs, desks and forums give them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from workers.empathy.data import phrases, table
from workers.empathy.view import Cut, apart

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workers.empathy.history import History
    from workers.empathy.lines import Line

_ELEMENT = re.compile(
    r"\[(?P<close>/?)(?P<name>quote|code)[^\]\n]{0,80}\]|\{(?P<macro>quote|code|noformat)[^}\n]{0,40}\}",
    re.IGNORECASE,
)
_REASON = {"quote": "quoted", "code": "code", "noformat": "code"}
_SAID = (" said", " wrote", " says", " writes")
_NOBODY = frozenset(
    ["i", "he", "she", "it", "they", "we", "who", "that", "this", "as", "so", "and", "but", "what", "which"]
)
_LABEL = re.compile(r"\*?([^\W\d_][\w-]{0,14})\*?\s?:")
_GMAIL = re.compile(r"\d{4}-\d\d-\d\d \d{1,2}:\d\d(?::\d\d)? (?:GMT|UTC)")
_DATED = re.compile(r"\b(?:19|20)\d\d\b|\d[:.]\d\d|<[^<>\s]{1,80}@")
_WROTE_LINES, _LONGEST_HEADER = 3, 300
_MOST_SAID = 20
_NAME_WORDS = 5
_HEADER_LINES = 6
_STRAY = 20


def stretches(text: str, history: History) -> list[Cut]:
    """Give what is quoted by a forum ("NAME said"), or by [quote] and {quote}: it may end within a line."""
    cuts = list(_elements(text))
    if any(word in text for word in _SAID):
        cuts += _said(text, history)
    return apart(cuts)


def _elements(text: str) -> Iterator[Cut]:
    opened: dict[str, int] = {}
    if "[" not in text and "{" not in text:
        return
    for found in _ELEMENT.finditer(text):
        name = (found["name"] or found["macro"]).lower()
        key = name + ("}" if found["macro"] else "]")
        closes = bool(found["close"]) or (bool(found["macro"]) and key in opened)
        if not closes:
            opened.setdefault(key, found.start())
        elif key in opened:
            yield Cut(opened.pop(key), found.end(), _REASON[name])


def _said(text: str, history: History) -> Iterator[Cut]:
    position, count = 0, 0
    for raw in text.split("\n"):
        line, start = raw.strip(), position
        position += len(raw) + 1
        if not line or not _names_a_writer(line):
            continue
        start += raw.index(line[0])
        repeated = history.repeated(text, position)
        yield Cut(start, repeated if repeated > position else start + len(line), "quoted")
        count += 1
        if count == _MOST_SAID:
            return


def _names_a_writer(line: str) -> bool:
    line = line.rstrip(": ")
    if not line.endswith(_SAID):
        return False
    name = line.rsplit(" ", 1)[0].casefold().split()
    return 0 < len(name) <= _NAME_WORDS and not _NOBODY.intersection(name)


def mark(lines: Sequence[Line], reasons: list[str | None]) -> None:
    """Mark the quoted lines: those with ">", and everything from a mail header on."""
    for at, line in enumerate(lines):
        if line.text[0] == ">":
            reasons[at] = "quoted"
    _mark_strays(lines, reasons)
    for at, line in enumerate(lines):
        if reasons[at] or (":" not in line.text and line.text[-1] not in "-_*"):
            continue
        first = _header(lines, at)
        if first is not None:
            end = at + 1 if any(reasons[at + 1 : at + 3]) else len(lines)  # else nothing marks where it ends
            reasons[first:end] = ["quoted"] * (end - first)


def _mark_strays(lines: Sequence[Line], reasons: list[str | None]) -> None:
    """Mark the last words of a quoted line that was wrapped once more: a line of their own, without ">"."""
    for at in range(1, len(lines) - 1):
        between = reasons[at - 1] and reasons[at + 1] and not reasons[at]
        if between and len(lines[at].text) <= _STRAY and lines[at - 1].block == lines[at + 1].block:
            reasons[at] = "quoted"


def _header(lines: Sequence[Line], at: int) -> int | None:
    """Give the line at which a header of earlier messages begins that ends, or has its first field, at `at`."""
    text = lines[at].text
    bare = text.strip("-_*: ").casefold()
    if bare != text.casefold() and bare in _dividers():
        return at
    if text[-1] == ":":
        return _wrote(lines, at)
    return at if _is_mail_header(lines, at) else None


def _wrote(lines: Sequence[Line], at: int) -> int | None:
    """Find "On Tue, 3 Mar 2026 at 10:14, Sam wrote:", which may be wrapped over three lines."""
    joined, found = "", None
    for first in range(at, max(at - _WROTE_LINES, -1), -1):
        wrapped = first < at
        if wrapped and (lines[first].text[-1] in ".!?:" or lines[first].block != lines[at].block):
            break
        joined = f"{lines[first].text} {joined}"
        dated = _DATED.search(lines[first].text if found is not None else joined)
        if dated and len(joined) <= _LONGEST_HEADER and (_GMAIL.match(joined) or _has_verb(joined)):
            found = first
    return found


def _has_verb(line: str) -> bool:
    lowered = line.casefold()
    return any(verb in lowered for verb in phrases("reading", "quoted", "verbs"))


def _is_mail_header(lines: Sequence[Line], at: int) -> bool:
    if _label(lines[at].text) not in _from():
        return False
    labels = [_label(line.text) for line in lines[at + 1 : at + _HEADER_LINES]]
    return sum(label in _headers() for label in labels) >= 2  # noqa: PLR2004 - "From:" alone may be a sender in a form


def _label(text: str) -> str:
    found = _LABEL.match(text)
    return found[1].casefold() if found else ""


@cache
def _dividers() -> frozenset[str]:
    return frozenset(table("reading")["quoted"]["dividers"]) | {"begin forwarded message"}


@cache
def _from() -> frozenset[str]:
    return frozenset(table("reading")["quoted"]["from"])


@cache
def _headers() -> frozenset[str]:
    return frozenset(table("reading")["quoted"]["headers"])
