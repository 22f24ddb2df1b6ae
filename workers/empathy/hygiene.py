"""What in a message is not the writer's own words, line by line."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from workers.empathy import machine, quoted
from workers.empathy.lines import lines
from workers.empathy.markup import OBJECT
from workers.empathy.view import Cut, apart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workers.empathy.history import History
    from workers.empathy.lines import Line

# Each begins with a letter or sign of its own, so that a search is fast.
_URL = re.compile(r"(?:https?://|ftp://|file://|www\.)[^\s<>\"\ufffc`]+")
_REDACTED = re.compile(r"[\u2580-\u259f]+")
_CODE = re.compile(r"`[^`\n]{1,80}`")
_URL_END = ".,;:!?)]}'*"
_DIVIDER = "-=_*~#+|.\u2014\u2022\u00b7\ufffc> "
_MOST_SIGNATURE_LINES = 12


def own_lines(text: str, gaps: Sequence[Cut], history: History) -> tuple[list[Line], list[Cut]]:
    """Give the lines that may hold the writer's words, with U+FFFC in the gaps, and what was cut, in order."""
    cuts = quoted.stretches(text, history)
    found = list(lines(mask(text, gaps), cuts))
    reasons: list[str | None] = [None] * len(found)
    quoted.mark(found, reasons)
    machine.mark(found, reasons)
    _mark_signature(found, reasons)
    _mark_wordless(gaps, found, reasons)
    cuts += [Cut(line.start, line.end, reason) for line, reason in zip(found, reasons, strict=True) if reason]
    return _kept(found, reasons), sorted(cuts)


def holes(text: str) -> list[Cut]:
    """Give the web addresses, redaction bars and `code`, in order: a sentence goes on around them."""
    found: list[Cut] = []
    if "://" in text or "www." in text:
        for url in _URL.finditer(text):
            end = url.start() + len(url[0].rstrip(_URL_END) or url[0])
            found.append(Cut(url.start(), end, "url"))
    if "`" in text:
        found += [Cut(code.start(), code.end(), "code") for code in _CODE.finditer(text)]
    if not text.isascii():
        found += [Cut(bar.start(), bar.end(), "redacted") for bar in _REDACTED.finditer(text)]
    return apart(found)


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


def _mark_wordless(gaps: Sequence[Cut], found: Sequence[Line], reasons: list[str | None]) -> None:
    """Mark the lines with nothing but web addresses, and those that only divide."""
    for at, line in enumerate(found):
        if reasons[at] or line.text.strip(_DIVIDER):
            continue
        gap = bisect_left(gaps, (line.start,))
        reasons[at] = gaps[gap].reason if gap < len(gaps) and gaps[gap].start < line.end else "markup"


def _kept(found: Sequence[Line], reasons: Sequence[str | None]) -> list[Line]:
    kept: list[Line] = []
    shift = 0
    for line, reason in zip(found, reasons, strict=True):
        if reason:
            shift += 1
        else:
            kept.append(line._replace(block=line.block + shift) if shift else line)
    return kept
