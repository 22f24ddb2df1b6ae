"""One labelled conversation with what Heard and the baselines make of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from config.cli.evaluation.baselines import compound, keywords

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config.cli.evaluation.labelled import Labelled
    from config.cli.evaluation.labels import Label
    from workers.empathy.model import Assessment, Evidence

NEGATIVE = frozenset({"frustrated", "worried"})
"""Feelings that the label `feel` means; a thankful customer is none of them."""


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

    def true(self, label: Label) -> bool:
        """Say whether the reader gave the label."""
        return any(name in self.gold.labels for name in label.names)

    def findings(self, label: Label, *, counted: bool = True) -> list[Evidence]:
        """Return Heard's evidence for the label that counts, or else the evidence that does not."""
        return [one for one in self.evidence if one.marker in label.markers and one.counted is counted]

    def keyword_hits(self, label: Label) -> int:
        """Return how often the keyword rule sees the label."""
        return sum(self.hits.get(marker, 0) for marker in label.markers)


def case(file: str, gold: Labelled, result: Assessment) -> Case:
    """Return the conversation's part in the evaluation."""
    evidence = tuple(one for one in result.evidence if one.message == gold.reply.id)
    return Case(file, gold, result, evidence, keywords(gold.reply.body), compound(gold.reply.body))
