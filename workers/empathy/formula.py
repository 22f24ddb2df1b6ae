"""The score: the care shown, what was called for and is missing, and what stands against it. See docs/scoring.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.empathy.across import stock_sentences
from workers.empathy.care import best, care
from workers.empathy.model import Band
from workers.empathy.needs import missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workers.empathy.context import Reply
    from workers.empathy.weigh import Weighed

START = 40.0
"""The score of a reply that shows nothing and of which nothing is called for."""
HALF_WAY = 3.0
"""The care with which a score is half way from the start to 100: each further kind adds less."""
MISSING = 2.0
"""Points for each unit of weight that was called for and is missing."""
STOCK_SHARE = 0.5
COSTS = {
    "judged": 25,
    "dismissed_feeling": 22,
    "asked_to_repeat": 15,
    "raised_voice": 15,
    "guessed_feeling": 15,
    "assumed": 10,
    "condescended": 10,
    "own_opinion": 10,
    "no_owner": 8,
    "company_we": 5,
    "late_acknowledgement": 4,
    "step_dump": 4,
    "abrupt_end": 2,
    "scripted": 4,
}
HARD = frozenset({"judged", "dismissed_feeling", "asked_to_repeat", "raised_voice"})
BANDS = ((Band.STRONG, 70), (Band.GOOD, 50), (Band.MIXED, 35))
TOP_OF_MIXED = 49
FACTUAL = 10
"""What a reply may cost and still be a plain factual answer."""


def score(replies: Sequence[Reply], weighed: Sequence[Weighed]) -> int:
    """Return 0..100 for replies and what was found in them."""
    shown = _authentic(replies, weighed) * care(replies, weighed)
    points = risen(shown) - MISSING * missing(replies, best(weighed)) - cost(weighed, COSTS)
    return _bounded(round(points), replies, weighed)


def risen(shown: float) -> float:
    """Return the points of so much care."""
    return START + (100 - START) * shown / (shown + HALF_WAY)


def band(points: int) -> Band:
    """Return the band of a score."""
    return next((name for name, least in BANDS if points >= least), Band.NEEDS_A_LOOK)


def caps(one: Weighed, replies: Sequence[Reply]) -> bool:
    """Whether a finding caps the score: a hard one that no later reply takes back."""
    if not one.counted or one.marker not in HARD:
        return False
    at = next((at for at, reply in enumerate(replies) if reply.message.id == one.reply.message.id), len(replies))
    return not any(reply.takes_back for reply in replies[at + 1 :])


def _authentic(replies: Sequence[Reply], weighed: Sequence[Weighed]) -> float:
    """Return 1, less up to STOCK_SHARE for the share of stock phrases and sentences repeated across tickets."""
    said = sum(len(reply.said) for reply in replies)
    return 1 - STOCK_SHARE * stock_sentences(weighed) / max(said, 1)


def cost(weighed: Sequence[Weighed], markers: Iterable[str]) -> float:
    """Return the points that anti-markers cost: the surest of a kind in full, each further one half.

    What was read, and not found by a rule, costs in the measure in which it is sure.
    """
    return sum(COSTS[marker] * _times(weighed, marker) for marker in markers)


def _times(weighed: Sequence[Weighed], marker: str) -> float:
    sure = sorted((one.sure for one in weighed if one.marker == marker and one.counted), reverse=True)
    return sum(sure[:1]) + sum(sure[1:]) / 2


def _bounded(points: int, replies: Sequence[Reply], weighed: Sequence[Weighed]) -> int:
    if any(caps(one, replies) for one in weighed):
        points = min(points, TOP_OF_MIXED)
    calm = not any(reply.before.upset for reply in replies)
    if calm and cost(weighed, COSTS) <= FACTUAL:
        points = max(points, BANDS[-1][1])
    return min(max(points, 0), 100)
