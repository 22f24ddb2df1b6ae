"""A feeling counts when the customer told it: not when a thing is called so, it is denied, or another feels it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.workers.empathy.work import calls
from workers.empathy.cues import cues, shout
from workers.empathy.customer import EXPRESSED, Feeling, feeling
from workers.empathy.data import table
from workers.empathy.lexicon import lexicon
from workers.empathy.text import read
from workers.empathy.words import line


def of(*messages: str) -> Feeling:
    return feeling([read(message) for message in messages])


def examples(key: str) -> list[tuple[int, str]]:
    return [(number, example) for number, cue in enumerate(table("en/feelings")["cue"]) for example in cue[key]]


def weights(example: str) -> set[tuple[str, float]]:
    found = cues(line(example, lexicon().spelling))
    return {(one.cue.kind, one.cue.weight) for one in found}


@pytest.mark.parametrize(("number", "example"), examples("match"))
def test_each_cue_fires_on_its_examples(number: int, example: str) -> None:
    cue = table("en/feelings")["cue"][number]
    assert (cue["kind"], cue["weight"]) in weights(example)


@pytest.mark.parametrize(("number", "example"), examples("no_match"))
def test_no_cue_fires_on_its_counter_examples(number: int, example: str) -> None:
    cue = table("en/feelings")["cue"][number]
    assert (cue["kind"], cue["weight"]) not in weights(example)


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("I am so frustrated with this.", "frustrated"),
        ("I\u2019m not happy at all.", "frustrated"),
        ("This is the third time I write, and I have been waiting for two weeks.", "frustrated"),
        ("I'm really worried that the money is lost.", "worried"),
        ("It's urgent, I don't know what to do.", "worried"),
        ("Great, it works now, thank you so much!", "thankful"),
        ("Where do I change the address on my invoices?", "none_expressed"),
        ("Safe mode shows the same problem report, and it crashed once.", "none_expressed"),
        ("I'm not worried, there is no rush.", "none_expressed"),
        ("My manager is furious with the courier.", "none_expressed"),
        ("Some customers find the lid annoying, most like it.", "none_expressed"),
        ("He said it was ridiculous.", "none_expressed"),
        ("I find that ridiculous.", "frustrated"),
        ("Could you have a look? Thanks in advance.", "none_expressed"),
        ("", "none_expressed"),
    ],
)
def test_what_a_message_expresses(message: str, kind: str) -> None:
    assert of(message).kind == kind


def test_a_negative_feeling_wins_over_thanks() -> None:
    found = of("I am so annoyed by this.", "Wow, it worked, thank you so much!")
    assert found.kind == "frustrated"


def test_courteous_thanks_before_anyone_helped_are_no_feeling() -> None:
    assert of("Please help with the export. Thank you very much.").kind == "none_expressed"
    assert of("Please help with the export.", "Thank you very much, that did it.").kind == "thankful"


@pytest.mark.parametrize(
    ("mild", "strong"),
    [
        ("I am annoyed.", "I am really annoyed."),
        ("I am annoyed.", "I am annoyed!!"),
        ("I am annoyed.", "I am annoyed. It is the third time, and still no reply."),
        ("I am annoyed.", "I am annoyed. WHY IS IT NOT WORKING AGAIN"),
        ("I am worried.", "I am worried. The rent goes out tomorrow."),
    ],
)
def test_intensity_cost_and_time_make_it_stronger(mild: str, strong: str) -> None:
    assert EXPRESSED <= of(mild).strength < of(strong).strength <= 1


def test_strain_below_an_expressed_feeling_is_still_told() -> None:
    found = of("It is the second time that the box was empty.")
    assert found.kind == "none_expressed"
    assert 0 < found.strength < EXPRESSED
    assert [one.quote for one in found.mentions] == ["second time"]


@pytest.mark.parametrize(
    "message",
    [
        "The counter is wood and it is swelling. We open at six tomorrow.",
        "Your night team helped my father until he could sleep again.",
        "I called twice before somebody answered.",
        "Please stop sending the catalogue.",
    ],
)
def test_states_topics_and_strain_alone_are_no_feeling(message: str) -> None:
    assert of(message).kind == "none_expressed"


def test_only_words_that_name_a_feeling_are_marked_as_such() -> None:
    found = of("I'm worried. Third time, still no reply, what the hell is going on, this is bullshit!")
    assert [one.quote for one in found.mentions if one.named] == ["worried"]
    assert {"Third time", "bullshit"} <= {one.quote for one in found.mentions}


def test_mentions_quote_the_original_clearest_first() -> None:
    body = "Hi,\r\n\r\nthird time now.  I\u2019m **really   annoyed**, to be honest!"
    found = of("Hello", body)
    assert [one.quote for one in found.mentions] == ["really   annoyed", "third time"]
    assert all(body[one.start : one.end] == one.quote for one in found.mentions)
    assert {one.message for one in found.mentions} == {1}


def test_quoted_text_and_signatures_have_no_feelings() -> None:
    assert of("Yes, that is it.\n\n> I am furious and fed up!\n> This is ridiculous.").kind == "none_expressed"


@pytest.mark.parametrize(
    ("text", "loud"),
    [
        ("WHY IS THIS NOT WORKING", True),
        ("32 GB RAM CPU USB", False),
        ("OK, the PDF", False),
        ("DO NOT, EVER, do it", True),
    ],
)
def test_shouting_needs_ordinary_words(text: str, loud: bool) -> None:  # noqa: FBT001 - a table
    assert bool(shout(text)) is loud


@given(st.lists(st.text(max_size=200), max_size=3))
def test_any_text_gives_a_feeling_with_true_quotes(messages: list[str]) -> None:
    found = of(*messages)
    assert 0 <= found.strength <= 1
    assert all(messages[one.message][one.start : one.end] == one.quote for one in found.mentions)


def test_twice_the_text_is_twice_the_work() -> None:
    text = "I am so annoyed!! It keeps failing every time, third time now. "
    once, twice = (calls(lambda times=times: of(text * times)) for times in (20, 40))
    assert twice < 2.5 * once
