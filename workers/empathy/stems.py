"""Content words without their endings, so that "refunded" in a reply meets "refund" in a question."""

from __future__ import annotations

import re
from functools import lru_cache

from workers.empathy.data import table, words

_WORD = re.compile(r"[^\W\d_][\w'-]*")
_ENDINGS = (
    ("'s", ""),
    ("ies", "y"),
    ("ments", ""),
    ("ment", ""),
    ("ings", ""),
    ("ing", ""),
    ("edly", ""),
    ("ed", ""),
)
_PLURALS = (("ly", ""), ("es", ""), ("s", ""))
_ALL_ENDINGS = _ENDINGS + _PLURALS
_LAST_LETTERS = frozenset(ending[-1] for ending, _ in _ALL_ENDINGS)
_LEAST = 3
_MOST_KEPT = 10_000
"""Most words that come are among those that came before."""


def stems(text: str) -> tuple[str, ...]:
    """Give the stems of the content words in their order; `text` has straight quotes."""
    return tuple(filter(None, map(_content, _WORD.findall(text.lower()))))


@lru_cache(_MOST_KEPT)
def _content(word: str) -> str:
    """Give the stem of a content word, "" for any other."""
    word = word.strip("'-")
    stop = words("en/told", "stop", "words")
    return stem(word) if len(word) >= _LEAST and word.replace("'", "") not in stop else ""


def stem(word: str) -> str:
    """Take a lower-case word's ending off: a light stemmer, for English, that may err the same way for both sides."""
    irregular: dict[str, str] = table("en/told")["irregular"]
    word = irregular.get(word, word)
    endings = _ENDINGS if word.endswith("ss") else _ALL_ENDINGS
    for ending, instead in endings if word[-1] in _LAST_LETTERS else ():
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST:
            word = word.removesuffix(ending) + instead
            break
    if len(word) > _LEAST and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]  # stopp(ed)
    return word.removesuffix("e") if len(word) > _LEAST else word
