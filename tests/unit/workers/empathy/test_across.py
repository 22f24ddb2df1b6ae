"""What stands in other tickets too: kind wording counts no more and says why; facts and steps are as good as ever."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.workers.empathy.conversations import MIXED_CASES, talk
from workers.empathy.across import ACROSS, BLOCK, LEAST_DESK, LEAST_OWN, REASONS, Times, reason
from workers.empathy.fingerprint import kind_sentences
from workers.empathy.hear import hear, read_replies
from workers.empathy.result import result
from workers.empathy.score import assess
from workers.note import compose

if TYPE_CHECKING:
    from workers.empathy.model import Assessment, Conversation

UPSET = "I'm really annoyed: order 55-210 came without its lid, and I can't use the pot on Sunday."
KIND = "I can see how annoying it is to wait for a part that is missing."
DEED = "I've put the lid for order 55-210 in the post today, it will be with you on Friday."
TALK = talk(UPSET, f"{KIND} {DEED}")


def across(conversation: Conversation, own: int, desk: int = 0) -> Assessment:
    return assess(conversation, dict.fromkeys(kind_sentences(hear(conversation)), Times(own, max(own, desk))))


@pytest.mark.parametrize(
    ("own", "desk", "said"),
    [
        (0, 0, None),
        (2, 2, None),
        (2, 9, None),
        (3, 3, "in 3 other tickets"),
        (3, 8, "in 8 other tickets"),
        (0, 10, BLOCK),
        (10, 10, BLOCK),
        (400, 900, BLOCK),
    ],
)
def test_three_of_ones_own_or_ten_of_the_desks(own: int, desk: int, said: str | None) -> None:
    assert reason(Times(own, desk)) == said
    assert said is None or said in REASONS
    assert (LEAST_OWN, LEAST_DESK) == (3, 10)


def test_what_was_not_seen_changes_nothing() -> None:
    assert across(TALK, 2, 9) == assess(TALK) == assess(TALK, {("9", 0): Times(50, 50)})


def test_kind_wording_is_discounted_and_says_why() -> None:
    plain, repeated = assess(TALK), across(TALK, 3)
    before = {one.marker for one in plain.evidence if one.counted and one.quote in KIND}
    after = {one.marker: one.why for one in repeated.evidence if one.quote in KIND}
    assert "validated_feeling" in before
    assert set(after.values()) == {"in 3 other tickets"}
    assert (repeated.score or 0) < (plain.score or 0)
    assert {part.reason for part in repeated.not_counted} == {ACROSS}
    assert "validated_feeling" not in {strength.marker for strength in repeated.strengths}


def test_deeds_and_facts_count_as_before() -> None:
    plain, repeated = assess(TALK), across(TALK, 3)
    facts = [[one for one in made.evidence if one.start >= len(KIND)] for made in (plain, repeated)]
    assert facts[0] == facts[1] != []


def test_a_sentence_that_is_only_a_fact_may_stand_anywhere() -> None:
    factual = talk(
        "Where do I find the invoice?", "Open Billing, then Invoices. The invoice of May is the first one."
    )
    everywhere = {
        (reply.message.id, said.sentence.start): Times(99, 99)
        for reply in read_replies(factual)
        for said in reply.said
    }
    assert assess(factual, everywhere) == assess(factual)


@given(st.sampled_from(MIXED_CASES), st.integers(0, 20), st.integers(0, 20))
def test_repetition_never_helps(case: tuple[str, ...], own: int, desk: int) -> None:
    repeated, plain = across(talk(*case), own, desk), assess(talk(*case))
    assert (repeated.score or 0) <= (plain.score or 0)
    assert repeated.not_scored == plain.not_scored


def test_a_habit_is_no_fault_and_a_text_block_is_scripted() -> None:
    def scripted(made: Assessment) -> list[str]:
        return [one.quote for one in made.evidence if one.marker == "scripted" and one.counted]

    assert scripted(across(TALK, 9)) == []
    assert scripted(across(TALK, 0, 10)) == [KIND]
    assert (across(TALK, 0, 10).score or 0) < (across(TALK, 9).score or 0)


def test_the_next_apology_in_own_words_counts() -> None:
    own = "I'm sorry that your pot came without its lid."
    conversation = talk(UPSET, f"I am so sorry about the mess with the box you got. {own} {DEED}")
    (first, _) = kind_sentences(hear(conversation))
    made = assess(conversation, {first: Times(5, 5)})
    assert [one.quote in own for one in made.evidence if one.marker == "apologised" and one.counted] == [True]


def test_the_idea_is_ones_own_words_where_it_was_said_in_a_block() -> None:
    made = across(TALK, 5)
    assert made.idea
    assert (made.idea.slug, made.idea.sentence[:10]) == ("own_words", "“I can see")


def test_the_note_says_what_was_not_counted() -> None:
    assert "Not counted: lines that stand in other tickets too." in compose(across(TALK, 4)).text


def test_the_same_knowledge_gives_the_same_bytes() -> None:
    first, again = (json.dumps(result(across(TALK, 4, 12), None)) for _ in range(2))
    assert first == again
    bodies = {message.id: message.body for message in TALK.messages}
    assert all(bodies[one.message][one.start : one.end] == one.quote for one in across(TALK, 4, 12).evidence)
