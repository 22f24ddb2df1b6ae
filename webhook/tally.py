"""Counts answers. Each process counts in memory and adds its sums to Redis soon after, off the webhook's path.

So /metrics is right whichever process or machine is asked, and counting neither slows a webhook nor fails with Redis.
"""

from __future__ import annotations

import atexit
from collections import Counter
from threading import Lock, Timer
from typing import TYPE_CHECKING, cast

import redis

from workers.client import PREFIX

if TYPE_CHECKING:
    from collections.abc import Mapping

SOON_SECONDS = 2.0
KEY = f"{PREFIX}answers"
_SEPARATOR = "|"


class Tally:
    """How often which account's webhooks got which status for which reason; for all threads of a process."""

    def __init__(self, client: redis.Redis, *, key: str = KEY) -> None:
        self._redis = client
        self._key = key
        self._lock = Lock()
        self._counts: Counter[str] = Counter()
        self._waiting: Timer | None = None
        self._at_exit = False

    def add(self, account: str, status: int, reason: str) -> None:
        """Count an answer; `account` is "" where there is no such account."""
        with self._lock:
            self._counts[_SEPARATOR.join((account, str(status), reason))] += 1
            if self._waiting is None:
                self._write_soon()

    def totals(self) -> Mapping[tuple[str, str, str], int]:
        """Return the counts of all processes by account, status and reason; raise RedisError."""
        self._write()
        stored = cast("dict[str, str]", self._redis.hgetall(self._key))
        found = {tuple(name.split(_SEPARATOR)): int(count) for name, count in stored.items()}
        return cast("dict[tuple[str, str, str], int]", found)

    def _write_soon(self) -> None:
        """Start the timer, in the process that counts: a thread from before a fork would not run in the child."""
        self._waiting = Timer(SOON_SECONDS, self._write_or_wait)
        self._waiting.daemon = True  # Redis may be away: nothing of this keeps a process from ending
        self._waiting.start()
        if not self._at_exit:
            atexit.register(self._last_write)
            self._at_exit = True

    def _write_or_wait(self) -> None:
        with self._lock:
            self._waiting = None
        try:
            self._write()
        except redis.RedisError:
            with self._lock:
                self._write_soon()

    def _last_write(self) -> None:
        try:
            self._write()
        except redis.RedisError:
            return  # nobody is left to count for

    def _write(self) -> None:
        with self._lock:
            counts, self._counts = self._counts, Counter()
        try:
            with self._redis.pipeline() as pipe:
                for name, count in counts.items():
                    pipe.hincrby(self._key, name, count)
                pipe.execute()
        except redis.RedisError:
            with self._lock:
                self._counts.update(counts)
            raise
