"""Is a text English? Its small words tell, and its letters.

A profile of a few dozen words for each of seventeen languages: enough to keep other languages from being scored,
not to name them. Text of fewer than about five words, lists of names, and two languages mixed half and half give
near .5.
"""

from __future__ import annotations

import re
from functools import cache

from workers.empathy.data import table, words

_WORD = re.compile(r"[^\W\d_]+(?:'[a-z]+)?")
_OTHER_SCRIPT = re.compile(r"[^\x00-\u024f\u1e00-\u1eff\W\d_]")
_ACCENTED = re.compile(r"[\u00c0-\u024f\u1e00-\u1eff]")
_EXPECTED = 0.15
"""The least share of small words in English prose; what is missing to it speaks for an unknown language."""
_PRIOR = 1.0
_HALF = 0.5


def english(text: str) -> float:
    """Give how likely a text is to be English, 0 to 1; near .5 where there is too little to tell."""
    found = _WORD.findall(text.casefold().replace("\u2019", "'"))
    letters = sum(map(len, found))
    if letters and 2 * len(_OTHER_SCRIPT.findall(text)) > letters:
        return 0.0
    yes, shared, no = (sum(word in known for word in found) for known in _known())
    accents = 0 if text.isascii() else sum(bool(_ACCENTED.search(word)) for word in found)
    missing = max(_EXPECTED * len(found) - yes - _HALF * shared, 0)
    no_evidence = no + _HALF * accents + missing
    return (yes + _PRIOR) / (yes + no_evidence + 2 * _PRIOR)


@cache
def _known() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Give the small words of English alone, of English and another language, of others alone."""
    mine = words("languages", "english", "words")
    theirs = frozenset(word for listed in table("languages")["others"].values() for word in listed.split())
    return mine - theirs, mine & theirs, theirs - mine
