"""A labelled conversation: what somebody found in its last message, whatever the words of their labels are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config.cli.evaluation.schemes import Scheme
    from workers.empathy.model import Band, Conversation, Message


class Place(NamedTuple):
    """Where the labelled words stand in the last message."""

    start: int
    end: int


def place(body: str, words: str) -> Place | None:
    """Return where the words stand first; None if there are none, or not there."""
    start = body.find(words) if words else -1
    return None if start < 0 else Place(start, start + len(words))


@dataclass(frozen=True, slots=True)
class Labelled:
    """A conversation and what is true of its last message. `labels` give each label's place if words were quoted.

    `disputed` are labels that one of two readers gave. `group` is what must not be torn apart between learning and
    testing, such as a thread or a writer.
    """

    line: int
    conversation: Conversation
    scheme: Scheme | None
    labels: Mapping[str, Place | None]
    feel: bool | None = None
    emp: float | None = None
    band: Band | None = None
    polite: float | None = None
    group: str | None = None
    disputed: frozenset[str] = frozenset()

    @property
    def reply(self) -> Message:
        """Return the message that was labelled."""
        return self.conversation.messages[-1]
