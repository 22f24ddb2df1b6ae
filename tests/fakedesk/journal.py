"""An append-only account of everything that was asked, written and sent; a test proves its promises from it.

what      fields besides `what` and `at`
request   method, path, query, sent (top names of the body), user, status, ms
write     who, ticket, sent (names), unknown (names the API does not have), note, public, ticket_status (None = not
          sent), fields, tags_added, tags_removed, metadata, changed, status
webhook   hook, invocation, ticket, attempt, status (0 = no answer)
fault     kind, method, path, processed (then there is a request entry too)
violation method, path: a request before a Retry-After had run out
act       ticket, who, sent (names): something a person did
"""

from __future__ import annotations

import json
import threading
import time
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


class Journal:
    """Keeps entries in memory, and in a JSONL file if one is named; a line is there before its answer goes out."""

    def __init__(self, path: Path | None = None) -> None:
        self._lock = threading.Lock()
        self._entries: list[dict[str, Any]] = []
        self._file: IO[str] | None = path.open("a", encoding="utf-8") if path else None

    def add(self, what: str, **facts: object) -> None:
        entry = {"what": what, "at": time.time(), **facts}
        with self._lock:
            self._entries.append(entry)
            if self._file:
                self._file.write(json.dumps(entry, ensure_ascii=False) + "\n")
                self._file.flush()

    def entries(self, what: str | None = None, **facts: object) -> list[dict[str, Any]]:
        """Return the entries of a kind whose facts are these."""
        with self._lock:
            found = list(self._entries)
        wanted = facts | ({"what": what} if what else {})
        return [entry for entry in found if all(entry.get(name) == value for name, value in wanted.items())]

    def close(self) -> None:
        with self._lock:
            if self._file:
                self._file.close()
                self._file = None
