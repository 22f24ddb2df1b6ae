"""Assessments to compose from, written by hand."""

from __future__ import annotations

from dataclasses import replace

from workers.empathy.model import AgentResult, Assessment, Band, Confidence, Idea, NotCounted, NotScored, Strength

GOOD = Assessment(
    id="4711",
    band=Band.GOOD,
    score=71,
    confidence=Confidence.HIGH,
    not_scored=None,
    shown=("acknowledged", "owner_and_time"),
    strengths=(
        Strength(
            "paraphrased",
            "Said the problem back",
            "you're trying to move the billing date, but the page times out",
        ),
        Strength("commitment", "Clear owner and time", "I'll check with Payments tomorrow and write to you"),
    ),
    idea=Idea(
        "acknowledge_first",
        "The customer wrote “really frustrated”; a line before the steps would do.",
        "That is frustrating, above all on renewal day.",
    ),
    customer_feeling="frustrated",
    agents=(AgentResult("a1", Band.GOOD, 71),),
    evidence=(),
    not_counted=(NotCounted("2", 0, 4, "signature"), NotCounted("2", 5, 9, "quoted")),
    replies=("2", "4"),
    version="1.0.0/en",
)
STRONG = replace(GOOD, band=Band.STRONG, score=88, idea=None)
NOT_SCORED = replace(
    GOOD,
    band=Band.NOT_SCORED,
    score=None,
    confidence=Confidence.LOW,
    not_scored=NotScored.LANGUAGE,
    shown=(),
    strengths=(),
    idea=None,
    evidence=(),
)
