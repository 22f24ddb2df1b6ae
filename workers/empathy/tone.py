"""The tone of a sentence: VADER, with a lexicon for support language and in time linear in the length.

VADER looks at three words before a word and two after it, but lower-cases all of them each time. Given only those few
it computes the same. Where no word of `lexicon/tone.toml` occurs, the result is that of stock VADER.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from heapq import heappop, heappush
from string import punctuation

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer, SentiText

from workers.empathy.data import table

_BEFORE, _AFTER = 3, 3


def tone(text: str) -> float:
    """Give VADER's compound, -1 to 1, for a sentence or a whole text; 0 where no word of the lexicon occurs."""
    analyser = _analyser()
    if not analyser.knows(text):
        return 0.0
    compound: float = analyser.polarity_scores(text)["compound"]
    return compound


class _Window(SentiText):  # type: ignore[misc]
    """The words around one word."""

    def __init__(self, words: list[str], *, is_cap_diff: bool) -> None:
        self.words_and_emoticons = words
        self.is_cap_diff = is_cap_diff


class LinearAnalyser(SentimentIntensityAnalyzer):  # type: ignore[misc]
    """Stock VADER that looks at each word once."""

    def knows(self, text: str) -> bool:
        """Tell whether anything in the text can move the score."""
        for token in text.lower().split():
            if token in self.lexicon or token.strip(punctuation) in self.lexicon:
                return True
        return not text.isascii() and any(character in self.emojis for character in text)

    def sentiment_valence(
        self, valence: float, sentitext: SentiText, item: str, i: int, sentiments: list[float]
    ) -> list[float]:
        """Weigh one word, given only its neighbours."""
        if item.lower() not in self.lexicon:
            sentiments.append(valence)
            return sentiments
        first = max(i - _BEFORE, 0)
        near = _Window(sentitext.words_and_emoticons[first : i + _AFTER], is_cap_diff=sentitext.is_cap_diff)
        weighed: list[float] = super().sentiment_valence(valence, near, item, i - first, sentiments)
        return weighed

    @staticmethod
    def _but_check(words: list[str], sentiments: list[float]) -> list[float]:
        """Halve what comes before "but" and raise what comes after.

        The stock loop changes, for each value it meets, the first one equal to it; so does this, without a search.
        """
        lowered = [word.lower() for word in words]
        if "but" not in lowered:
            return sentiments
        but = lowered.index("but")
        places: defaultdict[float, list[int]] = defaultdict(list)
        for at, value in enumerate(sentiments):
            heappush(places[value], at)
        for at in range(len(sentiments)):
            value = sentiments[at]
            first = places[value][0]
            if first != but and value:
                heappop(places[value])
                sentiments[first] = value * (0.5 if first < but else 1.5)
                heappush(places[sentiments[first]], first)
        return sentiments


@cache
def _analyser() -> LinearAnalyser:
    analyser = LinearAnalyser()
    changes = table("tone")
    for listed in changes["remove"].values():
        for word in listed.split():
            analyser.lexicon.pop(word, None)
    analyser.lexicon.update(changes["reweigh"])
    return analyser
