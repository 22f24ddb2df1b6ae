"""A sentence is known again whatever number, name or date stands in it; what is rightly the same is let alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.workers.empathy.conversations import talk
from workers.empathy.across import WORDING
from workers.empathy.fingerprint import LEAST_WORDS, MOST_SENTENCES, fingerprint, kind_sentences, normal, ticket_mark
from workers.empathy.hear import hear
from workers.empathy.lexicon import lexicon
from workers.empathy.text import read

if TYPE_CHECKING:
    from collections.abc import Sequence

UPSET = "I'm really annoyed: order 55-210 came without its lid, and I can't use the pot on Sunday."
KEY = b"a secret"


def words(sentence: str, names: Sequence[str] = ()) -> str:
    (one,) = read(sentence).sentences
    return normal(one.line, names)


def kind(*replies: str) -> list[str]:
    turns = [turn for reply in replies for turn in (UPSET, reply)]
    return list(kind_sentences(hear(talk(*turns))).values())


LIKE = [
    ("I am sorry about your refund of 12 EUR.", "I am sorry about your refund of 40 EUR."),
    ("I'm sorry that it took until Monday.", "I am sorry that it took until Thursday!"),
    ("I am so sorry about order AB-1234.", "I am so sorry about order #98 771."),
    ("Thank you for your patience with this, Anna.", "Thank you for your patience with this, Jörg."),
    ("Anna, I am so sorry for that.", "Tom, I am so sorry for that."),
    ("I am sorry that Mr. Smith kept you waiting.", "I am sorry that Ms Aldous kept you waiting."),
    ("I am sorry you got this twice at a@x.example.", "I am sorry you got this twice at bob@y.example."),
    ("I am sorry, three days are too long.", "I am sorry, 5 days are too long."),
]


@pytest.mark.parametrize(("one", "other"), LIKE)
def test_what_changes_from_ticket_to_ticket_makes_no_difference(one: str, other: str) -> None:
    assert words(one) == words(other) != ""


def test_other_words_do() -> None:
    assert words("I am sorry about your late parcel.") != words("I am sorry about your broken parcel.")


def test_short_sentences_are_alike_by_chance() -> None:
    assert words("I am so sorry 1 2 3 4 5.") == ""
    assert len(words("I am so very sorry.").split()) == LEAST_WORDS


WORD = st.sampled_from(
    ["i", "am", "sorry", "about", "it's", "your", "parcel", "we'll", "7", "Ελα", "straße", "Monday"]
)


@given(st.lists(WORD, min_size=6, max_size=12).map(" ".join), st.integers(0, 10**9))
def test_neither_case_nor_quotes_nor_space_nor_numbers_matter(sentence: str, number: int) -> None:
    known = words(f"{sentence}.")
    changed = (
        f"{sentence.upper()}.",
        f"{sentence.title().replace(chr(39) + 'S', chr(39) + 's')}.",
        f"{sentence.replace(chr(39), chr(0x2019))}.  \n",
        f"{sentence.replace('7', str(number))}.",
    )
    assert {words(one) for one in changed} == {known}


def test_who_is_greeted_and_who_signs_is_no_part_of_it() -> None:
    bodies = (
        f"{greeting}\n\nI can see why {name} is annoyed about that.\n\nBest,\nTom"
        for greeting, name in (("Hi Anna,", "Anna"), ("Hi Ruben,", "Ruben"))
    )
    assert len({tuple(kind(body)) for body in bodies}) == 1


def test_a_greeting_without_a_name_hides_no_word() -> None:
    line = "I can see how annoying it is to be there without a lid."
    assert kind(f"Hi there,\n\n{line}") == kind(f"Hello Anna,\n\n{line}") == kind(line) != []


class TestWhichSentences:
    def test_kind_wording_is_known_again(self) -> None:
        reply = "I can see how annoying a missing lid is. If the new one is bent too, just reply to this mail."
        assert len(kind(reply)) == 2

    @pytest.mark.parametrize(
        "sentence",
        [
            "I've put a new lid in the post today.",
            "The warranty covers lids for two years from the date of purchase.",
            "Please open the app, choose Orders and press Report.",
            "Could you please send me a photo of the box?",
            "Does the new lid fit the pot now?",
            "Please be assured that we value your business.",
        ],
        ids=["deed", "fact", "step", "question", "check", "stock"],
    )
    def test_what_is_rightly_the_same_or_discounted_already_is_not(self, sentence: str) -> None:
        assert kind(sentence) == []

    def test_only_agents_in_public_are_read(self) -> None:
        assert kind_sentences(hear(talk("I am so sorry that my order was late. I am sorry about the mess."))) == {}

    def test_one_ticket_has_an_end(self) -> None:
        replies = [f"I am sorry that the {a}{b} came late, how annoying." for a in "abcdefghijk" for b in "lmnopqrst"]
        assert len(kind(*replies)) == MOST_SENTENCES

    def test_a_spot_is_the_start_of_the_sentence(self) -> None:
        reply = "Hi Anna,\n\n- - -\nI can see how annoying a missing lid is."
        ((message, start),) = kind_sentences(hear(talk(UPSET, reply)))
        assert message == "2"
        assert reply[start:].startswith("I can see")

    def test_the_markers_of_kind_wording_exist(self) -> None:
        assert {marker.id for marker in lexicon().markers.values() if marker.polarity == "+"} >= WORDING


class TestHash:
    def test_it_is_short_and_says_nothing(self) -> None:
        made = fingerprint(words("I am sorry about your late parcel."), KEY)
        assert len(made) == 16
        assert set(made) <= set("0123456789abcdef")

    def test_without_the_key_it_cannot_be_made(self) -> None:
        assert fingerprint("i am sorry", KEY) != fingerprint("i am sorry", b"another")
        assert fingerprint("i am sorry", KEY) == fingerprint("i am sorry", KEY)

    def test_each_writer_has_one_of_his_own_and_the_desk_too(self) -> None:
        assert len({fingerprint("i am sorry", KEY, whose) for whose in ("", "12", "13")}) == 3

    def test_a_ticket_cannot_be_followed_from_sentence_to_sentence(self) -> None:
        first, second = fingerprint("i am sorry", KEY), fingerprint("i see", KEY)
        assert ticket_mark(first, "acme:1", KEY) != ticket_mark(second, "acme:1", KEY)
        assert ticket_mark(first, "acme:1", KEY) == ticket_mark(first, "acme:1", KEY)

    def test_any_text_can_be_hashed(self) -> None:
        assert fingerprint("broken \ud800 text", KEY * 100, "\udfff")
