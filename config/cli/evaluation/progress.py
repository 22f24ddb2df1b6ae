"""How far a long run is, for who waits at a terminal."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

T = TypeVar("T")

PAUSE = 0.2
"""Seconds between two lines: more often than this nobody reads."""
CLEAR = "\r\x1b[K"


class Progress:
    """Counts on standard error where that is a terminal, and leaves nothing behind."""

    def __call__(self, items: Sequence[T], what: str) -> Iterator[T]:
        """Yield the items, saying how many of them are done."""
        if not sys.stderr.isatty():
            yield from items
            return
        said = time.monotonic()
        for done, item in enumerate(items):
            if time.monotonic() - said >= PAUSE:
                said = time.monotonic()
                sys.stderr.write(f"{CLEAR}{done} of {len(items)} {what}")
                sys.stderr.flush()
            yield item
        sys.stderr.write(CLEAR)
        sys.stderr.flush()
