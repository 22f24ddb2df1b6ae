"""Whether a conversation can be scored at all, and how far the score can be relied on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.empathy.language import english
from workers.empathy.model import Confidence, NotScored
from workers.empathy.needs import NEEDS
from workers.empathy.signals import says

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workers.empathy.context import Reply
    from workers.empathy.model import Conversation

LEAST_WORDS = 10
ENGLISH = 0.5
SURELY_ENGLISH = 0.8
ENOUGH_NEEDS = 3
CUSTOMER_FOREIGN, CUSTOMER_DOUBTFUL = 0.2, 0.3
"""Customers write a word or two, names and codes: below these, what they wrote is not, or hardly, English."""


def why_not_scored(conversation: Conversation, replies: Sequence[Reply]) -> NotScored | None:
    """Return the reason why there is nothing to score, or None."""
    roles = {message.role for message in conversation.messages if message.public}
    if "agent" not in roles:
        return NotScored.BOT_ONLY if "bot" in roles else NotScored.NO_AGENT_REPLY
    if "customer" not in roles:
        return NotScored.ONE_SIDED
    if sum(reply.reading.words for reply in replies) < LEAST_WORDS:
        return NotScored.TOO_SHORT
    if _english(replies) < ENGLISH or _customer_english(replies) < CUSTOMER_FOREIGN:
        return NotScored.LANGUAGE
    return None


def confidence(replies: Sequence[Reply]) -> Confidence:
    """Return high where enough was called for in clear English, low where words may mean their opposite."""
    ironic = any(says("irony", said.line) for reply in replies for said in reply.said)
    ironic = ironic or any(says("irony", line) for line in replies[-1].before.lines())
    if ironic or _english(replies) < SURELY_ENGLISH or _customer_english(replies) < CUSTOMER_DOUBTFUL:
        return Confidence.LOW
    due = sum(need.due(replies) > 0 for need in NEEDS)
    return Confidence.HIGH if due >= ENOUGH_NEEDS else Confidence.MEDIUM


def _customer_english(replies: Sequence[Reply]) -> float:
    turns = replies[-1].before.turns
    return english("\n".join(sentence.text for turn in turns for sentence in turn.reading.sentences))


def _english(replies: Sequence[Reply]) -> float:
    return english("\n".join(said.sentence.text for reply in replies for said in reply.said))
