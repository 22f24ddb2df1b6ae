"""JSON as the public formats want it: strict on the way in, one line on the way out."""

from __future__ import annotations

import json
from typing import Any, NoReturn

LIMIT = 16 * 1024 * 1024
"""Bytes of one line, conversation or reply: what is longer is no ticket, and memory stays bounded."""

_LINE_BREAKS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
"""Legal inside a JSON string, but some readers end a line there."""


class BadInput(Exception):
    """What is wrong with a piece of input: which field ("" = all of it), on which of its lines; never its text."""

    def __init__(self, message: str, *, field: str = "", line: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.line = line


def loads(raw: bytes) -> object:
    """Return the JSON value; raise BadInput."""
    text = decode(raw).rstrip("\r\n")  # else an object that is cut off would be missed on the next line
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise BadInput(_what(error), line=error.lineno) from None
    except RecursionError:
        raise BadInput("nested too deeply") from None
    except ValueError:  # int() takes no more than some thousand digits
        raise BadInput("a number has too many digits") from None


def dump_line(value: object) -> bytes:
    r"""Return the value as one line of UTF-8; half a surrogate pair, which UTF-8 cannot hold, as its \u escape."""
    text = json.dumps(value, ensure_ascii=False).translate(_LINE_BREAKS)
    return text.encode("utf-8", "backslashreplace") + b"\n"


def decode(raw: bytes) -> str:
    """Return the text; raise BadInput unless it is UTF-8 of a bearable length."""
    if len(raw) > LIMIT:
        raise BadInput(f"longer than {LIMIT // 1024**2} MiB")
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise BadInput("expected UTF-8, got UTF-16; save it as UTF-8") from None
        raise BadInput(f"not UTF-8 at byte {error.start + 1}; save it as UTF-8") from None


def _what(error: json.JSONDecodeError) -> str:
    if error.msg == "Extra data":
        return f"expected one conversation a line, got more after it at column {error.colno}: jq -c . makes it so"
    return f"not JSON at column {error.colno} ({error.msg})"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse what parsers disagree about: which of two equal keys counts."""
    members = dict(pairs)
    if len(members) < len(pairs):
        raise BadInput("a key appears twice in one object")
    return members


def _no_constant(name: str) -> NoReturn:
    raise BadInput(f"not JSON ({name} is not a JSON value)")


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)
