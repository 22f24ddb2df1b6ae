"""Which findings count, and why the others do not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workers.empathy.across import UNSEEN, WORDING, reason, with_blocks
from workers.empathy.finding import by_sentence
from workers.empathy.lexicon import lexicon
from workers.empathy.model import Evidence
from workers.empathy.signals import says

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from workers.empathy.across import Spot, Times
    from workers.empathy.context import Reply
    from workers.empathy.finding import Finding
    from workers.empathy.hear import Heard

GENERIC = "generic phrase"
REPEATED = "repeated"
SECOND_APOLOGY = "second apology"
NO_FEELING = "no feeling was expressed"
ONCE = "once is enough"
REPROACH = "part of a reproach"
QUOTED = "quoted words"
GENERIC_SHARE = 0.3
"""What a phrase that fits any ticket is worth, of what its own words would be."""

EACH_TIME = frozenset({"judged", "dismissed_feeling", "asked_to_repeat", "scripted", "guessed_feeling"})
"""Markers of which each occurrence counts; of all others the first one in a reply does."""
REPROACHES = frozenset({"judged", "dismissed_feeling", "condescended"})
"""Markers in whose words nothing kind can be found: "you should have called us" is no apology."""
FACTS = frozenset({"specific", "clear_steps", "used_i"})
"""Markers that say what a sentence holds, in whatever tone."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A finding with its reply, and why it does not count, or counts little."""

    finding: Finding
    reply: Reply
    why: str | None

    @property
    def counted(self) -> bool:
        """Whether it bears on the score."""
        return self.why is None or self.why == GENERIC

    @property
    def worth(self) -> float:
        """Return how much of its marker it is worth, 0 to 1."""
        weight = self.finding.rule.weight
        return weight * GENERIC_SHARE if self.why == GENERIC else weight

    @property
    def sure(self) -> float:
        """Return how sure it is, 0 to 1; a rule is."""
        one = self.finding
        return one.sure if one.read and one.sure is not None else 1.0

    @property
    def marker(self) -> str:
        """Return the marker's id."""
        return self.finding.marker

    @property
    def sentence(self) -> tuple[str, int]:
        """Return which sentence of the conversation it stands in."""
        return self.reply.message.id, self.finding.said.index

    def evidence(self) -> Evidence:
        """Return it as evidence, with offsets in the message as it was written."""
        one = self.finding
        start, end = one.said.sentence.span(one.start, one.end)
        return Evidence(
            marker=one.marker,
            rule=one.rule.id,
            polarity=lexicon().markers[one.marker].polarity,
            message=self.reply.message.id,
            start=start,
            end=end,
            quote=self.reply.message.body[start:end],
            counted=self.counted,
            why=self.why,
            sure=one.sure,
        )


def weigh(heard: Heard, seen: Mapping[Spot, Times] = UNSEEN) -> tuple[Weighed, ...]:
    """Return all findings, weighed; `seen` tells in how many other tickets a sentence stands."""
    scales = Scales(seen)
    pairs = zip(heard.replies, heard.found, strict=True)
    return with_blocks([one for reply, found in pairs for one in scales.weigh(reply, found)])


@dataclass(slots=True)
class Scales:
    """Weighs the replies of a conversation in order; remembers what was said before.

    `seen` tells in how many other tickets a sentence stands.
    """

    seen: Mapping[Spot, Times] = field(default_factory=lambda: UNSEEN)
    _apologised: set[str] = field(default_factory=set)

    def weigh(self, reply: Reply, found: Sequence[Finding]) -> Iterator[Weighed]:
        """Yield each finding of a reply with the reason why it does not count, if there is one."""
        repeated = {one.said.index for one in found if one.rule.detector == "repeated"}
        stock = {one.said.index for one in found if one.marker == "scripted"} - repeated
        reproaches = by_sentence(one for one in found if one.marker in REPROACHES and not one.mention)
        counted: set[str] = set()
        for finding in found:
            why = self._why(finding, reply, stock, repeated)
            if why in {None, GENERIC} and finding.marker in WORDING:
                why = reason(self.seen.get((reply.message.id, finding.said.sentence.start))) or why
            if why is None and _reproached(finding, reproaches.get(finding.said.index, ())):
                why = REPROACH
            if why is None and finding.marker in counted - EACH_TIME:
                why = SECOND_APOLOGY if finding.marker == "apologised" else ONCE
            if why is None:
                counted.add(finding.marker)
            yield Weighed(finding, reply, why)
        if "apologised" in counted:
            self._apologised.add(reply.author)

    def _why(self, finding: Finding, reply: Reply, stock: set[int], repeated: set[int]) -> str | None:
        if lexicon().markers[finding.marker].polarity == "-":
            return QUOTED if finding.mention else None
        if finding.said.index in repeated:
            return REPEATED
        if finding.rule.generic or finding.said.index in stock:
            return GENERIC
        if finding.marker == "validated_feeling" and not _called_for(finding, reply):
            return NO_FEELING
        if finding.marker == "apologised" and reply.author in self._apologised:
            return SECOND_APOLOGY
        return None


def _called_for(finding: Finding, reply: Reply) -> bool:
    """Whether the customer expressed a feeling; words about the difficulty itself need no more than a difficulty."""
    before = reply.before
    return before.upset or ((before.trouble or before.burden) and not says("names_feeling", finding.said.line))


def _reproached(finding: Finding, reproaches: Sequence[Finding]) -> bool:
    """Whether a kind finding shares words with a reproach of its sentence."""
    kind = lexicon().markers[finding.marker].polarity == "+" and finding.marker not in FACTS
    return kind and any(one.start < finding.end and finding.start < one.end for one in reproaches)
