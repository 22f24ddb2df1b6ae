"""What in a message is not the writer's own words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workers.empathy.view import Cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_URL = re.compile(r"\b(?:https?://|ftp://|file://|www\.)[^\s<>\"]+")
_HOLE = re.compile(r"(?P<url>\b(?:https?://|ftp://|file://|www\.)[^\s<>\"\ufffc]+)|(?P<redacted>[\u2580-\u259f]+)")
_URL_END = ".,;:!?)]}'"


def blocks(text: str, earlier: Sequence[str]) -> list[Cut]:
    """Give the stretches of whole lines that do not count, in order."""
    del earlier
    cuts = []
    position = 0
    for raw in text.split("\n"):
        line = raw.strip()
        if line:
            start = position + raw.index(line[0])
            reason = _reason(line)
            if reason:
                cuts.append(Cut(start, start + len(line), reason))
        position += len(raw) + 1
    return cuts


def _reason(line: str) -> str | None:
    if line.startswith(">"):
        return "quoted"
    rest = _HOLE.sub("", line)
    if any(map(str.isalnum, rest)):
        return None
    if rest != line:
        return "url"
    return "markup" if not rest.strip("-=_*~#+|. ") else None


def inline(text: str, cuts: Sequence[Cut]) -> list[Cut]:
    """Give the web addresses and redaction bars within the lines that count, in order."""
    return list(_holes(text, cuts))


def _holes(text: str, cuts: Sequence[Cut]) -> Iterator[Cut]:
    position = 0
    for cut in (*cuts, Cut(len(text), len(text), "")):
        for found in _HOLE.finditer(text, position, cut.start):
            shown = found[0].rstrip(_URL_END) or found[0]
            yield Cut(found.start(), found.start() + len(shown), found.lastgroup or "")
        position = cut.end
