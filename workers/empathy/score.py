"""The whole: a conversation in, an assessment out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.empathy import formula
from workers.empathy.across import ACROSS, REASONS, UNSEEN
from workers.empathy.advice import idea, shown, strengths
from workers.empathy.hear import hear
from workers.empathy.model import AgentResult, Assessment, Band, Confidence, NotCounted
from workers.empathy.trust import confidence
from workers.empathy.weigh import weigh

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workers.empathy.across import Spot, Times
    from workers.empathy.context import Reply
    from workers.empathy.hear import Heard
    from workers.empathy.model import Conversation, NotScored
    from workers.empathy.weigh import Weighed

VERSION = "1.2.0/en"


def assess(conversation: Conversation, seen: Mapping[Spot, Times] = UNSEEN) -> Assessment:
    """Return the assessment of the agents' public replies in a conversation: `judge` of what `hear` finds."""
    return judge(hear(conversation), seen)


def judge(heard: Heard, seen: Mapping[Spot, Times] = UNSEEN) -> Assessment:
    """Return the assessment of what was heard.

    `seen` tells in how many other tickets a sentence stands; it is all that is known of them.
    Without a score there may still be evidence: it helps whoever tries a reply of their own.
    """
    weighed = weigh(heard, seen)
    if heard.not_scored:
        return _not_scored(heard, weighed, heard.not_scored)
    replies = heard.replies
    points = formula.score(replies, weighed)
    band = formula.band(points)
    return Assessment(
        id=heard.conversation.id,
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


def _not_scored(heard: Heard, weighed: tuple[Weighed, ...], reason: NotScored) -> Assessment:
    replies = heard.replies
    return Assessment(
        id=heard.conversation.id,
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
