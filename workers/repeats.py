"""In how many other tickets a sentence was written: hashes and marks in Redis that end by themselves, no text.

A help, not a duty: without Redis, tickets are assessed as if nothing were repeated. The sentences of a few days share
a bucket, one hash: fingerprint -> marks of the tickets. There are two fingerprints of a sentence: the desk's, and its
writer's, made with the writer's id so that neither tells who it was.
"""

from __future__ import annotations

import logging
import secrets
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, cast

import redis

from workers.client import PREFIX
from workers.empathy.across import LEAST_DESK
from workers.prints import Prints
from workers.scripts import scripts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from redis.commands.core import Script

    from workers.empathy.across import Spot, Times
    from workers.kind_lines import KindLines

DAY = 86_400
BUCKETS = 6
"""Into so many the days are parted: what is forgotten goes a bucket at a time."""
MOST_SENTENCES = 50_000
"""In one bucket; beyond that only what is known already is counted on."""
MOST_TICKETS = LEAST_DESK + 1
"""Beside one sentence; more would change nothing."""
MARK = 8
"""Characters of a ticket's mark."""

log = logging.getLogger(__name__)


class NoRepeats:
    """Knows of no other ticket and remembers none."""

    def seen(self, _: KindLines) -> Mapping[Spot, Times]:
        """Return nothing."""
        return {}

    def remember(self, lines: KindLines) -> None:
        """Do nothing."""


@dataclass
class Repeats:
    """What one account remembers for `days` days at most. One round trip to read, one to write."""

    client: redis.Redis
    account: str
    days: int
    prefix: str = PREFIX
    clock: Callable[[], float] = time.time
    _secret: str | None = field(default=None, init=False, repr=False)
    _failing: bool = field(default=False, init=False)

    def seen(self, lines: KindLines) -> Mapping[Spot, Times]:
        """Return in how many other tickets each sentence was found; writes nothing, never fails for Redis."""
        found: Mapping[Spot, Times] = {}
        if lines.lines:
            with self._best_effort():
                found = self._seen(lines)
        return found

    def remember(self, lines: KindLines) -> None:
        """Note the ticket beside each of its sentences, once; never fails for Redis."""
        if lines.lines:
            with self._best_effort():
                self._remember(lines)

    def _seen(self, lines: KindLines) -> Mapping[Spot, Times]:
        secret = self._secret or self._read_secret()
        if not secret:
            return {}
        prints = Prints(lines, secret)
        current, marks = self._marks(prints.all)
        if current != secret:  # forgotten, and perhaps begun anew, since we last looked
            self._secret = None
            return self._seen(lines) if current else {}
        return prints.times(marks)

    def _remember(self, lines: KindLines) -> None:
        if not self._write(Prints(lines, self._secret or self._make_secret())):
            self._write(Prints(lines, self._make_secret()))

    def _write(self, prints: Prints) -> bool:
        bucket = self._buckets()[-1]
        keys = [self._secret_key, self._bucket_key(bucket)]
        end = (bucket * self._length + self.days) * DAY
        return bool(self._add(keys=keys, args=[prints.secret, end, MOST_SENTENCES, MOST_TICKETS, *prints.marked]))

    def _marks(self, prints: list[str]) -> tuple[str | None, dict[str, set[str]]]:
        """Return the secret as it is now, and the marks beside each fingerprint in all buckets."""
        pipeline = self.client.pipeline(transaction=False)
        pipeline.get(self._secret_key)
        for bucket in self._buckets():
            pipeline.hmget(self._bucket_key(bucket), prints)
        current, *rows = pipeline.execute()
        return current, {
            one: {mark for row in rows for mark in _parted(row[at] or "")} for at, one in enumerate(prints)
        }

    def _read_secret(self) -> str | None:
        self._secret = cast("str | None", self.client.get(self._secret_key))
        return self._secret

    def _make_secret(self) -> str:
        """Return the account's secret; of several workers that make one, the first does."""
        pipeline = self.client.pipeline(transaction=False)
        pipeline.set(self._secret_key, secrets.token_hex(32), nx=True, ex=self.days * DAY)
        pipeline.get(self._secret_key)
        self._secret = str(pipeline.execute()[1])
        return self._secret

    def _buckets(self) -> range:
        """Return the buckets that are younger than `days`, the newest last."""
        today = int(self.clock() // DAY)
        return range((today - self.days) // self._length + 1, today // self._length + 1)

    def _bucket_key(self, bucket: int) -> str:
        return f"{self.prefix}repeats:{self.account}:{self._length}:{bucket}"

    @property
    def _length(self) -> int:
        """Return how many days a bucket takes; part of its name, since it may be set anew."""
        return max(1, self.days // BUCKETS)

    @property
    def _secret_key(self) -> str:
        return f"{self.prefix}repeats:{self.account}:secret"

    @cached_property
    def _add(self) -> Script:
        return self.client.register_script(scripts()["repeats"])

    @contextmanager
    def _best_effort(self) -> Iterator[None]:
        try:
            yield
        except redis.RedisError as error:
            if not self._failing:
                said = {"account": self.account, "error": type(error).__name__}
                log.warning("repeated sentences are not known; assessed without them", extra=said)
            self._failing = True
        else:
            self._failing = False


def forget(client: redis.Redis, account: str, *, prefix: str = PREFIX) -> bool:
    """Forget all that an account remembers; return whether there was anything."""
    keys = list(client.scan_iter(match=f"{prefix}repeats:{account}:*", count=1000))
    return bool(keys and client.unlink(*keys))


def _parted(marks: str) -> Iterator[str]:
    return (marks[at : at + MARK] for at in range(0, len(marks), MARK))
