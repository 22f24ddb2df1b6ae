"""An assessment by hand, with evidence that lies where it says."""

from __future__ import annotations

from dataclasses import replace

from workers.empathy.model import (
    AgentResult,
    Assessment,
    Band,
    Confidence,
    Conversation,
    Evidence,
    Idea,
    Message,
    NotCounted,
    NotScored,
    Strength,
)

REPLY = "I'm sorry the parcel is late. I'll call the depot today. Your claim has been forwarded.\n-- \nSam"
TALK = Conversation(
    id="4711",
    messages=(
        Message("1", "customer", "I am so annoyed: the parcel is a week late.", author="c1"),
        Message("2", "agent", REPLY, author="a1"),
        Message("3", "agent", "Between us: odd address.", author="a1", public=False),
    ),
)


def evidence(marker: str, quote: str, **changes: object) -> Evidence:
    start = REPLY.index(quote)
    found = Evidence(marker, f"en.{marker}.1", "+", "2", start, start + len(quote), quote, counted=True)
    return replace(found, **changes)


GOOD = Assessment(
    id="4711",
    band=Band.GOOD,
    score=71,
    confidence=Confidence.HIGH,
    not_scored=None,
    shown=("acknowledged", "owner_and_time"),
    strengths=(Strength("commitment", "Clear owner and time", "I'll call the depot today"),),
    idea=Idea("confirm_fix", "One question at the end would do.", "Has it arrived?"),
    customer_feeling="frustrated",
    agents=(AgentResult("a1", Band.GOOD, 71),),
    evidence=(
        evidence("acknowledged", "I'm sorry the parcel is late"),
        evidence("apologised", "I'm sorry", counted=False, why="said in the same words before"),
        evidence("commitment", "I'll call the depot today"),
        evidence("no_owner", "Your claim has been forwarded", polarity="-"),
    ),
    not_counted=(NotCounted("2", REPLY.index("--"), len(REPLY), "signature"),),
    replies=("2",),
    version="1.0.0/en",
)
NOT_SCORED = replace(
    GOOD,
    id=None,
    band=Band.NOT_SCORED,
    score=None,
    confidence=Confidence.LOW,
    not_scored=NotScored.ONE_SIDED,
    shown=(),
    strengths=(),
    idea=None,
    customer_feeling="none_expressed",
)
