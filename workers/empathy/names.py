"""Tells the name of who writes from what they write."""

from __future__ import annotations

import re

from workers.empathy.data import words

_NAME = re.compile(r"[\w.'+&|-]+$")
_IN_BRACKETS = re.compile(r"\s?\([^()]{0,60}\)$")
_DASHES = "-\u2013\u2014~/^* "
_JOINING = frozenset(
    ["&", "and", "of", "at", "the", "from", "your", "our", "for", "de", "van", "von", "|", "-", "\u2013"]
)
_OPENING = frozenset(["the", "your", "our", "from"])
_MOST_WORDS = 5
_MOST_WITH_COMMA = 4


def is_signature(text: str, *, alone: bool) -> bool:
    """Tell whether a line without a sentence is a name: "Kim", "Kim, hosting", "your service desk", "kim_d".

    Only a line alone in its paragraph may be a bare name; a team ("The Harbour Team") is known by its last word.
    """
    text = _IN_BRACKETS.sub("", text.strip(_DASHES))
    names = text.replace(",", " ").split()
    if not 0 < len(names) <= _MOST_WORDS or text[-1] in ".!?:;)" or not all(map(_NAME.match, names)):
        return False
    lowered = [name.casefold() for name in names]
    team = lowered[-1] in words("reading", "signature", "roles")
    if team and lowered[0] in _OPENING:
        return True
    if not words("reading", "signature", "not_names").isdisjoint(lowered):
        return False
    if team:
        return "," in text or names[0][0].isupper()
    return alone and _is_name(names, comma="," in text)


def _is_name(names: list[str], *, comma: bool) -> bool:
    first = names[0]
    if len(names) == 1 and not first.isalpha():
        return first.replace("_", "").replace(".", "").isalnum() and not first[0].isdigit()
    if not first[0].isupper():
        return False
    if comma:
        return len(names) <= _MOST_WITH_COMMA
    return all(name[0].isupper() or name.isdigit() or name in _JOINING for name in names)
