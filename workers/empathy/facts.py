"""What customers told already: identifiers, kinds of facts, and what their messages are about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from workers.empathy.data import table, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workers.empathy.text import Reading

_TOLD = frozenset(["url", "code", "log", "signature"])
"""What was left out of a reading and still tells something."""
_MACHINE = frozenset(["code", "log"])
_MONTH = r"(?i:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATES = (
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d)?",
    r"\d{1,2}/\d{1,2}/\d{2,4}",
    r"\d{1,2}\.\d{1,2}\.(?:19|20)\d\d",
    rf"{_DAY}(?: of)? {_MONTH}",
    rf"{_MONTH} {_DAY}",
)
# Shapes of identifiers, in the order of their claims: what one has taken is no other's.
_SHAPES = {
    "url": re.compile(r"\b(?:https?://|www\.)[^\s<>\"]+"),
    "email": re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}"),
    "date": re.compile(rf"\b(?:{'|'.join(_DATES)})(?![\w])"),
    "version": re.compile(r"\bv?\d{1,4}(?:\.\d{1,6}){2,4}[a-z]?\d{0,3}\b"),
    "error_text": re.compile(
        r"\b(?:0x[0-9a-fA-F]{4,16}|[A-Z]{2,20}_[A-Z0-9_]{2,60}|(?i:error|code):? #?[A-Z]{0,3}-?\d{2,8})\b"
    ),
    "phone": re.compile(
        r"(?<![\w.-])(?:(?:\+\d{1,3} ?|\(?0\d{1,4}\)?[ /-]?|\(\d{2,5}\) ?)[\d -]{5,14}\d"
        r"|\d{3}[ .-]\d{3}[ .-]\d{4})(?![\w-])"
    ),
}
_SIGNS = {"email": "@", "version": "."}
"""Without its sign a shape need not be looked for."""
_ORDER_NUMBER = re.compile(
    r"(?<![\w.,-])#?(?=[a-z-]{0,6}\d)[a-z0-9]{1,20}(?:-[a-z0-9]{1,20}){0,4}(?![\w-])(?![.,]\d)", re.IGNORECASE
)
_MEASURE = re.compile(
    r"#?(?:\d{1,5}(?:[gmkt]b|px|ms|[mg]hz|[pkhxwv]|[ap]m|th|st|nd|rd|hrs|min|[mck]m|[mk]?g|eur|usd|h\d+)|\d+-?(?:bits?|days?))$",
    re.IGNORECASE,
)
_DIGITS, _DIGITS_OF_MIXED = 5, 3
_YEAR = re.compile(r"(?:19|20)\d\d$")
_PLAIN_WORD = re.compile(r"\w+")
_MAY_IDENTIFY = re.compile(r"[\d@_]|www\.|://")
_SAID = re.compile(
    r"\b(?:error|message|says|saying|reads|shows|alert|warning)\b[^.\n\"']{0,40}[\"'][^\"'\n]{8,}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What was told. Identifiers are lower case, without "#".

    The kinds: order_number, email, phone, url, version, error_text, date, device, system, browser, steps_tried,
    screenshot. `content` holds the stems of the content words.
    """

    identifiers: frozenset[str]
    kinds: frozenset[str]
    content: frozenset[str]


def facts(readings: Sequence[Reading]) -> Facts:
    """Give the facts that a customer's messages hold."""
    found = [pair for reading in readings for pair in _told(reading)]
    spoken = (one.stems for reading in readings for one in reading.sentences)
    return Facts(
        frozenset(identifier for _, identifier in found if identifier),
        frozenset(kind for kind, _ in found),
        frozenset().union(*spoken),
    )


def _told(reading: Reading) -> Iterator[tuple[str, str]]:
    """Yield kinds with the identifier found, "" where there is none."""
    left_out = [one for one in reading.left_out if one.reason in _TOLD]
    texts = [*(one.text for one in reading.sentences), *(reading.body[one.start : one.end] for one in left_out)]
    text = "\n".join(texts)
    if any(one.reason in _MACHINE for one in left_out) or _SAID.search(text):
        yield "error_text", ""
    said = frozenset(_PLAIN_WORD.findall(text.lower()))
    yield from ((kind, "") for kind, named in _kinds().items() if not said.isdisjoint(named))
    if _MAY_IDENTIFY.search(text):
        yield from _identifiers(text)


def _identifiers(text: str) -> Iterator[tuple[str, str]]:
    for kind, shape in _SHAPES.items():
        if _SIGNS.get(kind, "") not in text:
            continue
        found_here = list(shape.finditer(text))
        yield from ((kind, found[0].strip("#.,;:()/ ").lower()) for found in found_here)
        text = shape.sub(_blank, text) if found_here else text
    if not any(map(str.isdigit, text)):
        return
    for found in _versions().finditer(text):
        yield "version", found[1] if "." in found[1] else ""
    text = _versions().sub(_blank, text)
    for found in _ORDER_NUMBER.finditer(text):
        if _is_number_of_something(found[0], text[max(found.start() - 20, 0) : found.start()]):
            yield "order_number", found[0].strip("#").lower()


def _is_number_of_something(token: str, before: str) -> bool:
    """Tell whether a token with a digit is a number that names an order, a ticket, a device."""
    last = before.split()[-1:]
    named = token[0] == "#" or bool(last and last[0].lower().strip(":.#(") in words("en/told", "numbers", "before"))
    if named or _MEASURE.match(token) or _YEAR.match(token):
        return named
    digits = sum(map(str.isdigit, token))
    return digits >= (_DIGITS if token.isdigit() else _DIGITS_OF_MIXED)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


@cache
def _kinds() -> dict[str, frozenset[str]]:
    return {kind: words("en/told", "kinds", kind) for kind in table("en/told")["kinds"]}


@cache
def _versions() -> re.Pattern[str]:
    named = "|".join(sorted(words("en/told", "numbers", "version")))
    return re.compile(rf"\b(?:{named})[ :]{{0,2}}v?(\d{{1,5}}(?:\.\d{{1,5}}){{0,3}})(?![\w-])", re.IGNORECASE)
