"""Earlier messages inside a message, in the forms that mail programs, desks and forums give them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from workers.empathy.data import phrases, table
from workers.empathy.view import Cut

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
_MOST_SAID = 20
_NAME_WORDS = 5
_HEADER_LINES = 6
_STRAY = 20


def stretches(text: str, history: History) -> list[Cut]:
    """Give what is quoted by a forum ("NAME said"), or by [quote] and {quote}: it may end within a line."""
    cuts = list(_elements(text))
    if any(word in text for word in _SAID):
        cuts += _said(text, history)
    return _apart(cuts)


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


def _apart(cuts: list[Cut]) -> list[Cut]:
    """Put cuts in order and drop those that begin within another."""
    kept: list[Cut] = []
    for cut in sorted(cuts):
        if not kept or cut.start >= kept[-1].end:
            kept.append(cut)
    return kept


def mark(lines: Sequence[Line], reasons: list[str | None]) -> None:
    """Mark the quoted lines: those with ">", and everything from a mail header on."""
    for at, line in enumerate(lines):
        if line.text[0] == ">":
            reasons[at] = "quoted"
    _mark_strays(lines, reasons)
    for at in range(len(lines)):
        count = 0 if reasons[at] else _header(lines, at)
        if not count:
            continue
        after = at + count
        marked_below = any(reasons[after : after + 2])
        end = after if marked_below else len(lines)
        reasons[at:end] = ["quoted"] * (end - at)


def _mark_strays(lines: Sequence[Line], reasons: list[str | None]) -> None:
    """Mark the last words of a quoted line that was wrapped once more: a line of their own, without ">"."""
    for at in range(1, len(lines) - 1):
        between = reasons[at - 1] and reasons[at + 1] and not reasons[at]
        if between and len(lines[at].text) <= _STRAY and lines[at - 1].block == lines[at + 1].block:
            reasons[at] = "quoted"


def _header(lines: Sequence[Line], at: int) -> int:
    """Give how many lines at `at` introduce earlier messages."""
    text = lines[at].text
    if text[0] in "-_*" or text[-1] in "-_:":
        bare = text.strip("-_*: ").casefold()
        if bare in _dividers() and bare != text.casefold():
            return 1
    return _wrote(lines, at) or _mail_header(lines, at)


def _wrote(lines: Sequence[Line], at: int) -> int:
    joined = ""
    for count, line in enumerate(lines[at : at + 3], 1):
        joined = f"{joined} {line.text}" if joined else line.text
        if line.text[-1] == ":":
            return count if _is_wrote(joined) else 0
    return 0


def _is_wrote(line: str) -> bool:
    if len(line) > 300 or not any(map(str.isdigit, line)):  # noqa: PLR2004 - longer than any such header
        return _has_verb(line) and "@" in line and "<" in line and len(line) < 200  # noqa: PLR2004
    return bool(_GMAIL.match(line)) or (_has_verb(line) and (line[0].isupper() or line[0].isdigit()))


def _has_verb(line: str) -> bool:
    lowered = line.casefold()
    return any(verb in lowered for verb in phrases("reading", "quoted", "verbs"))


def _mail_header(lines: Sequence[Line], at: int) -> int:
    if _label(lines[at].text) not in _from():
        return 0
    labels = [_label(line.text) for line in lines[at + 1 : at + _HEADER_LINES]]
    known = sum(label in _headers() for label in labels)
    return 1 if known >= 2 else 0  # noqa: PLR2004 - "From:" alone may be a sender in a form


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
