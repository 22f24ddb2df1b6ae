"""The trouble, told back as an agent would: the customer's "my order is stuck" becomes "your order is stuck".

Only ordinary words are told back (`lexicon/en/told_back.toml`): no name, number, address or anything else that is
private can be among them. A clause with any other word is not told back at all.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from workers.empathy.data import table, words
from workers.empathy.signals import says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workers.empathy.before import Before
    from workers.empathy.words import Line

FEWEST, MOST = 4, 14
"""Words of a clause that says something, and can still be said back in one breath."""

_CLAUSE = re.compile(r" (?:[,;:.!?()]|[-\u2013\u2014]|\.{2,}) ?| (?=(?:but|and|so|because|since|which|then) )")

_SPEAKERS = frozenset({"i", "we"})
"""Within a clause they begin another one."""


def told_back(before: Before) -> str | None:
    """Return the newest clause in which the customer tells the trouble, as an agent would tell it back; or None."""
    lines = reversed([line for line in before.lines() if says("trouble", line) or says("cost", line)])
    return next((said for line in lines for said in _told(line)), None)


def _told(line: Line) -> Iterator[str]:
    if "?" in line.words:
        return
    for clause in _CLAUSE.split(line.text.strip()):
        said = clause.split()
        while said and said[0] in _listed("leading"):
            said = said[1:]
        if FEWEST <= len(said) <= MOST and said[0] in _listed("subjects") and _ordinary(said) and _tells(said):
            yield " ".join(_turned(said)).replace("can not", "cannot")


def _ordinary(said: list[str]) -> bool:
    """Whether it is one whole clause of ordinary words."""
    known = _listed("ordinary") | _listed("subjects") | topics()
    whole = said[-1] not in _listed("unfinished") and _SPEAKERS.isdisjoint(said[1:])
    return whole and all(word in known for word in said)


def _tells(said: list[str]) -> bool:
    """Whether a thing is named, and that something is wrong with it."""
    there = frozenset(said)
    wrong = not there.isdisjoint(_listed("wrong")) or _fails(said)
    return wrong and not there.isdisjoint(topics()) and there.isdisjoint(_listed("not_about"))


def _fails(said: list[str]) -> bool:
    return any(word == "not" and last in _listed("failing") for last, word in pairwise(said))


def _turned(said: list[str]) -> Iterator[str]:
    turned = table("en/told_back")["turned"]
    for last, word in zip(["", *said], said, strict=False):
        yield turned.get(f"{last} {word}") or turned.get(word, word)


def _listed(name: str) -> frozenset[str]:
    return words("en/told_back", name, "words")


def topics() -> frozenset[str]:
    """Return the things that tickets are about."""
    return words("en/advice", "topics", "words")
