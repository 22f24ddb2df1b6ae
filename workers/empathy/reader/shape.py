"""A sentence as a shape: function words stand for themselves, content words for their kind.

"I've put the refund through" and "I have moved the appointment" have one shape, which a model can meet again.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from workers.empathy.data import words as listed
from workers.empathy.stems import stem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Set as AbstractSet

THEIRS = "THEIRS"
"""A content word that the customer used before."""
_MOST_KEPT = 20_000


def shape(words: Sequence[str], theirs: AbstractSet[str]) -> tuple[str, ...]:
    """Return the shape of a sentence, given the stems of the customer's content words."""
    return tuple(THEIRS if stem_of(word) in theirs else kind(word) for word in words)


@lru_cache(_MOST_KEPT)
def kind(word: str) -> str:
    """Return a word itself if it is a function word or a mark, else its kind in capitals."""
    if word in _listed("plain") or not word[0].isalnum():
        return word
    return next((name for name, holds in KINDS if holds(word)), "WORD")


@lru_cache(_MOST_KEPT)
def stem_of(word: str) -> str:
    """Return the stem of a word, a number as it is."""
    return stem(word) if word[0].isalpha() else word


def _listed(name: str) -> frozenset[str]:
    return listed("en/shape", "kinds", name)


KINDS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("TIME", lambda word: word in _listed("time")),
    ("NUMBER", lambda word: any(map(str.isdigit, word)) or word in _listed("number")),
    ("PAST", lambda word: word in _listed("past") or word.endswith("ed")),
    ("ING", lambda word: word.endswith("ing")),
    ("LY", lambda word: word.endswith("ly")),
)
