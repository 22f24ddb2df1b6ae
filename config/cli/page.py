"""A result for people: the conversation with its evidence, the verdict, the note. It reads without colour, too."""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING

import click

from config.accounts import NotePolicy
from config.cli.paint import Span, clean, paint, shortened
from config.cli.words import NOT_SCORED
from workers.empathy.model import Confidence
from workers.note import BANDS, wanted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workers.empathy.model import Assessment, Conversation, Evidence, Message

QUOTE_LENGTH = 90
CUSTOMER_LENGTH = 240
COLORS = {"+": "green", "-": "yellow"}


def whole(conversation: Conversation, assessment: Assessment) -> str:
    """Return every turn, the agents' in full with their evidence, then the verdict."""
    turns = (line for message in conversation.messages for line in _turn(message, assessment))
    return "\n".join([*turns, *_verdict(assessment)])


def row(assessment: Assessment) -> str:
    """Return one line: id, band, score, what was shown or why there is no result, the idea."""
    shown = ", ".join(map(_words, assessment.shown)) or "-"
    if assessment.not_scored:
        shown = NOT_SCORED.get(assessment.not_scored, assessment.not_scored)
    score = "-" if assessment.score is None else str(assessment.score)
    idea = f"  idea: {_words(assessment.idea.slug)}" if assessment.idea else ""
    return f"{shortened(assessment.id or '-', 24):<16}  {BANDS[assessment.band]:<12}  {score:>3}  {shown}{idea}"


def note(text: str | None, assessment: Assessment, policy: NotePolicy) -> str:
    """Return the note as it would stand, or why there is none."""
    return f"\nNote\n{indent(clean(text), '  | ')}" if text else f"\nNo note: {_why_no_note(assessment, policy)}."


def _why_no_note(assessment: Assessment, policy: NotePolicy) -> str:
    if assessment.not_scored:
        return "there is no result"
    if assessment.confidence is Confidence.LOW:
        return "the result is too uncertain to speak of"
    if policy is NotePolicy.NEVER:
        return "the account wants none"
    if wanted(assessment, policy):
        return "the band is what the last note said"
    return "there is nothing to suggest and nothing special to praise"


def _turn(message: Message, assessment: Assessment) -> Iterator[str]:
    who = message.role.capitalize() + (f" {shortened(message.author, 24)}" if message.author else "")
    if message.role != "agent" or not message.public:
        yield click.style(who if message.public else f"{who} (private, not read)", bold=True)
        yield click.style(indent(shortened(message.body, CUSTOMER_LENGTH), "  "), dim=True) + "\n"
        return
    found = [item for item in assessment.evidence if item.message == message.id]
    yield click.style(who, bold=True)
    yield indent(paint(message.body.rstrip(), _spans(message, assessment)), "  ")
    if findings := [*map(_finding, found), *_left_out(message, assessment)]:
        yield "\n" + "\n".join(findings)
    yield ""


def _spans(message: Message, assessment: Assessment) -> list[Span]:
    """Return what shows above what: anti-markers, markers, what was found but not counted, what was left out."""
    left_out = [Span(part.start, part.end, 0, None) for part in assessment.not_counted if part.message == message.id]
    found = [item for item in assessment.evidence if item.message == message.id]
    return left_out + [_span(item) for item in found]


def _span(item: Evidence) -> Span:
    if not item.counted:
        return Span(item.start, item.end, 1, None)
    return Span(item.start, item.end, 3 if item.polarity == "-" else 2, COLORS[item.polarity])


def _finding(item: Evidence) -> str:
    quote = f"“{shortened(item.quote, QUOTE_LENGTH)}”"
    if item.counted:
        return click.style(f"  {item.polarity} {_words(item.marker)}", fg=COLORS[item.polarity]) + f"  {quote}"
    why = f" ({item.why})" if item.why else ""
    return click.style(f"    {_words(item.marker)}, not counted{why}  {quote}", dim=True)


def _left_out(message: Message, assessment: Assessment) -> Iterator[str]:
    reasons = dict.fromkeys(part.reason for part in assessment.not_counted if part.message == message.id)
    if reasons:
        yield click.style(f"    left out: {', '.join(map(_words, reasons))}", dim=True)


def _verdict(assessment: Assessment) -> Iterator[str]:
    score = "" if assessment.score is None else f" ({assessment.score} of 100)"
    yield click.style(f"{BANDS[assessment.band]}{score}", bold=True)
    if assessment.not_scored:
        yield f"  because     {NOT_SCORED.get(assessment.not_scored, assessment.not_scored)}"
    yield f"  confidence  {assessment.confidence}"
    yield f"  customer    {_words(assessment.customer_feeling)}"
    yield f"  shown       {', '.join(map(_words, assessment.shown)) or '-'}"
    if assessment.idea:
        yield f"  idea        {_words(assessment.idea.slug)}: {clean(assessment.idea.sentence)}"
    if len(assessment.agents) > 1:
        yield from (f"  {shortened(one.author, 10):<10}  {BANDS[one.band]}" for one in assessment.agents)
    yield f"  rules       {assessment.version}"


def _words(slug: str) -> str:
    return slug.replace("_", " ")
