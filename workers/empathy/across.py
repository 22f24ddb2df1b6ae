"""Sentences that stand in other tickets too: kind wording in them counts little, deeds and facts as ever."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from workers.empathy.finding import Finding
from workers.empathy.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workers.empathy.lexicon import Rule
    from workers.empathy.weigh import Weighed

Spot = tuple[str, int]
"""Where a sentence stands: the id of its message, and its start there."""


class Times(NamedTuple):
    """In how many other tickets a sentence was written by the same agent, and by anyone of the desk."""

    own: int
    desk: int


UNSEEN: Mapping[Spot, Times] = {}

HEARING = frozenset({"acknowledged", "validated_feeling", "paraphrased", "apologised"})
WORDING = HEARING | {"thanked", "inclusive_we", "open_door", "closing_offer"}
"""Markers of kind wording. What was done, the steps and the questions are rightly the same in like tickets."""
LEAST_OWN = 3
"""Twice or thrice one writes the same by chance; in the fourth ticket it is a habit."""
LEAST_DESK = 10
"""Colleagues hit on the same words more easily; from here on it is a text block, whoever sends it."""
BLOCK = f"in {LEAST_DESK} or more other tickets"
REASONS = frozenset({*(f"in {times} other tickets" for times in range(LEAST_OWN, LEAST_DESK)), BLOCK})
"""Why a finding in a repeated sentence does not count; how many tickets precisely is nobody's business."""
ACROSS = "repeated across tickets"
"""The same in one fixed word, for the list of what was not counted."""
BY_REPETITION = "en.scripted.2"


def reason(times: Times | None) -> str | None:
    """Return why kind wording in a sentence does not count; None if it is not repeated."""
    if times is None or (times.own < LEAST_OWN and times.desk < LEAST_DESK):
        return None
    most = max(times)
    return BLOCK if most >= LEAST_DESK else f"in {most} other tickets"


def with_blocks(weighed: Sequence[Weighed]) -> tuple[Weighed, ...]:
    """Add that a sentence is scripted where its kind wording is a text block and no rule has said so."""
    scripted = {one.sentence for one in weighed if one.marker == "scripted"}
    found: list[Weighed] = []
    for one in weighed:
        if one.why == BLOCK and one.sentence not in scripted:
            scripted.add(one.sentence)
            said = one.finding.said
            found.append(replace(one, finding=Finding(_by_repetition(), said, 0, len(said.sentence.text)), why=None))
        found.append(one)
    return tuple(found)


def habit(weighed: Sequence[Weighed]) -> Weighed | None:
    """Return the first finding by which the customer was heard, but in a sentence that others read too."""
    return next((one for one in weighed if one.marker in HEARING and one.why in REASONS), None)


def stock_sentences(weighed: Sequence[Weighed]) -> float:
    """Return how many sentences are stock phrases; one that is repeated, but no text block, is half of one."""
    stock = {one.sentence for one in weighed if one.marker == "scripted"}
    repeated = {one.sentence for one in weighed if one.why in REASONS}
    return len(stock) + len(repeated - stock) / 2


@cache
def _by_repetition() -> Rule:
    return next(rule for rule in lexicon().rules if rule.id == BY_REPETITION)
