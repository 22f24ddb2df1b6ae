"""What the customer had written before a reply."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from workers.empathy import customer
from workers.empathy.signals import says
from workers.empathy.text import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workers.empathy.text import Reading
    from workers.empathy.words import Line

SHORT, SOME_CAPITALS = 2, 3
"""Words as long as OK and fewer in capitals than this may be names and codes."""
NEGATIVE = frozenset({"frustrated", "worried"})

_FIGURE = re.compile(r"(?<= )(?=\S*\d)\S{2,40}")


@dataclass(frozen=True)
class Turn:
    """One message of the customer, read. In an opening one, thanks are manners rather than a feeling."""

    reading: Reading
    opening: bool = True

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Return its sentences as words."""
        return tuple(sentence.line for sentence in self.reading.sentences)

    @cached_property
    def feeling(self) -> customer.Feeling:
        """Return the feeling that it expresses."""
        return customer.feeling((self.reading,) if self.opening else (read(""), self.reading))

    @cached_property
    def facts(self) -> customer.Facts:
        """Return the details that it gives."""
        return customer.facts((self.reading,))

    @cached_property
    def figures(self) -> frozenset[str]:
        """Return its words with a digit in them, such as amounts and room numbers."""
        return frozenset(word for line in self.lines for word in _FIGURE.findall(line.text))

    @cached_property
    def trouble(self) -> bool:
        """Whether something does not work or should not be."""
        return self.feeling.kind in NEGATIVE or any(map(_is_trouble, self.lines))

    @cached_property
    def burden(self) -> bool:
        """Whether it tells a negative feeling or strain, or what the trouble costs."""
        told = self.feeling.kind not in NEGATIVE and not self.trouble
        return not told and (self.feeling.strength > 0 or any(says("cost", line) for line in self.lines))

    @cached_property
    def heated(self) -> bool:
        """Whether it is loud or angry."""
        loud = sum(word.isupper() and len(word) > SHORT for word in self.reading.body.split())
        return "!!" in self.reading.body or loud > SOME_CAPITALS or any(says("heated", line) for line in self.lines)

    @cached_property
    def solved(self) -> bool:
        """Whether it says that it works now."""
        return any(says("solved", line) for line in self.lines)


NO_FEELING = customer.Feeling("none_expressed", 0.0, ())
NO_FACTS = customer.Facts(frozenset(), frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Before:
    """The customer's turns so far and what they come to: the strongest feeling, all facts, how many words."""

    turns: tuple[Turn, ...] = ()
    feeling: customer.Feeling = NO_FEELING
    facts: customer.Facts = NO_FACTS
    figures: frozenset[str] = frozenset()
    words: int = 0
    trouble: bool = False
    burden: bool = False

    def with_turn(self, turn: Turn) -> Before:
        """Return this and one turn more."""
        return Before(
            turns=(*self.turns, turn),
            feeling=max(self.feeling, turn.feeling, key=_weight),
            facts=_joined(self.facts, turn.facts),
            figures=self.figures | turn.figures,
            words=self.words + turn.reading.words,
            trouble=self.trouble or turn.trouble,
            burden=self.burden or turn.burden,
        )

    @property
    def upset(self) -> bool:
        """Whether a negative feeling was expressed."""
        return self.feeling.kind in NEGATIVE

    @property
    def heated(self) -> bool:
        """Whether a negative feeling was expressed, and the last message was loud or angry."""
        return self.upset and self.turns[-1].heated

    @property
    def solved(self) -> bool:
        """Whether the last message says that it works now."""
        return bool(self.turns) and self.turns[-1].solved

    def lines(self) -> Iterator[Line]:
        """Yield the sentences as words."""
        for turn in self.turns:
            yield from turn.lines


def _is_trouble(line: Line) -> bool:
    return says("trouble", line) and not says("no_trouble", line)


def _weight(feeling: customer.Feeling) -> tuple[bool, float]:
    """Return how a feeling ranks: a negative one before thanks, a stronger one before a weaker."""
    return feeling.kind in NEGATIVE, feeling.strength


def _joined(some: customer.Facts, more: customer.Facts) -> customer.Facts:
    return customer.Facts(some.identifiers | more.identifiers, some.kinds | more.kinds, some.content | more.content)
