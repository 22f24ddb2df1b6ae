"""Assessment -> internal note: at most twelve short lines about the text, strengths first, at most one idea.

Plain text first, the same lines as escaped HTML from it. What is quoted is short, masked and harmless to templates.
"""

from __future__ import annotations

import re
from collections import Counter
from html import escape
from typing import TYPE_CHECKING

from config.accounts import NotePolicy
from integrations.model import Note
from workers.empathy.model import Band, Confidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workers.empathy.model import Assessment, Idea, NotCounted

BANDS = {
    Band.NEEDS_A_LOOK: "Needs a look",
    Band.MIXED: "Mixed",
    Band.GOOD: "Good",
    Band.STRONG: "Strong",
    Band.NOT_SCORED: "Not scored",
}
LEFT_OUT = {
    "quoted": "quoted text",
    "auto_text": "automatic text",
    "footer": "legal footer",
    "survey": "survey footer",
    "code": "code",
    "log": "log lines",
    "redacted": "redacted text",
    "repeated": "repeated lines",
    "repeated across tickets": "lines that stand in other tickets too",
    "generic phrase": "stock phrases",
}
"""Reasons in words; those not named here say themselves, `UNSAID` go without saying."""
UNSAID = frozenset({"url", "markup", "greeting", "closing"})
MOST_LEFT_OUT = 3
QUOTE_LENGTH = 200

DISAGREE = 'See it differently? Set "Empathy review" to Disagree. '
DISCLAIMER = "Automatic, may be wrong; not an appraisal."

_MASKS = (
    (re.compile(r"\S+@\S+\.\w+"), "[address]"),
    (re.compile(r"(?:https?://|www\.)\S+"), "[link]"),
    (re.compile(r"\+?\d[\d\s().-]{5,}\d"), "[number]"),
)
_UNSEEN = re.compile(
    "[\u00ad\ud800-\udfff\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]|[\x00-\x08\x0e-\x1f\x7f]"
)
_TEMPLATE = re.compile(r"[{}%](?=[{}%])")


def wanted(assessment: Assessment, policy: NotePolicy) -> bool:
    """Say whether a note helps: never without a result or on low confidence, else as the account wishes."""
    if assessment.not_scored or assessment.confidence is Confidence.LOW:
        return False
    if policy is NotePolicy.WHEN_USEFUL:
        return assessment.idea is not None or assessment.band is Band.STRONG
    return policy is NotePolicy.ALWAYS


def compose(assessment: Assessment, key: str = "", *, can_disagree: bool = True) -> Note:
    """Return the note; its last line carries the annotation key, by which the helpdesk can be asked for it."""
    lines = tuple(_lines(assessment, key, can_disagree=can_disagree))
    return Note("\n".join(lines), "<p>" + "<br>".join(map(_markup, lines)) + "</p>")


def harmless(text: str) -> str:
    """Return quoted text on one line, masked, without invisible characters or anything a template engine acts on."""
    text = " ".join(_UNSEEN.sub("", text[: 5 * QUOTE_LENGTH]).split())  # cut first: no pattern meets a long text
    for pattern, mask in _MASKS:
        text = pattern.sub(mask, text)
    text = _TEMPLATE.sub(lambda found: found.group() + " ", text)
    return text if len(text) <= QUOTE_LENGTH else text[: QUOTE_LENGTH - 1].rstrip() + "…"


def _lines(assessment: Assessment, key: str, *, can_disagree: bool) -> Iterator[str]:
    yield f"Empathy check: {BANDS[assessment.band]} ({_whose(assessment)})"
    if assessment.strengths:
        yield "Worked well"
        for strength in assessment.strengths:
            yield f" - {strength.sentence}: “{harmless(strength.quote)}”"
    if assessment.idea:
        yield "An idea for next time"
        yield from _idea(assessment.idea)
    if left_out := _left_out(assessment.not_counted):
        yield f"Not counted: {left_out}."
    yield (DISAGREE if can_disagree else "") + DISCLAIMER
    version, _, language = assessment.version.partition("/")
    yield f"rules {version} · {language}" + (f" · ref {key}" if key else "")


def _whose(assessment: Assessment) -> str:
    count = len(assessment.replies)
    agent = "agents'" if len(assessment.agents) > 1 else "agent's"
    return f"wording of the {agent} reply" if count == 1 else f"wording of the {agent} {count} replies"


def _idea(idea: Idea) -> Iterator[str]:
    yield f" - {harmless(idea.sentence)}"
    if idea.example:
        yield f"   e.g. “{harmless(idea.example)}”"


def _left_out(parts: Sequence[NotCounted]) -> str:
    reasons = Counter(part.reason for part in parts if part.reason not in UNSAID)
    most = sorted(reasons, key=lambda reason: (-reasons[reason], reason))[:MOST_LEFT_OUT]
    return ", ".join(LEFT_OUT.get(reason, reason.replace("_", " ")) for reason in most)


def _markup(line: str) -> str:
    return escape(line).replace("   ", "&nbsp;&nbsp;&nbsp;")
