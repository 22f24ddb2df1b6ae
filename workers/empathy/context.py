"""What surrounds a sentence: whose reply it stands in, what came before, and what the customer had said by then."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from workers.empathy import customer
from workers.empathy.lexicon import lexicon
from workers.empathy.words import Line
from workers.empathy.words import line as as_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workers.empathy.model import Message
    from workers.empathy.text import Reading, Sentence

OPENING = 4
"""The first sentences of a reply, in which an acknowledgement opens it."""
TOLD = 30
"""Words after which a customer has told what happened."""
SHORT, SOME_CAPITALS = 2, 3
"""Words as long as OK and fewer in capitals than this may be names and codes."""
CHAT_CHANNELS = frozenset({"chat", "messaging", "sms", "whatsapp", "live_chat"})
NEGATIVE = frozenset({"frustrated", "worried"})


_ASKS = re.compile(r"(?<![\"/])\?(?=[\s)!?]|$)")


@dataclass(frozen=True)
class Said:
    """One sentence of a reply, with its words and its place among those that count."""

    sentence: Sentence
    line: Line
    index: int
    shared: int

    @cached_property
    def question(self) -> bool:
        """Whether it asks something, with a question mark or without."""
        return bool(_ASKS.search(self.sentence.text)) or says("question", self.line)

    @cached_property
    def step(self) -> bool:
        """Whether it tells the customer what to do with the product."""
        told = says("step", self.line) or says("imperative", self.line)
        return told and not says("not_step", self.line)


@dataclass(frozen=True)
class Turn:
    """One message of the customer, read."""

    reading: Reading

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Return its sentences as words."""
        return tuple(as_line(sentence.text, lexicon().spelling) for sentence in self.reading.sentences)

    @cached_property
    def heated(self) -> bool:
        """Whether it is loud or angry."""
        loud = sum(word.isupper() and len(word) > SHORT for word in self.reading.body.split())
        return "!!" in self.reading.body or loud > SOME_CAPITALS or any(says("heated", line) for line in self.lines)


@dataclass(frozen=True)
class Before:
    """What the customer had written before a reply."""

    turns: tuple[Turn, ...]

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """Return the messages, read."""
        return tuple(turn.reading for turn in self.turns)

    @cached_property
    def feeling(self) -> customer.Feeling:
        """Return the feeling expressed so far."""
        return customer.feeling(self.readings)

    @cached_property
    def facts(self) -> customer.Facts:
        """Return the details given so far."""
        return customer.facts(self.readings)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Return the sentences as words."""
        return tuple(line for turn in self.turns for line in turn.lines)

    @cached_property
    def figures(self) -> frozenset[str]:
        """Return the words with a digit in them, such as amounts and room numbers."""
        return frozenset(
            word
            for line in self.lines
            for word in line.keys
            if len(word) > 1 and not word.isalpha() and any(map(str.isdigit, word))
        )

    @cached_property
    def upset(self) -> bool:
        """Whether a negative feeling was expressed."""
        return self.feeling.kind in NEGATIVE

    @cached_property
    def trouble(self) -> bool:
        """Whether something does not work or should not be."""
        return self.upset or any(says("trouble", one) for one in self.lines)

    @cached_property
    def heated(self) -> bool:
        """Whether a negative feeling was expressed, and the last message was loud or angry."""
        return self.upset and self.turns[-1].heated

    @cached_property
    def solved(self) -> bool:
        """Whether the last message says that it works now."""
        return bool(self.turns) and any(says("solved", line) for line in self.turns[-1].lines)

    @property
    def words(self) -> int:
        """Return how much the customer had written."""
        return sum(reading.words for reading in self.readings)


@dataclass(frozen=True)
class Reply:
    """One public message of an agent, read. `number` counts this agent's replies from 0."""

    message: Message
    reading: Reading
    said: tuple[Said, ...]
    author: str
    number: int
    last: bool
    before: Before
    earlier: tuple[Reply, ...] = ()

    @property
    def chat(self) -> bool:
        """Whether it stands in a chat, where one step at a time is the clear way."""
        return (self.message.channel or "").lower() in CHAT_CHANNELS

    @cached_property
    def has_i(self) -> bool:
        """Whether a person speaks."""
        return any("i" in one.line.words or "me" in one.line.words or "my" in one.line.words for one in self.said)

    @cached_property
    def steps(self) -> tuple[Said, ...]:
        """Return the sentences that tell the customer what to do."""
        return tuple(one for one in self.said if one.step and not one.question)

    @cached_property
    def way_out(self) -> bool:
        """Whether it regrets, or offers another way."""
        return any(says("way_out", one.line) for one in self.said)

    @cached_property
    def guided(self) -> bool:
        """Whether it leads to something: a step, or an offer to go along."""
        return bool(self.steps) or any(says("guide", one.line) for one in self.said)


def says(signal: str, words: Line) -> bool:
    """Whether one of a signal's patterns is in the sentence."""
    return any(pattern.find(words) for pattern in lexicon().signals.get(signal, ()))


def count(signal: str, words: Line) -> int:
    """Return how often a signal's patterns are in the sentence."""
    return sum(sum(1 for _ in pattern.regex.finditer(words.text)) for pattern in lexicon().signals[signal])


def reply_to(message: Message, reading: Reading, before: Before, earlier: Sequence[Reply], *, last: bool) -> Reply:
    """Return a reply with its sentences laid beside what the customer had written."""
    counted = [sentence for sentence in reading.sentences if sentence.kind in {"prose", "item"}]
    content = before.facts.content
    author = message.author or "a1"
    said = tuple(
        Said(
            sentence,
            as_line(sentence.text, lexicon().spelling),
            index,
            len(content & set(customer.stems(sentence.text))),
        )
        for index, sentence in enumerate(counted)
    )
    number = sum(reply.author == author for reply in earlier)
    return Reply(message, reading, said, author, number, last, before, tuple(earlier))
