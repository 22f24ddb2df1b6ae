"""Findings: one of a marker in a sentence, with an exact place; and which of them count."""

from __future__ import annotations

import pytest

from tests.unit.workers.empathy.conversations import CALM, found, talk, weighed
from workers.empathy.lexicon import lexicon
from workers.empathy.score import assess
from workers.empathy.weigh import REPROACH, REPROACHES

UPSET = "I'm really annoyed: order 55-210 came without its lid, and I can't use the pot on Sunday."


def quotes(reply: str, marker: str, customer: str = UPSET) -> list[str]:
    return [item.quote for item in assess(talk(customer, reply)).evidence if item.marker == marker]


@pytest.mark.parametrize(
    ("reply", "marker", "quote"),
    [
        ("Hi Lou,\n\nI\u2019ve sent the lid today, it is big.", "action_done", "I\u2019ve sent the lid today"),
        ("Well, if you had read the label, you would know.", "judged", "if you had read the label, you would"),
        ("The lid is <b>gone</b>. I will ring the mill at noon.", "commitment", "I will ring the mill at noon"),
        ("It is ALWAYS in the box, you MUST look.", "raised_voice", "ALWAYS in the box, you MUST"),
        ("I will send lid 4.2 at 18:00, the big one.", "commitment", "I will send lid 4.2 at 18:00"),
        ("It concerns 55-210 and nothing else.", "specific", "55-210"),
    ],
)  # fmt: skip
def test_a_quote_is_the_clause_or_the_words_that_matter(reply: str, marker: str, quote: str) -> None:
    assert quotes(reply, marker) == [quote]


def test_a_marker_is_found_once_in_a_sentence() -> None:
    reply = "I've put the lid in the post today, I've told the mill, and I've changed your address."
    assert len(quotes(reply, "action_done")) == 1


def test_evidence_stands_in_the_order_of_the_text() -> None:
    reply = f"I'm sorry about the lid. I've sent it today. I will ring you on Friday. {CALM}"
    evidence = assess(talk(UPSET, reply)).evidence
    assert [item.start for item in evidence] == sorted(item.start for item in evidence)


def test_what_stands_outside_the_agents_own_words_is_not_found() -> None:
    reply = "I've sent the lid.\n\n> You must be furious. Calm down!!\n\n-- \nThank you for contacting Pots & Lids"
    assert {item.marker for item in assess(talk(UPSET, reply)).evidence} <= {
        *("action_done", "used_i", "specific", "acknowledged", "abrupt_end")
    }


@pytest.mark.parametrize(
    ("reply", "marker", "why"),
    [
        ("Thanks for the photo.", "thanked", None),
        ("Thank you for contacting Pots & Lids.", "thanked", "generic phrase"),
        (
            "If you have any further questions, please do not hesitate to contact us.",
            "closing_offer",
            "generic phrase",
        ),
        ("I can see why that is annoying.", "validated_feeling", None),
    ],
)
def test_stock_phrases_are_found_and_do_not_count(reply: str, marker: str, why: str | None) -> None:
    assert found(talk(UPSET, reply))[marker] == why


def test_a_sentence_written_before_does_not_count_again() -> None:
    said = "I will ring the mill for you today."
    later = [one for one in weighed(talk(UPSET, said, "And?", said)) if one.reply.message.id == "4"]
    assert {one.why for one in later if one.marker == "commitment"} == {"repeated"}
    assert "scripted" in {one.marker for one in later}


def test_another_agent_may_apologise_too() -> None:
    conversation = talk(
        UPSET, "I'm sorry about the missing lid.", "And?", "I'm so sorry about the lid, I've sent it."
    )
    whys = [one.why for one in weighed(conversation) if one.marker == "apologised"]
    assert whys == [None, "second apology"]


def test_polarity_is_that_of_the_entry() -> None:
    for item in assess(talk(UPSET, "Calm down. I've put the lid in the post today, as I already told you.")).evidence:
        assert item.polarity == lexicon().markers[item.marker].polarity
        assert item.rule.startswith(f"en.{item.marker}.")


@pytest.mark.parametrize(
    ("reply", "marker"),
    [
        ("That's the courier's fault, not ours.", "acknowledged"),
        ("Let me know if there is anything you still don't understand.", "open_door"),
        ("I'm sorry you feel that way.", "apologised"),
        ("It is your own fault, you should have called us before.", "apologised"),
    ],
)
def test_nothing_kind_is_found_in_the_words_of_a_reproach(reply: str, marker: str) -> None:
    markers = found(talk("The courier lost my parcel, I'm angry.", reply))
    assert markers.get(marker, REPROACH) == REPROACH
    assert markers.keys() & REPROACHES
