"""One budget and one Retry-After gate per account, shared by all workers through Redis."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from integrations.errors import RateLimited
from integrations.failures import bounded
from workers.client import PREFIX
from workers.scripts import scripts

if TYPE_CHECKING:
    import redis
    from redis.commands.core import Script

LONGEST_WAIT = 900
"""Nobody is sent away for longer (seconds): a wrong guess about the line mends itself."""


class RedisGate:
    """The account's Retry-After gate: shut by whoever was told to wait, obeyed by all (`integrations.ports.Gate`)."""

    def __init__(self, client: redis.Redis, account: str, *, prefix: str = PREFIX) -> None:
        self._redis = client
        self._key = f"{prefix}gate:{account}"

    def check(self) -> None:
        """Raise RateLimited while the gate is shut."""
        left = self._redis.pttl(self._key)
        if left > 0:
            raise RateLimited("the account has been told to wait", retry_after=left / 1000)

    def shut(self, seconds: float) -> None:
        """Shut the gate for so many seconds; never opens one that is shut for longer."""
        self._shut(keys=[self._key], args=[round(bounded(seconds) * 1000)])

    @cached_property
    def _shut(self) -> Script:
        return self._redis.register_script(scripts()["gate"])


class Throttle:
    """How many tickets of an account may be looked at in a minute. `clock_offset` (seconds) is for tests."""

    def __init__(self, client: redis.Redis, *, prefix: str = PREFIX, clock_offset: float = 0.0) -> None:
        self._redis = client
        self._prefix = prefix
        self.clock_offset = clock_offset

    def admit(self, account: str, per_minute: int) -> float:
        """Return 0.0 = go, or after how many seconds there should be a place."""
        wait = self._admit(
            keys=[f"{self._prefix}throttle:{account}"],
            args=[per_minute, LONGEST_WAIT * 1000, round(self.clock_offset * 1000)],
        )
        return cast("int", wait) / 1000

    @cached_property
    def _admit(self) -> Script:
        return self._redis.register_script(scripts()["throttle"])
