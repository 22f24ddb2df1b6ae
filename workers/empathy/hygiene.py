"""What in a message is not the writer's own words, line by line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workers.empathy import machine, quoted
from workers.empathy.lines import lines
from workers.empathy.markup import OBJECT
from workers.empathy.view import Cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workers.empathy.history import History
    from workers.empathy.lines import Line

_HOLE = re.compile(
    r"(?P<url>\b(?:https?://|ftp://|file://|www\.)[^\s<>\"\ufffc`]+)"
    r"|(?P<redacted>[\u2580-\u259f]+)|(?P<code>`[^`\n]{1,80}`)"
)
_URL_END = ".,;:!?)]}'*"
_DIVIDER = "-=_*~#+|.\u2014\u2022\u00b7\ufffc> "
_MOST_SIGNATURE_LINES = 12


def own_lines(text: str, masked: str, history: History) -> tuple[list[Line], list[Cut]]:
    """Give the lines of the masked text that may hold the writer's words, and what was cut, in order."""
    cuts = quoted.stretches(text, history)
    found = list(lines(masked, cuts))
    reasons: list[str | None] = [None] * len(found)
    quoted.mark(found, reasons)
    machine.mark(found, reasons)
    _mark_signature(found, reasons)
    _mark_wordless(text, found, reasons)
    cuts += [Cut(line.start, line.end, reason) for line, reason in zip(found, reasons, strict=True) if reason]
    return _kept(found, reasons), sorted(cuts)


def holes(text: str) -> list[Cut]:
    """Give the web addresses, redaction bars and `code`, in order: a sentence goes on around them."""
    if "://" not in text and "www." not in text and "`" not in text and text.isascii():
        return []
    return [
        Cut(found.start(), found.start() + len(found[0].rstrip(_URL_END) or found[0]), found.lastgroup or "")
        for found in _HOLE.finditer(text)
    ]


def mask(text: str, gaps: Sequence[Cut]) -> str:
    """Put U+FFFC for every character of the gaps."""
    pieces: list[str] = []
    position = 0
    for start, end, _ in gaps:
        pieces += [text[position:start], OBJECT * (end - start)]
        position = end
    return "".join([*pieces, text[position:]]) if gaps else text


def _mark_signature(found: Sequence[Line], reasons: list[str | None]) -> None:
    """Mark what follows "-- " (RFC 3676, 4.3) where little enough follows to be a signature."""
    for at, line in enumerate(found):
        if line.text in {"--", "\u2014"} and not reasons[at]:
            after = [place for place in range(at, len(found)) if not reasons[place]]
            if len(after) <= _MOST_SIGNATURE_LINES:
                for place in after:
                    reasons[place] = "signature"
            return


def _mark_wordless(text: str, found: Sequence[Line], reasons: list[str | None]) -> None:
    """Mark the lines with nothing but web addresses, and those that only divide."""
    for at, line in enumerate(found):
        if reasons[at] or line.text.strip(_DIVIDER):
            continue
        hole = _HOLE.search(text, line.start, line.end)
        reasons[at] = hole.lastgroup if hole else "markup"


def _kept(found: Sequence[Line], reasons: Sequence[str | None]) -> list[Line]:
    kept: list[Line] = []
    shift = 0
    for line, reason in zip(found, reasons, strict=True):
        if reason:
            shift += 1
        else:
            kept.append(line._replace(block=line.block + shift) if shift else line)
    return kept
