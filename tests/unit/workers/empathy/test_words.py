"""Lines: the words as patterns see them, each with its place in the text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.empathy.forms import Verbs
from workers.empathy.lexicon import lexicon
from workers.empathy.words import line


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I've put it back.", "i have put it back ."),
        ("We can't, won't, didn't.", "we can not , will not , did not ."),
        ("It's Jo's, that's clear", "it is jo's , that is clear"),
        ("you'd follow-up on e-mail", "you would follow up on e mail"),
        ("Order LP40-66102 at 18:00, 4.2 now", "order lp40-66102 at 18:00 , 4.2 now"),
        ("pls dont, thx", "please do not , thanks"),
        ("Settings > Paper?", "settings > paper ?"),
        ("we apologise", "we apologize"),
        ("write to lou@mill.example now", "write to lou@mill.example now"),
        ("", ""),
    ],
)
def test_words_are_written_out(text: str, words: str) -> None:
    assert line(text, lexicon().spelling).text == f" {words} "


def test_a_place_is_found_again() -> None:
    text = "Well, I've put the refund through."
    words = line(text, lexicon().spelling)
    start = words.text.index("have put the refund")
    first, last = words.place(start, start + len("have put the refund "))
    assert text[first:last] == "I've put the refund"


@given(st.text(max_size=80))
def test_words_stand_in_order_inside_the_text(text: str) -> None:
    words = line(text, lexicon().spelling)
    assert words.text == f" {' '.join(words.words)} "
    ends = [end for end, letter in enumerate(words.text) if letter == " "]
    places = [words.place(start + 1, end + 1) for start, end in pairwise(ends)] if words.words else []
    assert len(places) == len(words.words)
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)


@pytest.mark.parametrize(
    ("verb", "form", "made"),
    [
        ("check", "past", ("checked",)),
        ("write", "past", ("wrote", "written")),
        ("write off", "past", ("wrote off", "written off")),
        ("double check", "ing", ("double checking",)),
        ("drop", "past", ("dropped",)),
        ("drop", "ing", ("dropping",)),
        ("move", "ing", ("moving",)),
        ("notify", "s", ("notifies",)),
        ("notify", "past", ("notified",)),
        ("replay", "past", ("replayed",)),
        ("fix", "s", ("fixes",)),
        ("free", "ing", ("freeing",)),
    ],
)
def test_forms_of_verbs(verb: str, form: str, made: tuple[str, ...]) -> None:
    verbs = Verbs({"write": "wrote written"}, frozenset({"drop"}))
    assert verbs.forms(verb, form) == made
