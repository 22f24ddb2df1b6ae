"""What comes in at `score`: told apart, cut into conversations one by one, and what is wrong with each bad one.

Never holds more than one line of JSONL, so that a stream of any length can be read while it is being written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO

from config.cli import formats
from config.cli.jsontext import LIMIT, BadInput, decode, loads
from config.cli.lines import Line, join, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workers.empathy.model import Conversation

_OBJECT = re.compile(rb"\s*\{(?!\{)")
"""JSON never begins with two braces; a reply that does holds a placeholder of its helpdesk."""
_ARRAY = re.compile(rb"\s*\[\s*(\{|$|\]\s*$)")


class Form(StrEnum):
    """How the input is to be read."""

    GUESS = "guess"
    TEXT = "text"
    JSONL = "jsonl"


@dataclass(frozen=True, slots=True)
class Parsed:
    """A good conversation and the line on which it begins."""

    line: int
    conversation: Conversation


@dataclass(frozen=True, slots=True)
class Flaw:
    """A bad one: `field` is "" where all of it is wrong."""

    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return ": ".join(filter(None, (f"line {self.line}", self.field, self.message)))


def read(stream: BinaryIO, form: Form, customer: str | None = None) -> Iterator[Parsed | Flaw]:
    """Yield conversations and flaws in the order of the input; `customer` is what a bare reply answers."""
    lines = lines_of(stream)
    match form:
        case Form.TEXT:
            yield _text(lines, customer)
        case Form.JSONL:
            yield from _jsonl(lines)
        case Form.GUESS:
            yield from _guess(lines)


def _guess(lines: Iterator[Line]) -> Iterator[Parsed | Flaw]:
    head: list[Line] = []
    for line in lines:
        head.append(line)
        if not line.blank:
            break
    else:
        yield Flaw(1, "", "nothing to score; expected a reply, a conversation as JSON, or one conversation a line")
        return
    first = head[-1]
    if _ARRAY.match(first.raw):
        yield Flaw(first.number, "", "a JSON array; expected one conversation a line: jq -c '.[]' makes it so")
    elif _OBJECT.match(first.raw):
        yield from _json(first, lines)
    else:
        yield _text(chain(head, lines))


def _text(lines: Iterable[Line], customer: str | None = None) -> Parsed | Flaw:
    try:
        text = decode(join(lines))
    except BadInput as bad:
        return Flaw(bad.line, "", bad.message)
    if not text.strip():
        return Flaw(1, "", "nothing to score; expected the text of a reply")
    return Parsed(1, formats.reply(text, customer))


def _jsonl(lines: Iterable[Line]) -> Iterator[Parsed | Flaw]:
    return (_conversation(line) for line in lines if not line.blank)


def _json(first: Line, lines: Iterator[Line]) -> Iterator[Parsed | Flaw]:
    """Tell JSONL, whose first line may be a bad one, from one object over several lines."""
    if _is_json(first.raw) or len(first.raw) > LIMIT:
        yield from _jsonl(chain([first], lines))
        return
    held, size = [first], len(first.raw)
    for line in lines:
        held.append(line)
        size += len(line.raw)
        if _is_conversation(line.raw):
            yield from _jsonl(chain(held, lines))
            return
        if size > LIMIT:
            break
    whole = _conversation(Line(first.number, b"".join(part.raw for part in held)))
    if isinstance(whole, Flaw) and not whole.field:
        whole = replace(whole, message=f"{whole.message}; if it is the text of a reply, use --text")
    yield whole


def _conversation(line: Line) -> Parsed | Flaw:
    try:
        return Parsed(line.number, formats.conversation(loads(line.raw)))
    except BadInput as bad:
        return Flaw(line.number + bad.line - 1, bad.field, bad.message)


def _is_json(raw: bytes) -> bool:
    try:
        loads(raw)
    except BadInput:
        return False
    return True


def _is_conversation(raw: bytes) -> bool:
    return b'"messages"' in raw and _is_json(raw)
