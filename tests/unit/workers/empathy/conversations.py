"""Short conversations for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.empathy.detect import detect
from workers.empathy.hear import read_replies
from workers.empathy.model import Conversation, Message
from workers.empathy.weigh import Scales

if TYPE_CHECKING:
    from workers.empathy.weigh import Weighed

CALM = "Hello, I have a question about my order. Can you help me with it?"


def talk(*bodies: str, subject: str | None = None, channel: str | None = None) -> Conversation:
    """Return a conversation in which customer and agent take turns, the customer first."""
    roles = ("customer", "agent")
    messages = (
        Message(id=str(at + 1), role=roles[at % 2], body=body, channel=channel)  # type: ignore[arg-type]
        for at, body in enumerate(bodies)
    )
    return Conversation(id="t1", messages=tuple(messages), subject=subject)


def weighed(conversation: Conversation) -> list[Weighed]:
    """Return what was found in all replies, however short they are."""
    scales = Scales()
    return [one for reply in read_replies(conversation) for one in scales.weigh(reply, detect(reply))]


def counted(conversation: Conversation) -> set[str]:
    """Return the markers that count in full."""
    return {one.marker for one in weighed(conversation) if one.why is None}


def found(conversation: Conversation) -> dict[str, str | None]:
    """Return the markers found, each with the reason why it does not count."""
    return {one.marker: one.why for one in reversed(weighed(conversation))}


def example(given: str | dict[str, str]) -> Conversation:
    """Return the conversation of an example in the lexicon."""
    return talk(CALM, given) if isinstance(given, str) else talk(given["customer"], given["agent"])


MIXED_CASES = (
    (
        "I'm really annoyed, order 55-210 came without its lid.",
        "A pot without its lid is annoying. I've sent it today.",
    ),
    (
        "My tap drips at night.",
        "Your request has been forwarded.",
        "By whom?",
        "Please calm down, it is only a tap!!",
    ),
    ("Where is the key?", "Under the mat. Is there anything else I can help with today? Just ask me."),
    (
        "the app lost my photos, I'm worried",
        "1. Open the app.\n2. Choose Trash.\n3. Press Restore.\n\nAre they back now?",
    ),
    ("Dov'è il pacco?", "Il pacco arriva domani mattina, ci dispiace molto per il ritardo della consegna."),
)
"""Conversations of many kinds, for what must hold in all of them."""
