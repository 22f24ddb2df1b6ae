"""What is told back is the customer's trouble in ordinary words, and never anything that is private."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.workers.empathy.conversations import talk
from workers.empathy.data import table, words
from workers.empathy.hear import read_replies
from workers.empathy.told_back import told_back, topics

ANSWER = "Please wait for two more days and then write again, please."


def told(*customer: str) -> str | None:
    return told_back(read_replies(talk(*(part for said in customer for part in (said, ANSWER))))[-1].before)


@pytest.mark.parametrize(
    ("customer", "said"),
    [
        ("My parcel is missing and I am worried.", "your parcel is missing"),
        (
            "Hello, unfortunately our invoice was charged twice this month.",
            "your invoice was charged twice this month",
        ),
        ("Since the update I cannot open any of my files.", None),
        ("I can't open any of my files since the update.", "you cannot open any of your files"),
        ("I was locked out of my account, which is bad.", "you were locked out of your account"),
        ("The page doesn't load on my phone.", "the page does not load on your phone"),
    ],
)
def test_the_trouble_is_turned_to_the_customer(customer: str, said: str | None) -> None:
    assert told(customer) == said


def test_the_newest_trouble_is_told() -> None:
    assert told("My parcel is missing.", "The parcel came, but the lamp is broken.") == "the lamp is broken"


@pytest.mark.parametrize(
    "customer",
    [
        "My daughter is missing her insulin delivery.",  # an illness, and a family
        "My order 4711 is missing.",
        "My parcel for Ondine Marchetti is missing.",
        "My account jo@mill.example is locked.",
        "Is my order missing?",
        "I want my order without the invoice.",
        "My order arrived, thank you.",
        "The problem is not the.",
        "",
    ],
)
def test_what_is_private_or_no_trouble_is_not_told_back(customer: str) -> None:
    assert told(customer) is None


@given(
    st.lists(
        st.sampled_from(["my", "order", "is", "missing", "Anna", "4711", "broken", "not", "and", "biopsy"]),
        max_size=12,
    )
)
def test_only_words_of_the_closed_lists_are_told_back(said: list[str]) -> None:
    back = told(" ".join(said)) or ""
    turned = {word for words_ in table("en/told_back")["turned"].values() for word in words_.split()}
    known = (
        topics() | turned | words("en/told_back", "ordinary", "words") | words("en/told_back", "subjects", "words")
    )
    assert set(back.split()) <= known
