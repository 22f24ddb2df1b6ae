"""Questions: which ask for a missing detail, and which for one that the customer had given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.empathy import customer
from workers.empathy.context import TOLD
from workers.empathy.finding import Place, whole
from workers.empathy.lexicon import lexicon
from workers.empathy.signals import says

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workers.empathy.context import Reply, Said
    from workers.empathy.finding import Finding

OTHER_PURPOSE = frozenset(
    {"closing_offer", "confirmed_fix", "checked_understanding", "open_door", "offered_guidance", "inclusive_we"}
    | {"invited_story", "judged", "condescended", "assumed", "guessed_feeling", "dismissed_feeling", "scripted"}
)
"""Markers of a question that is not asked for a detail."""
SHORT_FOR = {"serial": "sn", "reference": "ref", "version": "v"}


def question(reply: Reply, found: Sequence[Finding]) -> Iterator[Place]:
    """Yield the questions about the matter that have no other purpose and were not answered before."""
    taken = {one.said.index for one in found if one.marker in OTHER_PURPOSE}
    for said in reply.said:
        asks = said.question and said.index not in taken and not says("not_asking", said.line)
        if asks and not asks_again(said, reply):
            yield whole(said)


def asked_again(reply: Reply, _: Sequence[Finding]) -> Iterator[Place]:
    """Yield the requests for what the customer had already written."""
    asking = False
    for said in reply.said:
        asking = _requests(said) or (asking and said.sentence.kind == "item")
        if asking and asks_again(said, reply):
            yield whole(said)


def _requests(said: Said) -> bool:
    return said.question or says("asks_for", said.line)


def asks_again(said: Said, reply: Reply) -> bool:
    """Whether it asks for a kind of fact that the customer gave, or for the story after it was told."""
    if reply.before.words >= TOLD and says("asks_story", said.line):
        return True
    known = [kind for kind in sorted(reply.before.facts.kinds) if says(f"asks_{kind}", said.line)]
    return bool(known) and not says("asks_new", said.line) and _about_the_same(said, reply)


def _about_the_same(said: Said, reply: Reply) -> bool:
    """Whether the things whose number or version is asked for are among the customer's own words."""
    named = [word for word in said.line.words if word in lexicon().classes["numbered"] + lexicon().classes["things"]]
    return all(_mentioned(word, reply) for word in named)


def _mentioned(word: str, reply: Reply) -> bool:
    short = SHORT_FOR.get(word, "")
    return set(customer.stems(word)) <= reply.before.facts.content or any(
        short in line.words for line in reply.before.lines()
    )
