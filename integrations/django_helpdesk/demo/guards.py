"""What is made sure of before a demo starts: one at a time, room on the disk, and a Redis that is nobody else's."""

from __future__ import annotations

import fcntl
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

import redis

from config.kinds import REDIS_ADDRESS
from integrations.django_helpdesk.demo.place import ACCOUNT, LOCK, READY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROOM_NEEDED = 100_000_000
ACCOUNTS_KEY = "heard:accounts"
"""Where the ledger lists the accounts that have ever had a job; a test holds the two together."""


class Failed(Exception):
    """The demo cannot go on; the message says why and what to do."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let one demo at a time use the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    ready = folder / READY
    with (folder / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failed(f"A demo is running in {folder} already; its addresses are in {ready}.") from None
        ready.unlink(missing_ok=True)
        try:
            yield
        finally:
            ready.unlink(missing_ok=True)


def check_room(folder: Path) -> None:
    """Refuse a full disk: what fails on one half way is hard to understand."""
    if shutil.disk_usage(folder).free < ROOM_NEEDED:
        raise Failed(f"The demo needs {ROOM_NEEDED // 1_000_000} MB of room in {folder}.")


def check_redis(url: str) -> None:
    """Refuse a Redis that does not answer, or that another installation works with: we would take its jobs."""
    try:
        REDIS_ADDRESS.parse(url)
    except ValueError:
        raise Failed(f"REDIS_URL: expected {REDIS_ADDRESS.words}") from None
    with redis.Redis.from_url(url, socket_timeout=3, decode_responses=True) as client:
        try:
            others = cast("set[str]", client.smembers(ACCOUNTS_KEY)) - {ACCOUNT}
        except redis.RedisError as error:
            raise Failed(f"The Redis at REDIS_URL does not answer ({type(error).__name__}).") from None
    if others:
        remedy = "unset it, or name another database there"
        raise Failed(f"The Redis at REDIS_URL holds the jobs of another Heard; {remedy}.")
