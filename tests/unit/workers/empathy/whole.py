"""Checks that a reading accounts for every character of a message, once."""

from __future__ import annotations

import re
from functools import reduce
from html import unescape
from typing import TYPE_CHECKING

from workers.empathy.history import History
from workers.empathy.text import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workers.empathy.text import Reading

# White space, control and format characters: neither words nor left out.
_NOTHING = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffc"
    r"\U000e0000-\U000e007f]*"
)


def after(*bodies: str) -> History:
    """Return the history that these messages make, in their order."""
    return reduce(History.after, bodies, History())


def whole(body: str, earlier: Sequence[str] = ()) -> Reading:
    """Read and check: sentences and left-out parts are in order, apart or within, and cover all that can be seen."""
    reading = read(body, earlier=after(*earlier))
    owner = [""] * len(body)
    _check_sentences(reading, owner)
    _check_left_out(reading, owner)
    rest = unescape("".join(" " if owned else character for owned, character in zip(owner, body, strict=True)))
    assert _NOTHING.fullmatch(rest), repr(rest.strip())
    return reading


def _check_sentences(reading: Reading, owner: list[str]) -> None:
    last = 0
    for one in reading.sentences:
        assert last <= one.start < one.end <= len(reading.body)
        assert one.text
        assert one.text == one.text.strip()
        assert "  " not in one.text
        assert len(one.origin) == len(one.text) + 1
        assert one.origin[-1] == one.end
        assert list(one.origin) == sorted(one.origin)
        places = [one.span(at, at + 1) for at in range(len(one.text))]
        assert all(one.start <= start <= end <= one.end for start, end in places)
        owner[one.start : one.end] = "s" * (one.end - one.start)
        last = one.end


def _check_left_out(reading: Reading, owner: list[str]) -> None:
    last = 0
    for one in reading.left_out:
        assert last <= one.start < one.end <= len(reading.body)
        assert len(set(owner[one.start : one.end])) == 1, "partly in a sentence"
        owner[one.start : one.end] = [owned or "x" for owned in owner[one.start : one.end]]
        last = one.end
