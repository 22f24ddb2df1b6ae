"""What the model sees: quoted words are named and not said; shapes are those of like sentences."""

from __future__ import annotations

import pytest

from workers.empathy.reader.features import unquoted
from workers.empathy.reader.shape import shape


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ('click " do not worry " and wait', "click quote and wait"),
        ('" calm down " is what it says , then " wait "', "quote is what it says , then quote"),
        ('" calm down "', '" calm down "'),
        ('one " alone', 'one " alone'),
        ('he wrote " a " and " b', 'he wrote quote and " b'),
    ],
)
def test_quoted_words_are_one(words: str, seen: str) -> None:
    assert list(unquoted(words.split())) == seen.split()


def test_like_sentences_have_one_shape() -> None:
    some, other = "i have moved the appointment", "i have put the refund"
    assert shape(some.split(), set()) == shape(other.split(), set()) == ("i", "have", "PAST", "the", "WORD")


def test_the_customers_words_are_theirs() -> None:
    assert shape(["your", "refunds", "left"], {"refund"}) == ("your", "THEIRS", "PAST")
