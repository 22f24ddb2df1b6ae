"""What Heard has to beat: a crude keyword rule, and VADER as it comes. Both read the last message alone."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

if TYPE_CHECKING:
    from collections.abc import Mapping

KEYWORDS = {
    "acknowledged": ("understand", "i see", "hear that"),
    "validated_feeling": ("sorry to hear", "frustrat", "annoying", "must be"),
    "paraphrased": ("you mentioned", "so you", "you said"),
    "asked_specific": ("?",),
    "thanked": ("thank",),
    "apologised": ("sorry", "apolog"),
    "action_done": ("i've", "i have", "we've", "we have"),
    "commitment": ("i'll", "i will", "we'll", "we will"),
    "clear_steps": ("click", "go to", "step"),
    "confirmed_fix": ("let me know if", "does that", "did that"),
    "open_door": ("anything else", "feel free", "happy to help"),
    "judged": ("you should have", "your fault", "obviously"),
    "dismissed_feeling": ("nothing we can do", "calm down", "not a big deal"),
    "no_owner": ("has been", "will be"),
    "scripted": ("inconvenience", "valued", "important to us"),
    "raised_voice": ("!!",),
}
"""Parts of words, by the marker for which somebody in a hurry would take them."""


CHEERFUL = 0.05
"""Where VADER's authors draw the line: from here on a text is positive, from its negative on negative."""

UNKIND = frozenset({"judged", "dismissed_feeling", "no_owner", "scripted", "raised_voice"})


def keywords(text: str) -> dict[str, int]:
    """Return how often the words of each family occur."""
    plain = text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return {marker: sum(map(plain.count, words)) for marker, words in KEYWORDS.items()}


def keyword_score(hits: Mapping[str, int]) -> int:
    """Return the kind hits less the unkind ones."""
    return sum(-count if marker in UNKIND else count for marker, count in hits.items())


def compound(text: str) -> float:
    """Return stock VADER's verdict, -1 to 1."""
    return float(_vader().polarity_scores(text)["compound"])


@cache
def _vader() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()
