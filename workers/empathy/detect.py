"""What a reply shows: the rules run over each of its sentences, then the detectors over the whole of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workers.empathy.conditions import CONDITIONS
from workers.empathy.detectors import DETECTORS
from workers.empathy.finding import Finding
from workers.empathy.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workers.empathy.context import Reply, Said
    from workers.empathy.lexicon import Rule

_CLAUSE_END = re.compile(r"[,;:.!?](?=\s|$)|[()]|\s[-\u2013\u2014]\s|\s(?:and|but|so|because|which)\s")


def detect(reply: Reply) -> tuple[Finding, ...]:
    """Return all findings in a reply, in the order of the text; at most one of a marker in a sentence."""
    found = [finding for said in reply.said for finding in _by_rules(said, reply)]
    for rule in lexicon().rules:
        if rule.detector:
            taken = {(one.marker, one.said.index) for one in found}
            places = DETECTORS[rule.detector](reply, found)
            found += [
                Finding(rule, place.said, place.start, place.end)
                for place in places
                if (rule.marker, place.said.index) not in taken
            ]
    return tuple(sorted(found, key=lambda one: (one.said.index, one.start, one.end, one.rule.id)))


def _by_rules(said: Said, reply: Reply) -> Iterator[Finding]:
    """Yield, for each marker, what its weightiest rule finds in the sentence."""
    best: dict[str, Finding] = {}
    text = said.line.text
    for rule, pattern in lexicon().candidates(said.line):
        known = best.get(rule.marker)
        if known and known.rule.weight >= rule.weight:
            continue
        match = pattern.regex.search(text)
        if match and _holds(rule, said, reply):
            best[rule.marker] = _finding(rule, said, match)
    yield from best.values()


def _holds(rule: Rule, said: Said, reply: Reply) -> bool:
    """Tell whether nothing in the sentence speaks against a rule, and its surroundings are as it asks."""
    if any(against.find(said.line) for against in rule.unless):
        return False
    return all(CONDITIONS[name](said, reply) for name in rule.when)


def _finding(rule: Rule, said: Said, match: re.Match[str]) -> Finding:
    start, end = said.line.place(match.start() + 1, match.end())
    if lexicon().markers[rule.marker].polarity == "+":
        end = _to_clause_end(said.sentence.text, end)
    return Finding(rule, said, start, end)


def _to_clause_end(text: str, end: int) -> int:
    """Return where the clause ends that a match stands in, so that a quote says something."""
    found = _CLAUSE_END.search(text, end)
    return len(text[: found.start()].rstrip()) if found else len(text.rstrip(" .!?"))
