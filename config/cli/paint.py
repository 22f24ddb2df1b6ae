"""Text for a terminal: spans of it in colour, and nothing in it that a terminal would obey."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

_UNSAFE = [*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_SAFE = dict.fromkeys(_UNSAFE, "\N{REPLACEMENT CHARACTER}") | {ord("\r"): "", ord("\n"): "\n", ord("\t"): "\t"}


class Span(NamedTuple):
    """A part of a text and how it looks; where parts overlap, the higher rank shows."""

    start: int
    end: int
    rank: int
    color: str | None


def clean(text: str) -> str:
    """Return the text without escape sequences and direction overrides: a ticket must not steer the terminal."""
    return text.translate(_SAFE)


def paint(text: str, spans: Sequence[Span]) -> str:
    """Return the text with its spans in their colours; a span of no colour is dim."""
    inside = {min(max(edge, 0), len(text)) for span in spans for edge in (span.start, span.end)}
    return "".join(
        _styled(clean(text[start:end]), [span for span in spans if span.start <= start < span.end])
        for start, end in pairwise(sorted({0, len(text)} | inside))
    )


def _styled(text: str, spans: Sequence[Span]) -> str:
    top = max(spans, key=lambda span: span.rank, default=None)
    if top is None:
        return text
    return click.style(text, fg=top.color, bold=True) if top.color else click.style(text, dim=True)


def on_one_line(text: str) -> str:
    """Return the text clean and without line breaks: a title must not pass for a line of ours."""
    return " ".join(clean(text).split())


def shortened(text: str, most: int) -> str:
    """Return the text on one line of at most `most` characters."""
    line = on_one_line(text)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
