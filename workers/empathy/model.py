"""What the scorer takes and gives. Pure values: no ids of people, no clock, no network."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Band(StrEnum):
    """The four bands, and the respectable fifth result."""

    NEEDS_A_LOOK = "needs_a_look"
    MIXED = "mixed"
    GOOD = "good"
    STRONG = "strong"
    NOT_SCORED = "not_scored"


class Confidence(StrEnum):
    """How far the result can be relied on."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class NotScored(StrEnum):
    """Why a conversation was not scored."""

    LANGUAGE = "language"
    TOO_SHORT = "too_short"
    ONE_SIDED = "one_sided"
    BOT_ONLY = "bot_only"
    NO_AGENT_REPLY = "no_agent_reply"


@dataclass(frozen=True, slots=True)
class Message:
    """One turn. `author` is a pseudonym such as "a1"; `at` is ISO 8601 or None."""

    id: str
    role: Literal["customer", "agent", "bot"]
    body: str
    author: str | None = None
    at: str | None = None
    public: bool = True
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """Ordered messages, oldest first. Only public agent replies are judged."""

    id: str | None
    messages: tuple[Message, ...]
    subject: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One finding: always `message.body[start:end] == quote`, offsets in code points of the original text.

    `sure` is how likely the reader holds it to be, 0 to 1; None where a rule alone says it.
    """

    marker: str
    rule: str
    polarity: Literal["+", "-"]
    message: str
    start: int
    end: int
    quote: str
    counted: bool
    why: str | None = None
    sure: float | None = None


@dataclass(frozen=True, slots=True)
class NotCounted:
    """A part of a reply that was left out (signature, quoted text, code …) and why."""

    message: str
    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class AgentResult:
    """The result of one agent where several wrote; `author` is the pseudonym."""

    author: str
    band: Band
    score: int | None


@dataclass(frozen=True, slots=True)
class Strength:
    """What worked well: the marker, the note's words for it, and a few words of the reply, cut with "…"."""

    marker: str
    sentence: str
    quote: str


@dataclass(frozen=True, slots=True)
class Idea:
    """The one idea: its slug (an `Empathy idea` option), a sentence, and what the sentence builds on."""

    slug: str
    sentence: str
    example: str | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """The result for one conversation. `score` is 0..100, None when not scored; `replies` are the ids assessed.

    `shown` holds groups of markers in a fixed order, `strengths` at most two.
    """

    id: str | None
    band: Band
    score: int | None
    confidence: Confidence
    not_scored: NotScored | None
    shown: tuple[str, ...]
    strengths: tuple[Strength, ...]
    idea: Idea | None
    customer_feeling: str
    agents: tuple[AgentResult, ...]
    evidence: tuple[Evidence, ...]
    not_counted: tuple[NotCounted, ...]
    replies: tuple[str, ...]
    version: str
