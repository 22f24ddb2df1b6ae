"""The whole: a conversation in, an assessment out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.empathy import formula
from workers.empathy.across import ACROSS, REASONS, UNSEEN, with_blocks
from workers.empathy.advice import idea, shown, strengths
from workers.empathy.before import Before, Turn
from workers.empathy.context import Reply, reply_to
from workers.empathy.detect import detect
from workers.empathy.history import History
from workers.empathy.model import AgentResult, Assessment, Band, Confidence, NotCounted, NotScored
from workers.empathy.text import read
from workers.empathy.trust import confidence, why_not_scored
from workers.empathy.weigh import Scales, Weighed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workers.empathy.across import Spot, Times
    from workers.empathy.model import Conversation

VERSION = "1.1.0/en"


def assess(conversation: Conversation, seen: Mapping[Spot, Times] = UNSEEN) -> Assessment:
    """Return the assessment of the agents' public replies in a conversation.

    `seen` tells in how many other tickets a sentence stands; it is all that is known of them.
    Without a score there may still be evidence: it helps whoever tries a reply of their own.
    """
    replies = read_replies(conversation)
    reason = why_not_scored(conversation, replies)
    weighed = () if reason is NotScored.LANGUAGE else _weighed(replies, seen)
    if reason:
        return _not_scored(conversation, replies, weighed, reason)
    points = formula.score(replies, weighed)
    band = formula.band(points)
    return Assessment(
        id=conversation.id,
        band=band,
        score=points,
        confidence=confidence(replies),
        not_scored=None,
        shown=shown(weighed),
        strengths=strengths(weighed),
        idea=idea(band, replies, weighed),
        customer_feeling=replies[-1].before.feeling.kind,
        agents=_agents(replies, weighed),
        evidence=tuple(one.evidence() for one in weighed),
        not_counted=_not_counted(replies, weighed),
        replies=tuple(reply.message.id for reply in replies),
        version=VERSION,
    )


def _weighed(replies: tuple[Reply, ...], seen: Mapping[Spot, Times]) -> tuple[Weighed, ...]:
    scales = Scales(seen)
    return with_blocks([one for reply in replies for one in scales.weigh(reply, detect(reply))])


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


def _agents(replies: tuple[Reply, ...], weighed: tuple[Weighed, ...]) -> tuple[AgentResult, ...]:
    authors = dict.fromkeys(reply.author for reply in replies)
    return tuple(
        AgentResult(author, formula.band(points), points)
        for author in authors
        for points in [
            formula.score(
                [reply for reply in replies if reply.author == author],
                [one for one in weighed if one.reply.author == author],
            )
        ]
    )


def _not_counted(replies: tuple[Reply, ...], weighed: tuple[Weighed, ...]) -> tuple[NotCounted, ...]:
    """Return what was left out of the replies, and the evidence that did not count for being no one's own words."""
    parts = [
        NotCounted(reply.message.id, part.start, part.end, part.reason)
        for reply in replies
        for part in reply.reading.left_out
    ]
    evidence = [one.evidence() for one in weighed if one.why in {"repeated", *REASONS}]
    parts += dict.fromkeys(
        NotCounted(one.message, one.start, one.end, ACROSS if one.why in REASONS else one.why or "")
        for one in evidence
    )
    order = {reply.message.id: at for at, reply in enumerate(replies)}
    return tuple(sorted(parts, key=lambda part: (order[part.message], part.start, part.end, part.reason)))


def _not_scored(
    conversation: Conversation, replies: tuple[Reply, ...], weighed: tuple[Weighed, ...], reason: NotScored
) -> Assessment:
    return Assessment(
        id=conversation.id,
        band=Band.NOT_SCORED,
        score=None,
        confidence=Confidence.LOW,
        not_scored=reason,
        shown=(),
        strengths=(),
        idea=None,
        customer_feeling=replies[-1].before.feeling.kind if replies else "none_expressed",
        agents=(),
        evidence=tuple(one.evidence() for one in weighed),
        not_counted=_not_counted(replies, weighed),
        replies=tuple(reply.message.id for reply in replies),
        version=VERSION,
    )
