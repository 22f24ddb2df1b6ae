"""The corpus: labels of sentences become labels of the last message of an agent."""

from __future__ import annotations

from io import BytesIO

from config.cli.evaluation.labelled import Labelled, Place
from config.cli.evaluation.reading import read
from config.cli.evaluation.schemes import Scheme
from tests.unit.config.cli.evaluation.shapes.lines import said
from workers.empathy.model import Band

TALK = """# bike-1 | voice: terse | channel: chat | english: fluent
C: The chain fell off again. [upset]
A: Which gear? [asked_specific]
C: Third.
A: Set it to the smallest ring. [step]
A| I'll post a new one today. [commitment timed]
A: Then shift up twice. [step recap_for_later]
C: ok thanks [glad]
= empathy 1, band look
"""


def one(text: str) -> Labelled:
    (item,) = read(BytesIO(text.encode()))
    assert isinstance(item, Labelled)
    return item


def test_the_last_message_of_an_agent() -> None:
    item = one(TALK)
    reply = "Set it to the smallest ring.\nI'll post a new one today. Then shift up twice."
    assert [role for role, _ in said(item)] == ["customer", "agent", "customer", "agent"]
    assert item.reply.body == reply
    assert item.scheme is Scheme.CORPUS
    assert item.labels == {"clear_steps": Place(0, 28), "commitment": Place(29, 55), "recap_for_later": Place(56, 76)}
    assert (item.feel, item.emp, item.band, item.group) == (True, 1, Band.NEEDS_A_LOOK, "terse")
    assert (item.conversation.id, item.line) == ("bike-1", 1)


def test_a_feeling_that_comes_after_the_reply_is_none_before_it() -> None:
    assert one(TALK.replace(" [upset]", "").replace("[glad]", "[upset]")).feel is False


def test_what_two_readers_differ_about_is_left_open() -> None:
    text = TALK.replace("[upset]", "[upset?]").replace("[commitment timed]", "[commitment? timed?]")
    item = one(text.replace("[step]", "[step?]").replace("empathy 1, band look", "empathy 1/2, band look/mixed"))
    assert set(item.labels) == {"clear_steps", "recap_for_later"}, "one of two steps is beyond dispute"
    assert item.disputed == {"commitment"}
    assert (item.feel, item.emp, item.band) == (None, 1.5, None)
