"""What surrounds a sentence: whose reply it stands in, what came before, and what the customer had said by then."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from workers.empathy.signals import says

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workers.empathy.before import Before
    from workers.empathy.model import Message
    from workers.empathy.text import Reading, Sentence
    from workers.empathy.words import Line

OPENING = 4
"""The first sentences of a reply, in which an acknowledgement opens it."""
TOLD = 30
"""Words after which a customer has told what happened."""
CHAT_CHANNELS = frozenset({"chat", "messaging", "sms", "whatsapp", "live_chat"})

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
class Reply:
    """One public message of an agent, read. `number` counts this agent's replies from 0.

    `led` are the sentences that give a step, once the reader has said which.
    """

    message: Message
    reading: Reading
    said: tuple[Said, ...]
    author: str
    number: int
    last: bool
    before: Before
    earlier: tuple[Reply, ...] = ()
    led: frozenset[int] | None = None

    @cached_property
    def texts(self) -> frozenset[str]:
        """Return its sentences as the texts of their lines."""
        return frozenset(one.line.text for one in self.said)

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
        if self.led is not None:
            return tuple(one for one in self.said if one.index in self.led)
        return tuple(one for one in self.said if one.step and not one.question)

    @cached_property
    def solved_from(self) -> int:
        """Return the index of the first sentence that gives a step or tells what was done."""
        return next((one.index for one in self.said if one.step or says("done", one.line)), len(self.said))

    @cached_property
    def way_out(self) -> bool:
        """Whether it regrets, or offers another way."""
        return any(says("way_out", one.line) for one in self.said)

    @cached_property
    def takes_back(self) -> bool:
        """Whether it takes back what an agent wrote before."""
        return any(says("taken_back", one.line) for one in self.said)

    @cached_property
    def guided(self) -> bool:
        """Whether it leads to something: a step, or an offer to go along."""
        return bool(self.steps) or any(says("guide", one.line) for one in self.said)


def reply_to(message: Message, reading: Reading, before: Before, earlier: Sequence[Reply], *, last: bool) -> Reply:
    """Return a reply with its sentences laid beside what the customer had written."""
    counted = [sentence for sentence in reading.sentences if sentence.kind in {"prose", "item"}]
    content = before.facts.content
    author = message.author or "a1"
    said = tuple(
        Said(sentence, sentence.line, index, len(content & sentence.stems)) for index, sentence in enumerate(counted)
    )
    number = sum(reply.author == author for reply in earlier)
    return Reply(message, reading, said, author, number, last, before, tuple(earlier))
