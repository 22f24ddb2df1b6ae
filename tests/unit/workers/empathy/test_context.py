"""The surroundings of a sentence: the customer's turns add up, and a reply knows its place."""

from __future__ import annotations

import pytest

from tests.unit.workers.empathy.conversations import talk
from workers.empathy import customer
from workers.empathy.before import Before, Turn
from workers.empathy.hear import read_replies
from workers.empathy.text import read

TURNS = [
    "My order 55-210 came without its lid.",
    "I'm really annoyed by now, two weeks and no answer!!",
    "Thank you so much for your help! It cost 39.90, room B17.",
]


def before(*bodies: str) -> Before:
    so_far = Before()
    for body in bodies:
        so_far = so_far.with_turn(Turn(read(body), opening=not so_far.turns))
    return so_far


def test_turns_add_up_to_what_all_of_them_say() -> None:
    whole = customer.facts([read(body) for body in TURNS])
    assert before(*TURNS).facts == whole
    assert before(*TURNS).words == sum(read(body).words for body in TURNS)
    assert {"39.90", "b17", "55-210"} <= before(*TURNS).figures


def test_a_negative_feeling_outlasts_thanks() -> None:
    assert [before(*TURNS[:count]).feeling.kind for count in range(4)] == [
        *("none_expressed", "none_expressed", "frustrated", "frustrated")
    ]
    assert before(TURNS[0], TURNS[2]).feeling.kind == "thankful"
    assert before(TURNS[2]).feeling.kind == "none_expressed"


def test_heat_is_that_of_the_last_message() -> None:
    assert [before(*TURNS[:count]).heated for count in range(4)] == [False, False, True, False]


def test_nothing_before_is_calm() -> None:
    nothing = Before()
    assert not any((nothing.upset, nothing.heated, nothing.solved, nothing.trouble, nothing.words))


def test_the_subject_is_the_customers_too() -> None:
    reply = read_replies(talk("Please help.", "Which lid is it?", subject="Pot without a lid"))[0]
    assert reply.said[0].shared == 1


def test_replies_know_their_place() -> None:
    first, second = read_replies(talk("The lid is missing.", "Which one?", "The big one.", "I've sent it."))
    assert (first.number, first.last, second.number, second.last) == (0, False, 1, True)
    assert second.earlier == (first,)
    assert second.before.turns[-1].reading.body == "The big one."


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Which lid is it?", True),
        ("which lid is it", True),
        ("any better", True),
        ("could you hold it against the light", True),
        ("The lid is in the box.", False),
        ('Press "?" and wait.', False),
        ("See https://mill.example/a?b=c for the lid.", False),
    ],
)  # fmt: skip
def test_a_question_needs_no_question_mark(text: str, question: bool) -> None:  # noqa: FBT001 (a table)
    assert read_replies(talk("Hello?", text))[0].said[0].question is question


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("Press the green button.", True),
        ("Go to Tools > Paper and choose A5.", True),
        ("Then you can turn the lid to the left.", True),
        ("I have pressed the green button.", False),
        ("Please let me know.", False),
        ("The button is green.", False),
    ],
)
def test_a_step_tells_the_customer_what_to_do(text: str, step: bool) -> None:  # noqa: FBT001 (a table)
    assert read_replies(talk("Hello?", text))[0].said[0].step is step
