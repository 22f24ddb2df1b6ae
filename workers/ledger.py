"""The ledger: which tickets are to be looked at, when, and by whom. The durable truth, in Redis.

Each transition is one Lua script (`workers/lua/ledger/`) on the server's own clock. No ticket text, name or address
comes in here. Trouble with Redis surfaces as `redis.RedisError` from every method.
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import redis

from integrations.model import TicketRef
from workers.client import PREFIX, redis_client
from workers.job import Accepted, AccountStats, Claim, JobView, LedgerStats, State, key_parts, words
from workers.scripts import ledger_scripts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from redis.commands.core import Script

WAITER_SECONDS = 5.0
"""How long the connection that waits for the bell bears silence."""
SEEN_SECONDS = 24 * 3600
"""How long a delivery, or a ticket as it stood when it was looked at, is known again."""

VERSION = "1"
"""The form of a job, as in `common.lua`."""


class Ledger:
    """Jobs of all accounts, under one key prefix. `clock_offset` (seconds) is for tests and drills."""

    def __init__(self, client: redis.Redis, *, prefix: str = PREFIX, clock_offset: float = 0.0) -> None:
        if not client.get_encoder().decode_responses:
            raise ValueError("client: expected a Redis client with decode_responses=True")
        self._redis = client
        self._prefix = prefix
        self.clock_offset = clock_offset
        self._scripts: Mapping[str, Script] = {
            name: client.register_script(text) for name, text in ledger_scripts().items()
        }

    @classmethod
    def connect(cls, url: str) -> Ledger:
        """Return a ledger with a client of its own: answers or fails within two seconds; connects at first use."""
        return cls(redis_client(url))

    def ping(self) -> None:
        """Raise RedisError unless Redis answers."""
        self._redis.ping()

    def now(self) -> float:
        """Return the ledger's time: the server's clock, in seconds since 1970."""
        seconds, micros = self._redis.time()
        return seconds + micros / 1e6 + self.clock_offset

    def close(self) -> None:
        """Close the connections; the next call opens them again."""
        self._redis.close()
        if "_waiter" in self.__dict__:
            self._waiter.close()

    def accept(
        self, ref: TicketRef, *, settle_seconds: float, delivery_id: str | None = None, why: str = "webhook"
    ) -> Accepted:
        """Remember that the ticket is to be looked at, `settle_seconds` from now or sooner if it already was."""
        account, ticket = key_parts(ref)
        seen = _digest(ref, delivery_id) if delivery_id else ""
        return Accepted(
            self._run("accept", account, ticket, _ms(settle_seconds), seen, _ms(SEEN_SECONDS), words(why))
        )

    def claim(self, ref: TicketRef) -> Claim | None:
        """Take the job for a minute; None if there is none, it is not due, or its account is paused."""
        found = self._run("claim", *key_parts(ref))
        if found is None:
            return None
        return Claim(ref, *map(int, found))

    def finish(self, claim: Claim, outcome: str, *, delivery_id: str | None = None) -> bool:
        """End the job, or make it due again if more was accepted meanwhile; False = stale claim, nothing changed.

        `delivery_id` is then known: whoever tells of that only tells what has been seen.
        """
        seen = _digest(claim.ref, delivery_id) if delivery_id else ""
        return self._settle("finish", claim, claim.generation, words(outcome), seen, _ms(SEEN_SECONDS))

    def defer(self, claim: Claim, seconds: float, reason: str, *, counts: bool = True) -> bool:
        """Put the job off; parks it after 30 counted attempts or a day of failing. False = stale claim."""
        return self._settle("defer", claim, _ms(seconds), words(reason), int(counts))

    def park(self, claim: Claim, reason: str) -> bool:
        """Give the job up until a person replays it or the ticket is accepted anew. False = stale claim."""
        return self._settle("park", claim, claim.generation, words(reason))

    def overdue(self, limit: int) -> list[TicketRef]:
        """Return at most `limit` jobs to ring now, accounts in turn; none of them again within 30 s."""
        return [TicketRef(*row) for row in _rows(self._run("overdue", limit), 2)]

    def bell(self, timeout: float) -> TicketRef | None:
        """Wait at most `timeout` seconds for a job that became due at once; a hint that may be lost."""
        heard = cast(
            "tuple[str, str] | None",
            self._waiter.blpop([self._key("bell")], timeout=min(timeout, WAITER_SECONDS - 1)),
        )
        return TicketRef(*heard[1].split(":", 1)) if heard else None

    def jobs(self, account: str | None = None) -> list[JobView]:
        """Return waiting and claimed jobs, the next due first in each account."""
        return self._views("due", account)

    def parked(self, account: str | None = None) -> list[JobView]:
        """Return parked jobs, the longest parked first in each account."""
        return self._views("parked", account)

    def replay(self, ref: TicketRef) -> bool:
        """Try a parked job again, from the beginning and at once; False if it is not parked."""
        return bool(self._run("replay", *key_parts(ref)))

    def replay_all(self, account: str | None = None) -> int:
        """Replay every parked job; return how many."""
        return sum(self.replay(view.ref) for view in self.parked(account))

    def pause(self, account: str, reason: str) -> None:
        """Hold the account's jobs: still accepted, no longer claimed or rung."""
        self._redis.hset(self._key("paused"), account, words(reason))

    def resume(self, account: str) -> None:
        """Let a paused account go on."""
        self._redis.hdel(self._key("paused"), account)

    def paused(self) -> Mapping[str, str]:
        """Return the paused accounts and why."""
        return cast("dict[str, str]", self._redis.hgetall(self._key("paused")))

    def stats(self) -> LedgerStats:
        """Count what is where."""
        accounts = {row[0]: _account_stats(*map(int, row[1:])) for row in _rows(self._run("stats"), 5)}
        paused = self.paused()
        outcomes = cast("dict[str, str]", self._redis.hgetall(self._key("outcomes")))
        return LedgerStats(
            waiting=sum(one.waiting for one in accounts.values()),
            claimed=sum(one.claimed for one in accounts.values()),
            parked=sum(one.parked for one in accounts.values()),
            oldest_due_seconds=max(
                (one.oldest_due_seconds for n, one in accounts.items() if n not in paused), default=0
            ),
            paused=paused,
            outcomes={word: int(count) for word, count in outcomes.items()},
            per_account=accounts,
        )

    def _settle(self, script: str, claim: Claim, *args: str | int) -> bool:
        return bool(self._run(script, *key_parts(claim.ref), claim.fence, *args))

    def _views(self, index: str, account: str | None) -> list[JobView]:
        accounts = [account] if account else sorted(cast("set[str]", self._redis.smembers(self._key("accounts"))))
        return [
            view
            for name in accounts
            for ticket in cast("list[str]", self._redis.zrange(self._key(f"{index}:{name}"), 0, -1))
            if (view := self._view(TicketRef(name, ticket)))
        ]

    def _view(self, ref: TicketRef) -> JobView | None:
        """Return a job; None if it was finished meanwhile or is of a release we do not know."""
        job = cast("dict[str, str]", self._redis.hgetall(self._key(f"job:{ref.key}")))
        if job.get("v") != VERSION:
            return None
        return JobView(
            ref=ref,
            state=cast("State", job["state"]),
            due=float(job["due"]) / 1000 if "due" in job else None,
            attempts=int(job["attempts"]),
            crashes=int(job["crashes"]),
            created=float(job["created"]) / 1000,
            reason=job.get("reason"),
        )

    def _run(self, script: str, *args: str | int) -> Any:  # noqa: ANN401 (each script answers in its own shape)
        return self._scripts[script](args=[self._prefix, _ms(self.clock_offset), *args])

    @cached_property
    def _waiter(self) -> redis.Redis:
        """A client of its own for the bell: it may wait longer than an ordinary command."""
        settings = dict(self._redis.connection_pool.connection_kwargs)
        settings["socket_timeout"] = WAITER_SECONDS
        return redis.Redis(connection_pool=type(self._redis.connection_pool)(**settings))

    def _key(self, name: str) -> str:
        return self._prefix + name


def _account_stats(waiting: int, claimed: int, parked: int, late: int) -> AccountStats:
    return AccountStats(waiting, claimed, parked, late / 1000)


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def _digest(ref: TicketRef, delivery_id: str) -> str:
    """Hide and bound what the sender chose; one delivery may speak of several tickets."""
    return hashlib.sha256(f"{ref.key}:{delivery_id}".encode()).hexdigest()[:32]


def _rows(flat: list[Any], width: int) -> Iterator[list[Any]]:
    return (flat[i : i + width] for i in range(0, len(flat), width))
