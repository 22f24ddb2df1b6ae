"""Manner: calm after heat, shouting, repetition, and an end without a word."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from workers.empathy.data import table
from workers.empathy.finding import Place, whole
from workers.empathy.signals import says
from workers.empathy.tone import tone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workers.empathy.context import Reply, Said
    from workers.empathy.finding import Finding

SHARP = frozenset(
    {"judged", "dismissed_feeling", "raised_voice", "condescended", "own_opinion", "guessed_feeling", "assumed"}
)
SOLVING = frozenset({"action_done", "clear_steps", "offered_guidance", "corrected_kindly"})
AT_THE_END = frozenset(
    {"confirmed_fix", "open_door", "closing_offer", "commitment", "asked_specific", "invited_story"}
)
ON_THE_MATTER = frozenset(
    {"acknowledged", "action_done", "commitment", "apologised", "paraphrased", "validated_feeling", "specific"}
)
FORMULAS = frozenset({"thanked", "scripted", "closing_offer", "company_we", "no_owner", "asked_to_repeat"})
FRIENDLY = 0.4
"""Tone from which a row of exclamation marks is joy, not sharpness."""
LOUD_WORDS = 2
"""One word in capitals may only warn: "do NOT open the lid"."""
LEAST_WORDS = 5
LEAST_REPEATED = 4

_CAPITALS = re.compile(r"\b[A-Z]{2,}(?:'[A-Z]+)?\b")
_RUN = re.compile(r"\b[A-Z]{2,}(?:[ ,]+[A-Z']{2,}){3,}\b")
_MARKS = re.compile(r"!\s?!+")


def calm(reply: Reply, found: Sequence[Finding]) -> Iterator[Place]:
    """Yield the first plain sentence on the matter in a reply, without a sharp or loud word, to a heated message."""
    sharp = any(one.marker in SHARP for one in found)
    loud = any(_shouts(said.sentence.text) or _MARKS.search(said.sentence.text) for said in reply.said)
    if reply.before.heated and reply.reading.words >= LEAST_WORDS and not (sharp or loud):
        yield from [whole(said) for said in reply.said if _plain(said, found)][:1]


def _plain(said: Said, found: Sequence[Finding]) -> bool:
    """Whether a sentence deals with the matter, and is neither cheerful, a formula nor a request."""
    here = {one.marker for one in found if one.said is said}
    asks = said.question or says("asks_for", said.line)
    matter = said.shared > 0 or bool(here & ON_THE_MATTER)
    return matter and not (asks or here & FORMULAS or said.sentence.text.endswith("!"))


def raised(reply: Reply, _: Sequence[Finding]) -> Iterator[Place]:
    """Yield what shouts: capitals on ordinary words, or a row of exclamation marks without joy."""
    for said in reply.said:
        shout = _shouts(said.sentence.text)
        if shout:
            yield Place(said, *shout)


def repeated(reply: Reply, _: Sequence[Finding]) -> Iterator[Place]:
    """Yield sentences that the same agent had already written in this conversation."""
    before = [earlier.texts for earlier in reply.earlier if earlier.author == reply.author]
    seen: set[str] = set()
    for said in reply.said:
        text = said.line.text
        prose = said.sentence.kind == "prose" and said.sentence.text[-1:] in ".!" and not (said.question or said.step)
        long = prose and len(said.line.words) >= LEAST_REPEATED
        if long and (text in seen or any(text in texts for texts in before)):
            yield whole(said)
        seen.add(text)


def abrupt(reply: Reply, found: Sequence[Finding]) -> Iterator[Place]:
    """Yield the last sentence of a solution after which the customer is left alone with it."""
    markers = {one.marker for one in found}
    due = reply.last and reply.before.trouble and not reply.before.solved
    if due and markers & SOLVING and not markers & AT_THE_END and not any(said.question for said in reply.said):
        yield whole(reply.said[-1])


def _shouts(text: str) -> tuple[int, int] | None:
    """Return the loud part of a sentence: a run of capitals, two words in capitals, or a row of marks without joy."""
    run = _RUN.search(text)
    if run and any(word.lower() in _ordinary() for word in run.group().split()):
        return run.span()
    loud = [word.span() for word in _CAPITALS.finditer(text) if word.group().lower() in _emphatic()]
    if len(loud) >= LOUD_WORDS:
        return loud[0][0], loud[-1][1]
    marks = _MARKS.search(text)
    return marks.span() if marks and tone(text) < FRIENDLY else None


@cache
def _emphatic() -> frozenset[str]:
    """Return the words that, alone in capitals, can only be meant to be loud."""
    return frozenset(table("en/capitals")["emphatic"].split())


@cache
def _ordinary() -> frozenset[str]:
    """Return the words by which a run of capitals is known to be a sentence, not a list of names."""
    return _emphatic() | frozenset(table("en/capitals")["ordinary"].split())
