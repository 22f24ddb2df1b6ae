"""A worker that takes no messages although there are some begins anew; no other does."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.machine import free_port
from workers import client
from workers import watchdog as module
from workers.watchdog import Watchdog

if TYPE_CHECKING:
    from pathlib import Path

    import redis

QUEUE = "queue"
LONG = round(module.PATIENCE_SECONDS / module.TURN_SECONDS)


@pytest.fixture
def barks() -> list[bool]:
    return []


@pytest.fixture
def watchdog(redis_client: redis.Redis, barks: list[bool]) -> Watchdog:
    return Watchdog(redis_client, QUEUE, lambda: barks.append(True))


def turns(watchdog: Watchdog, count: int) -> None:
    for _ in range(count):
        watchdog.turn()


def test_messages_that_nobody_takes_for_long(
    watchdog: Watchdog, redis_client: redis.Redis, barks: list[bool]
) -> None:
    redis_client.rpush(QUEUE, "message")
    turns(watchdog, LONG - 1)
    assert barks == []
    watchdog.turn()
    assert barks == [True]


def test_a_worker_that_takes_one_now_and_then_is_well(
    watchdog: Watchdog, redis_client: redis.Redis, barks: list[bool]
) -> None:
    redis_client.rpush(QUEUE, "message")
    for _ in range(3):
        turns(watchdog, LONG - 1)
        watchdog.feed(request=None)
        watchdog.turn()
    assert barks == []


def test_an_empty_queue_is_no_reason(watchdog: Watchdog, barks: list[bool]) -> None:
    turns(watchdog, 2 * LONG)
    assert barks == []


def test_without_redis_nobody_can_take_anything(barks: list[bool]) -> None:
    nowhere = client.redis_client(f"redis://127.0.0.1:{free_port()}/0")
    turns(Watchdog(nowhere, QUEUE, lambda: barks.append(True)), 2 * LONG)
    assert barks == []


def test_no_task_may_run_for_as_long_as_it_waits() -> None:
    from workers.tasks import reconcile, review  # noqa: PLC0415 (binds the tasks to no application of ours)

    assert max(reconcile.time_limit, review.time_limit or 0) < module.PATIENCE_SECONDS


ANEW = """
import os, pathlib, sys, time
from billiard import Process
from workers.watchdog import begin_anew

if __name__ == "__main__":
    began = pathlib.Path(sys.argv[1])
    print(os.getpid(), flush=True)
    if not began.exists():
        began.touch()
        child = Process(target=time.sleep, args=(60,))
        child.start()
        print(child.pid, flush=True)
        begin_anew()
"""


def test_it_begins_anew_in_its_own_place_and_without_its_children(tmp_path: Path) -> None:
    command = [sys.executable, "-c", ANEW, str(tmp_path / "began")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    first, child, second = done.stdout.split()
    assert first == second
    state = subprocess.run(["ps", "-o", "stat=", "-p", child], capture_output=True, text=True, check=False).stdout
    assert state.strip()[:1] in {"", "Z"}
