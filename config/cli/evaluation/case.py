"""One labelled conversation with what Heard and the untrained baselines make of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from config.cli.evaluation.baselines import compound, keyword_score, keywords

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config.cli.evaluation.labelled import Labelled
    from config.cli.evaluation.labels import Label
    from workers.empathy.model import Assessment, Evidence

NEGATIVE = frozenset({"frustrated", "worried"})
"""Feelings that the label `feel` means; a thankful customer is none of them."""
SURE, LEAST = 0.8, 0.01
"""How sure evidence of a rule alone is taken to be, and what evidence is worth by being there."""
MIDDLE = 50
"""The score of a reply that shows as much as it lacks; one without a score shows neither."""


@dataclass(frozen=True, slots=True)
class Case:
    """`evidence` is what Heard found in the last message; `hits` and `tone` are what the baselines make of it."""

    file: str
    gold: Labelled
    result: Assessment
    evidence: tuple[Evidence, ...]
    hits: Mapping[str, int]
    tone: float

    @property
    def upset(self) -> bool:
        """Say whether Heard saw a negative feeling of the customer."""
        return self.result.customer_feeling in NEGATIVE

    @property
    def customer(self) -> str:
        """Return all that the customer wrote."""
        return "\n".join(one.body for one in self.gold.conversation.messages if one.role == "customer")

    @property
    def group(self) -> tuple[str, str]:
        """Return what learning and testing may not share."""
        return self.file, self.gold.group or self.gold.conversation.id or str(self.gold.line)

    def true(self, label: Label) -> bool:
        """Say whether the reader gave the label."""
        return any(name in self.gold.labels for name in label.names)

    def settled(self, label: Label) -> bool:
        """Say whether the readers agree about the label; of what they do not, nothing can be measured."""
        return self.true(label) or self.gold.disputed.isdisjoint(label.names)

    def value(self, label: Label) -> float:
        """Return by what Heard ranks: its surest evidence that counts, or its score. Above 0 the label is found."""
        if label.by_score:
            return (MIDDLE if self.result.score is None else self.result.score) - MIDDLE
        return max((LEAST + (SURE if one.sure is None else one.sure) for one in self.findings(label)), default=0.0)

    def findings(self, label: Label, *, counted: bool = True) -> list[Evidence]:
        """Return Heard's evidence for the label that counts, or else the evidence that does not."""
        return [one for one in self.evidence if one.marker in label.markers and one.counted is counted]

    def keyword_hits(self, label: Label) -> int:
        """Return how often the keyword rule sees the label, or its score."""
        if label.by_score:
            return keyword_score(self.hits)
        return sum(self.hits.get(marker, 0) for marker in label.markers)


def case(file: str, gold: Labelled, result: Assessment) -> Case:
    """Return the conversation's part in the evaluation."""
    evidence = tuple(one for one in result.evidence if one.message == gold.reply.id)
    return Case(file, gold, result, evidence, keywords(gold.reply.body), compound(gold.reply.body))
