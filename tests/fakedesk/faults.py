"""Faults on command: the next so many requests, or a seeded share of them."""

from __future__ import annotations

import random
import re
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

KINDS = ("status", "hang", "reset", "truncate", "garbage", "slow")


@dataclass(slots=True)
class Fault:
    """One rule. `after` = the request is carried out first: what the client then sees leaves it in doubt.

    status    answer `status` (with `Retry-After` if given)
    hang      say nothing for `seconds`, then close the connection
    reset     reset the connection
    truncate  promise the whole answer, send half of it and close (needs `after`)
    garbage   answer 200 with something that is not JSON
    slow      answer properly after `seconds`
    """

    kind: str
    after: bool = False
    status: int = 500
    retry_after: int | None = None
    seconds: float = 1.0
    match: str = ""
    count: int | None = 1
    share: float = 1.0
    skip: int = 0
    """So many that match are let through first."""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"kind: expected one of {', '.join(KINDS)}, got {self.kind!r}")
        self.after = self.after or self.kind in {"truncate", "slow"}


class Faults:
    """The rules in force; `match` is a regular expression over "METHOD /path", the control API is never hit."""

    def __init__(self, seed: int = 0) -> None:
        self._lock = threading.Lock()
        self._random = random.Random(seed)
        self._rules: list[Fault] = []

    def add(self, fault: Fault) -> None:
        with self._lock:
            self._rules.append(fault)

    def clear(self) -> None:
        with self._lock:
            self._rules.clear()

    def reset_to(self, faults: Sequence[Fault]) -> None:
        """Put these in place of all others; a request is hit by the first that strikes."""
        with self._lock:
            self._rules = list(faults)

    def due(self, method: str, path: str) -> Fault | None:
        """Return the fault that hits this request; uses it up."""
        with self._lock:
            for rule in self._rules:
                if rule.count == 0 or not re.search(rule.match, f"{method} {path}") or not self._hits(rule):
                    continue
                if rule.skip:
                    rule.skip -= 1
                else:
                    rule.count = None if rule.count is None else rule.count - 1
                    return rule
        return None

    def _hits(self, rule: Fault) -> bool:
        return rule.share >= 1.0 or self._random.random() < rule.share
