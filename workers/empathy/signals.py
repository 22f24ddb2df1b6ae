"""Signals: what is no marker, but decides which markers are due (`lexicon/en/signals.toml`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.empathy.lexicon import lexicon

if TYPE_CHECKING:
    from workers.empathy.words import Line


def says(signal: str, words: Line) -> bool:
    """Whether one of a signal's patterns is in the sentence; an unknown signal is in none."""
    known = lexicon().signals.get(signal)
    if not known or known.anchors.isdisjoint(words.keys):
        return False
    return any(pattern.find(words) for pattern in known.says)


def count(signal: str, words: Line) -> int:
    """Return how often a signal's patterns are in the sentence; the space after one may begin the next."""
    found = 0
    for pattern in lexicon().signals[signal].says:
        match = pattern.find(words)
        while match:
            found += 1
            match = pattern.regex.search(words.text, match.end() - 1)
    return found
