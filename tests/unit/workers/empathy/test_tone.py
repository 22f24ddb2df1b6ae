"""Tone is VADER for support language: the same where nothing was changed, and linear."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from tests.unit.workers.empathy.work import calls
from workers.empathy.data import table
from workers.empathy.tone import LinearAnalyser, tone

STOCK = SentimentIntensityAnalyzer()
LINEAR = LinearAnalyser()
CHANGED = frozenset(" ".join(table("tone")["remove"].values()).split()) | frozenset(table("tone")["reweigh"])

CHARGED = st.sampled_from(sorted(STOCK.lexicon))
PLAIN = st.sampled_from(
    re.findall(
        r"\S+",
        """but But not never no nor or so this very REALLY kinda kind of least at without doubt sort the isn't hardly
        table bomb yeah right ! !!! ?? . , \U0001f600 \u2764 :) THE bus stop""",
    )
)
WORDS = st.lists(st.one_of(CHARGED, PLAIN, CHARGED.map(str.upper), st.text(max_size=3)), max_size=30)


@given(WORDS)
def test_any_text_has_the_scores_of_stock_vader_on_the_same_lexicon(words: list[str]) -> None:
    text = " ".join(words)
    assert LINEAR.polarity_scores(text) == STOCK.polarity_scores(text)


@given(WORDS)
def test_a_text_without_a_changed_word_has_stock_vaders_tone(words: list[str]) -> None:
    text = " ".join(word for word in words if not CHANGED.intersection(_plain(word)))
    assert tone(text) == STOCK.polarity_scores(text)["compound"]


def _plain(word: str) -> list[str]:
    return [part.strip("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~") for part in word.lower().split()]


@pytest.mark.parametrize(
    "sentence",
    [
        "Start in safe mode, clear the cache and save the file.",
        "The error report of the crash is on the support page.",
        "Block the site and hide the warning.",
        "Dear Kim, it is true, that support page is pretty clear.",
    ],
)
def test_technical_words_have_no_tone(sentence: str) -> None:
    assert abs(STOCK.polarity_scores(sentence)["compound"]) > 0.2
    assert tone(sentence) == 0


@pytest.mark.parametrize("sentence", ["That's terrible, I'm so angry!", "This is awful.", "You idiots ruined it."])
def test_a_bitter_sentence_is_negative(sentence: str) -> None:
    assert tone(sentence) < -0.3


@pytest.mark.parametrize(
    "sentence", ["That's wonderful, thank you so much!", "I love it :)", "Great, happy to see it!"]
)
def test_a_warm_sentence_is_positive(sentence: str) -> None:
    assert tone(sentence) > 0.3


def test_no_still_negates() -> None:
    assert tone("no good") < 0 < tone("good")


@pytest.mark.parametrize("text", ["great but awful ", "very happy not awful! ", "no doubt so great \U0001f600 "])
def test_twice_the_text_is_twice_the_work(text: str) -> None:
    tone("happy")  # loads the lexicon
    once, twice = (calls(lambda times=times: tone(text * times)) for times in (200, 400))
    assert twice < 2.5 * once
    assert tone(text * 200) == STOCK.polarity_scores(text * 200)["compound"]


def test_every_change_changes_something() -> None:
    removed = " ".join(table("tone")["remove"].values()).split()
    assert not [word for word in removed if word not in STOCK.lexicon]
    assert not [word for word, value in table("tone")["reweigh"].items() if STOCK.lexicon.get(word) == value]
