"""What the reader makes of a reply beside the rules: it adds what they miss and doubts what they find."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from workers.empathy.conditions import CONDITIONS
from workers.empathy.finding import DEEDS, READ, Finding, by_sentence, whole
from workers.empathy.lexicon import Rule, lexicon
from workers.empathy.reader.features import features
from workers.empathy.reader.heads import weights
from workers.empathy.signals import says

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from workers.empathy.context import Reply, Said
    from workers.empathy.reader.heads import Head

AGENT = "en/agent"
STEP, TIMED = "step", "timed"
"""Labels that are no markers: a sentence that gives a step, and a promise with a person and a time."""
HARSH = "harsh"
HARSH_LABELS = ("condescended", "dismissed_feeling", "judged", "own_opinion")
"""Readers part these differently; that a sentence is one of them is seen more surely than which."""
UNTIMED = 0.7
"""What a promise without a time is worth."""
PLAIN = frozenset({"repeated", "raised", "specific", "asked_again"})
"""Detectors of what is plain to see: capitals, the same words again, a number of the customer's."""
ONLY_IF = (
    dict.fromkeys(("no_owner", "company_we"), "no_i")
    | dict.fromkeys(("invited_story", "asked_specific"), "unanswered")
    | {"guessed_feeling": "no_feeling", "scripted": "no_detail"}
)
"""What must hold of the surroundings, as for the rules of these markers."""
TO_THIS_CUSTOMER = frozenset({"acknowledged", "validated_feeling", "paraphrased"})
LEAST = {"thanked": 4}
"""Words; "Thanks, Tom" and "Thank you!" sign off."""
NOT_READ = frozenset({"gentle_pointer"})
"""Labelled wherever a page is pointed to; the marker also asks to go along, which is for its rules to say."""


@dataclass(frozen=True, slots=True)
class Read:
    """The reply, with the sentences that give a step, and all findings."""

    reply: Reply
    found: tuple[Finding, ...]


def read_on(reply: Reply, ruled: Sequence[Finding], denied: AbstractSet[tuple[str, int]]) -> Read:
    """Read each sentence, given what the rules found, and which markers they speak against in which sentence."""
    found: list[Finding] = []
    led: set[int] = set()
    sentences = by_sentence(ruled)
    for said, totals in zip(reply.said, _totals(reply, rule_ids(sentences)), strict=True):
        here = {one.marker: one for one in sentences.get(said.index, ())}
        if _says(totals, STEP):
            led.add(said.index)
        closed = {marker for marker in _rules() if marker in here or (marker, said.index) in denied}
        read = [*_believed(here, totals), *_read(said, reply, closed, totals)]
        found += _consistent([*read, *_harsh(said, {*closed, *[one.marker for one in read]}, totals)])
    return Read(replace(reply, led=frozenset(led)), tuple(found))


def _totals(reply: Reply, rules: Mapping[int, AbstractSet[str]]) -> Iterator[dict[str, tuple[Head, int]]]:
    """Yield, for each sentence, the heads by label with their sums."""
    known = weights(AGENT)
    for said in reply.said:
        totals = known.totals(features(said, reply, rules))
        yield {head.label: (head, total) for head, total in zip(known.heads, totals, strict=True)}


def rule_ids(sentences: Mapping[int, Sequence[Finding]]) -> dict[int, set[str]]:
    """Return the ids of the rules met, by the index of their sentence."""
    return {index: {one.rule.id for one in some} for index, some in sentences.items()}


def _says(totals: dict[str, tuple[Head, int]], label: str) -> bool:
    head, total = totals[label]
    return total >= head.threshold


def _believed(here: dict[str, Finding], totals: dict[str, tuple[Head, int]]) -> Iterator[Finding]:
    """Yield the findings of rules that the reader does not doubt."""
    for marker, one in here.items():
        if marker not in totals or one.rule.detector in PLAIN:
            yield one
        elif totals[marker][1] >= totals[marker][0].doubt:
            head, total = totals[marker]
            yield replace(one, sure=head.sure(total))


def _read(
    said: Said, reply: Reply, closed: AbstractSet[str], totals: dict[str, tuple[Head, int]]
) -> Iterator[Finding]:
    """Yield what the reader finds where no rule has spoken."""
    place = whole(said)
    for marker, rule in _rules().items():
        if marker in closed or not _says(totals, marker) or not _due(marker, said, reply):
            continue
        loose = marker == "commitment" and not _says(totals, TIMED)
        head, total = totals[marker]
        meant = replace(rule, weight=UNTIMED) if loose else rule
        yield Finding(meant, said, place.start, place.end, head.sure(total))


def _harsh(said: Said, closed: AbstractSet[str], totals: dict[str, tuple[Head, int]]) -> Iterator[Finding]:
    """Yield the likeliest harsh marker where a sentence is harsh and nothing has said yet in what way."""
    if _says(totals, HARSH) and closed.isdisjoint(HARSH_LABELS):
        likeliest = max(HARSH_LABELS, key=lambda label: totals[label][1])
        head, total = totals[HARSH]
        place = whole(said)
        yield Finding(_rules()[likeliest], said, place.start, place.end, head.sure(total))


def _consistent(found: Sequence[Finding]) -> Iterator[Finding]:
    """Leave out a company "we" that does nothing: it hides nobody."""
    deed = any(one.marker in DEEDS for one in found)
    yield from (one for one in found if deed or one.marker != "company_we" or not one.read)


def _due(marker: str, said: Said, reply: Reply) -> bool:
    """Whether a marker can stand in a sentence at all."""
    if marker in TO_THIS_CUSTOMER and says("of_others", said.line):
        return False
    condition = ONLY_IF.get(marker)
    return len(said.line.words) >= LEAST.get(marker, 1) and (condition is None or CONDITIONS[condition](said, reply))


@cache
def _rules() -> dict[str, Rule]:
    """Return the rule under which each marker is read."""
    labels = {head.label for head in weights(AGENT).heads}
    markers = [marker for marker in lexicon().markers if marker in labels - NOT_READ]
    return {marker: Rule(f"en.{marker}{READ}", marker) for marker in markers}
