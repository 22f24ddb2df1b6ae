"""What customers say of their feelings, and what they told already."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workers.empathy.cues import SHOUTED, Kind, cues, denied, shout
from workers.empathy.facts import Facts, facts
from workers.empathy.reader.customers import read_upset
from workers.empathy.stems import stems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workers.empathy.text import Reading, Sentence

__all__ = ["EXPRESSED", "Facts", "Feeling", "Mention", "facts", "feeling", "stems"]

EXPRESSED = 0.45
"""From here on the cues of one message count as an expressed feeling."""
_NEGATIVE = frozenset(["frustrated", "worried"])
_LOUD, _INTENSE = 0.2, 0.3
"""How much of the remaining doubt "!!" and "really" take away."""
_DOUBTED = 0.5
"""What a cue is worth where the reader of the whole sentence takes it for none."""
_COURTESY = 0.5
"""What thanks are worth in a first message, before anyone has helped."""
_MOST_MENTIONS = 20
_MARKS = re.compile(r"[!?] ?[!?]")


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that tell a feeling: `body[start:end] == quote` in the message at that place of the readings.

    `named` tells that they name it ("worried"); others, such as "still no", only let it be felt.
    """

    message: int
    start: int
    end: int
    quote: str
    named: bool = False


@dataclass(frozen=True, slots=True)
class Feeling:
    """The feeling expressed, how surely and strongly (0 to 1), and where, the clearest words first.

    With "none_expressed" the strength is below EXPRESSED, and the mentions are what strains: waiting, repeating.
    """

    kind: Kind
    strength: float
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class _Hit:
    kind: Kind
    weight: float
    mention: Mention


def feeling(readings: Sequence[Reading]) -> Feeling:
    """Give the feeling that a customer's messages express; a negative one wins over thanks."""
    hits = [list(_hits(number, reading)) for number, reading in enumerate(readings)]
    negative, thankful = _strongest(hits, _NEGATIVE), _strongest(hits, {"thankful"})
    if negative >= EXPRESSED:
        worried = _strongest(hits, {"worried"}) > _strongest(hits, {"frustrated"})
        return Feeling("worried" if worried else "frustrated", negative, _mentions(hits, _NEGATIVE))
    if thankful >= EXPRESSED:
        return Feeling("thankful", thankful, _mentions(hits, {"thankful"}))
    return Feeling("none_expressed", negative, _mentions(hits, _NEGATIVE))


def _strongest(hits: Sequence[Sequence[_Hit]], kinds: frozenset[str] | set[str]) -> float:
    """Give how surely the clearest message tells one of the kinds."""
    strongest = 0.0
    for message in hits:
        doubt = 1.0
        for hit in message:
            doubt *= 1 - hit.weight if hit.kind in kinds else 1
        strongest = max(strongest, 1 - doubt)
    return round(strongest, 3)


def _mentions(hits: Sequence[Sequence[_Hit]], kinds: frozenset[str] | set[str]) -> tuple[Mention, ...]:
    chosen = [hit for message in hits for hit in message if hit.kind in kinds]
    mentions: list[Mention] = []
    for hit in sorted(chosen, key=lambda hit: (not hit.mention.named, -hit.weight)):
        if len(mentions) == _MOST_MENTIONS:
            break
        if not any(_overlap(hit.mention, other) for other in mentions):
            mentions.append(hit.mention)
    return tuple(mentions)


def _overlap(one: Mention, other: Mention) -> bool:
    return one.message == other.message and one.start < other.end and other.start < one.end


def _hits(number: int, reading: Reading) -> Iterator[_Hit]:
    for sentence in reading.sentences:
        if sentence.kind not in {"prose", "item"}:
            continue
        words = sentence.line
        told = list(cues(words))
        read = read_upset(sentence, told)
        cued = False
        loud = _LOUD if _MARKS.search(sentence.text) else 0.0
        for found in told:
            weight = 1 - (1 - found.cue.weight) * (1 - loud) * (1 - _INTENSE * found.intense)
            weight *= _COURTESY if found.cue.courtesy and number == 0 else 1
            if found.cue.kind in _NEGATIVE:
                weight *= _DOUBTED if read.doubted else 1
                cued = True
            place = words.place(found.start, found.end)
            mention = _mention(number, reading, sentence, place, named=found.cue.named)
            yield _Hit(found.cue.kind, weight, mention)
        if read.upset and not cued and not denied(words):
            yield _Hit(
                "frustrated", read.sure, _mention(number, reading, sentence, (0, len(sentence.text)), named=False)
            )
        shouted = shout(sentence.text)
        if shouted:
            yield _Hit("frustrated", SHOUTED, _mention(number, reading, sentence, shouted, named=False))


def _mention(number: int, reading: Reading, sentence: Sentence, place: tuple[int, int], *, named: bool) -> Mention:
    start, end = sentence.span(*place)
    return Mention(number, start, end, reading.body[start:end], named)
