"""Failpoints, each set by the environment variable of its name."""

from __future__ import annotations

import os
import re
import resource
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from integrations.model import Ticket


def lease(seconds: str) -> None:
    """Let a claim run out after so many seconds, and an unanswered ring be repeated after half of that."""
    from workers import ledger  # noqa: PLC0415 (each failpoint loads what it changes, and nothing else)

    found = dict(ledger.ledger_scripts())
    for name, script in found.items():
        found[name] = _constant(_constant(script, "LEASE", float(seconds)), "RING_AGAIN", float(seconds) / 2)
    ledger.ledger_scripts = lambda: found


def _constant(script: str, name: str, seconds: float) -> str:
    return _number(script, name, round(seconds * 1000))


def _number(script: str, name: str, value: int) -> str:
    changed, count = re.subn(rf"(?m)^local {name} = [^-\n]+", f"local {name} = {value} ", script)
    if count != 1:
        raise LookupError(f"the ledger's scripts have no {name}")
    return changed


def die_after_brpop(token: str) -> None:
    """Kill the process that has just taken a message off the queue, once for each time that the file is made."""
    from kombu.transport import redis  # noqa: PLC0415

    append = redis.QoS.append

    def die_or_append(self: object, message: object, delivery_tag: str) -> None:
        with suppress(FileNotFoundError):
            Path(token).unlink()
            os.kill(os.getpid(), signal.SIGKILL)
        append(self, message, delivery_tag)

    redis.QoS.append = die_or_append


def poison(_: str) -> None:
    """Let the subject of a ticket say what happens when its conversation is read."""
    from workers import review  # noqa: PLC0415

    read = review.to_conversation

    def read_or_break(ticket: Ticket) -> object:
        kind = ticket.subject.removeprefix("poison: ")
        if kind in POISONS:
            POISONS[kind]()
        return read(ticket)

    review.to_conversation = read_or_break


def _raise() -> None:
    raise RuntimeError("poison")


def _recurse() -> None:
    _recurse()


def _segfault() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def _spin() -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        pass


def _swallow_memory() -> None:
    limits = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (2**30, limits[1]))
    try:
        bytearray(2 * 2**30)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, limits)


POISONS: Mapping[str, Callable[[], None]] = {
    "exception": _raise,
    "recursion": _recurse,
    "segfault": _segfault,
    "spin": _spin,
    "memory": _swallow_memory,
}


def time_limits(seconds: str) -> None:
    """Let a task run so long at most, and twice as long where it does not heed that (25 and 40 s otherwise)."""
    from workers import app  # noqa: PLC0415

    settings = app.celery_settings

    def shorter(redis_url: str) -> dict[str, object]:
        limit = float(seconds)
        return settings(redis_url) | {"task_soft_time_limit": limit, "task_time_limit": 2 * limit}

    app.celery_settings = shorter


def everyone(_: str) -> None:
    """Let a claim keep nobody else away: leases of no length, and no job is ever given up as crashed."""
    from workers import ledger  # noqa: PLC0415

    found = dict(ledger.ledger_scripts())
    for name, script in found.items():
        found[name] = _number(_constant(script, "LEASE", 0), "CRASHES", 1_000_000)
    ledger.ledger_scripts = lambda: found


def deaf(token: str) -> None:
    """Let a worker stay connected and ask for no message, from when it finds the file until it begins anew."""
    from kombu.transport import redis  # noqa: PLC0415

    start, now_deaf = redis.Channel._brpop_start, []

    def start_or_not(self: object, *args: object, **more: object) -> None:
        with suppress(FileNotFoundError):
            Path(token).unlink()
            now_deaf.append(True)
        if not now_deaf:
            start(self, *args, **more)

    redis.Channel._brpop_start = start_or_not


def watchdog(seconds: str) -> None:
    """Let the watchdog wait for so long only (120 s otherwise)."""
    from workers import watchdog as module  # noqa: PLC0415

    module.Watchdog.__init__.__defaults__ = (float(seconds), *module.Watchdog.__init__.__defaults__[1:])


FAILPOINTS: Mapping[str, Callable[[str], None]] = {
    "RELIABILITY_LEASE": lease,
    "RELIABILITY_DIE_AFTER_BRPOP": die_after_brpop,
    "RELIABILITY_POISON": poison,
    "RELIABILITY_TIME_LIMITS": time_limits,
    "RELIABILITY_EVERYONE": everyone,
    "RELIABILITY_DEAF": deaf,
    "RELIABILITY_WATCHDOG": watchdog,
}


def set_up(wanted: Mapping[str, str]) -> None:
    """Set those that are wanted; raises KeyError for one that there is not."""
    for name, value in wanted.items():
        FAILPOINTS[name](value)
