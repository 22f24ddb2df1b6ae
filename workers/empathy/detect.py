"""What a reply shows: what rules find in its sentences, what the reader adds and doubts, then what hangs on both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workers.empathy.conditions import CONDITIONS
from workers.empathy.detectors import AFTER_READING, DETECTORS
from workers.empathy.finding import Finding
from workers.empathy.lexicon import lexicon
from workers.empathy.reader.read import read_on

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workers.empathy.context import Reply, Said
    from workers.empathy.detectors import Detectors
    from workers.empathy.lexicon import Rule

_CLAUSE_END = re.compile(r"[,;:.!?](?=\s|$)|[()]|\s[-\u2013\u2014]\s|\s(?:and(?!\s\d)|but|so|because|which)\s")


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the rules find, and what they speak against: a marker in the sentence of an index."""

    found: tuple[Finding, ...]
    denied: frozenset[tuple[str, int]]


def detect(reply: Reply) -> tuple[Finding, ...]:
    """Return all findings in a reply, in the order of the text; at most one of a marker in a sentence."""
    ruled = by_rules(reply)
    read = read_on(reply, ruled.found, ruled.denied)
    return _ordered(_with(AFTER_READING, read.reply, list(read.found)))


def by_rules(reply: Reply) -> Ruled:
    """Return what patterns find, and the detectors that need no more than these."""
    found: list[Finding] = []
    denied: set[tuple[str, int]] = set()
    for said in reply.said:
        best, against = _by_patterns(said, reply)
        found += best.values()
        denied |= {(marker, said.index) for marker in against - best.keys()}
    return Ruled(_ordered(_with(DETECTORS, reply, found)), frozenset(denied))


def _with(detectors: Detectors, reply: Reply, found: list[Finding]) -> list[Finding]:
    for rule in lexicon().rules:
        if rule.detector and rule.detector in detectors:
            taken = {(one.marker, one.said.index) for one in found}
            places = detectors[rule.detector](reply, found)
            found += [
                Finding(rule, place.said, place.start, place.end)
                for place in places
                if (rule.marker, place.said.index) not in taken
            ]
    return found


def _ordered(found: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(found, key=lambda one: (one.said.index, one.start, one.end, one.rule.id)))


def _by_patterns(said: Said, reply: Reply) -> tuple[dict[str, Finding], set[str]]:
    """Return, for each marker, what its weightiest rule finds in the sentence, and the markers that are denied."""
    best: dict[str, Finding] = {}
    denied: set[str] = set()
    text = said.line.text
    for rule, pattern in lexicon().candidates(said.line):
        known = best.get(rule.marker)
        if known and known.rule.weight >= rule.weight:
            continue
        match = pattern.regex.search(text)
        if not match:
            continue
        if any(against.find(said.line) for against in rule.unless):
            denied.add(rule.marker)
        elif all(CONDITIONS[name](said, reply) for name in rule.when):
            best[rule.marker] = _finding(rule, said, match)
    return best, denied


def _finding(rule: Rule, said: Said, match: re.Match[str]) -> Finding:
    start, end = said.line.place(match.start() + 1, match.end())
    if lexicon().markers[rule.marker].polarity == "+":
        end = _to_clause_end(said.sentence.text, end)
    return Finding(rule, said, start, end)


def _to_clause_end(text: str, end: int) -> int:
    """Return where the clause ends that a match stands in, so that a quote says something."""
    found = _CLAUSE_END.search(text, end)
    return len(text[: found.start()].rstrip()) if found else len(text.rstrip(" .!?"))
