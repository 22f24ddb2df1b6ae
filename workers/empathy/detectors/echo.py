"""The customer's own matter in the agent's words: what two texts share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workers.empathy.context import OPENING
from workers.empathy.finding import Place, whole
from workers.empathy.signals import says

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workers.empathy.context import Reply, Said
    from workers.empathy.finding import Finding

IMPERSONAL = frozenset({"no_owner", "company_we", "dismissed_feeling", "scripted", "judged"})
NAMED = 2
SAID_BACK = 3
SAID_BACK_SHARE = 0.4
SPECIFIC = 2
_TOKEN = re.compile(r"[^\s,;()\"]+")


def named(reply: Reply, found: Sequence[Finding]) -> Iterator[Place]:
    """Yield a sentence of the opening that states something about what the customer brought."""
    hidden = {one.said.index for one in found if one.marker in IMPERSONAL}
    for said in reply.said[:OPENING]:
        if (
            said.shared >= NAMED
            and not said.question
            and not said.step
            and said.index not in hidden
            and _theirs(said)
        ):
            yield whole(said)
            return


def said_back(reply: Reply, found: Sequence[Finding]) -> Iterator[Place]:
    """Yield the first sentence of the opening that is made, in good part, of what the customer told."""
    hidden = {one.said.index for one in found if one.marker in IMPERSONAL}
    for said in reply.said[:OPENING]:
        enough = said.shared >= SAID_BACK and said.shared >= SAID_BACK_SHARE * len(said.sentence.stems)
        if enough and not said.step and said.index not in hidden and _theirs(said):
            yield whole(said)
            return


def _theirs(said: Said) -> bool:
    """Whether it speaks of the customer or of something amiss, not of how the product works."""
    return says("theirs", said.line) or says("amiss", said.line)


def specific(reply: Reply, _: Sequence[Finding]) -> Iterator[Place]:
    """Yield the first place with one of the customer's details: an identifier, or words enough of theirs."""
    for said in reply.said:
        place = _identifier(said, reply)
        if place or said.shared >= SPECIFIC:
            yield place or whole(said)
            return


def _identifier(said: Said, reply: Reply) -> Place | None:
    """Return where a detail of the customer stands: a number, a date, a name with a digit in it."""
    given = reply.before.facts.identifiers | reply.before.figures
    for token in _TOKEN.finditer(said.sentence.text):
        word = token.group().strip(".:!?#'")
        if word.lower() in given:
            start = token.start() + token.group().index(word)
            return Place(said, start, start + len(word))
    return None
