"""A conversation as it was heard: the replies of its agents, and what was found in each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workers.empathy.before import Before, Turn
from workers.empathy.context import Reply, reply_to
from workers.empathy.detect import detect
from workers.empathy.history import History
from workers.empathy.model import NotScored
from workers.empathy.text import read
from workers.empathy.trust import why_not_scored

if TYPE_CHECKING:
    from workers.empathy.finding import Finding
    from workers.empathy.model import Conversation


@dataclass(frozen=True, slots=True)
class Heard:
    """All that takes time. `found` has the findings of each reply, none in a language that is not understood."""

    conversation: Conversation
    replies: tuple[Reply, ...]
    found: tuple[tuple[Finding, ...], ...]
    not_scored: NotScored | None


def hear(conversation: Conversation) -> Heard:
    """Read a conversation, and find what its agents' public replies show."""
    replies = read_replies(conversation)
    reason = why_not_scored(conversation, replies)
    understood = reason is not NotScored.LANGUAGE
    return Heard(conversation, replies, tuple(detect(reply) if understood else () for reply in replies), reason)


def read_replies(conversation: Conversation) -> tuple[Reply, ...]:
    """Return the public replies of agents, each with what the customer had written before it."""
    public = [message for message in conversation.messages if message.public]
    last = max((at for at, message in enumerate(public) if message.role == "agent"), default=-1)
    before = Before().with_turn(Turn(read(conversation.subject))) if conversation.subject else Before()
    history = History()
    replies: list[Reply] = []
    for at, message in enumerate(public):
        reading = read(message.body, earlier=history)
        history = history.after(message.body)
        if message.role == "customer":
            before = before.with_turn(Turn(reading, opening=not replies))
        elif message.role == "agent":
            replies.append(reply_to(message, reading, before, replies, last=at == last))
    return tuple(replies)
