"""A stream of bytes line by line, as it comes, without ever holding more than one line of bearable length."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, BinaryIO

from config.cli.jsontext import LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BOM = b"\xef\xbb\xbf"
CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its end; one that is too long is cut just beyond the limit, so that `decode` refuses it."""

    number: int
    raw: bytes

    @property
    def blank(self) -> bool:
        """Say whether there is nothing on it."""
        return not self.raw.strip()


def lines_of(stream: BinaryIO) -> Iterator[Line]:
    """Yield each line as soon as it is there."""
    for number in count(1):
        raw = stream.readline(LIMIT + 1)
        if not raw:
            return
        if len(raw) > LIMIT and not raw.endswith(b"\n"):
            _skip_rest(stream)
        # Editors on Windows put a byte order mark before the first line.
        yield Line(number, raw.removeprefix(BOM) if number == 1 else raw)


def join(lines: Iterable[Line]) -> bytes:
    """Return the lines as one text, no more of them than it takes to be too long."""
    whole = bytearray()
    for line in lines:
        whole += line.raw
        if len(whole) > LIMIT:
            break
    return bytes(whole)


def _skip_rest(stream: BinaryIO) -> None:
    while (part := stream.readline(CHUNK)) and not part.endswith(b"\n"):
        pass
