"""Does a customer's sentence express a negative feeling? What the model sees of it, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workers.empathy.reader.features import LONGEST, of_form, of_shape, of_words
from workers.empathy.reader.heads import weights
from workers.empathy.reader.shape import shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workers.empathy.cues import Found
    from workers.empathy.text import Sentence

NOTHING: frozenset[str] = frozenset()
SHORT = 2
"""Words as long as OK may be names and codes."""
LEAST = 0.5
"""How sure a yes is at least: from .45 on a feeling counts as expressed."""


def customer_features(sentence: Sentence, told: Sequence[Found]) -> Iterator[str]:
    """Yield the features of a sentence that a customer wrote, given its cues; some may come twice."""
    words = sentence.line.words[:LONGEST]
    yield "bias"
    yield from of_words(words)
    yield from of_shape(shape(words, NOTHING))
    yield from of_form(sentence)
    yield f"loud {sum(word.isupper() for word in sentence.text.split() if len(word) > SHORT) > 1}"
    for found in told:
        yield f"cue {found.cue.kind}"
        yield f"cue {found.cue.kind} {int(found.cue.weight * 10)}"


@dataclass(frozen=True, slots=True)
class Upset:
    """Whether a sentence expresses a negative feeling, how surely (0..1), and whether a cue in it is doubtful."""

    upset: bool
    sure: float
    doubted: bool


def read_upset(sentence: Sentence, told: Sequence[Found]) -> Upset:
    """Read one sentence, given the cues in it."""
    known = weights("en/customer")
    head, total = known.heads[0], known.totals(customer_features(sentence, told))[0]
    return Upset(total >= head.threshold, max(head.sure(total), LEAST), total < head.doubt)
