"""Counting: right over several processes, and never in a webhook's way."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
import redis

from webhook import tally as module
from webhook.tally import KEY, Tally
from workers.client import redis_client as our_redis_client

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def make(
    broker_url: str, redis_client: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Tally]]:
    """Make tallies as of several processes, all on an empty Redis; none writes by itself."""
    monkeypatch.setattr(module, "SOON_SECONDS", 3600)
    clients = []

    def make(url: str = broker_url) -> Tally:
        clients.append(our_redis_client(url))
        return Tally(clients[-1])

    yield make
    for client in clients:
        client.close()


def test_the_counts_of_all_processes_are_one(make: Callable[..., Tally]) -> None:
    one, other = make(), make()
    one.add("desk", 202, "accepted")
    one.add("desk", 202, "accepted")
    one.add("", 401, "account")
    one.totals()
    other.add("desk", 202, "accepted")
    assert other.totals() == {("desk", "202", "accepted"): 3, ("", "401", "account"): 1}
    assert one.totals() == other.totals()


def test_counts_wait_for_a_redis_that_is_away(make: Callable[..., Tally], broker_url: str) -> None:
    tally = make("redis://127.0.0.1:1/0")
    tally.add("desk", 503, "redis")
    with pytest.raises(redis.RedisError):
        tally.totals()
    tally._write_or_wait()
    tally.add("desk", 503, "redis")
    tally._redis = make(broker_url)._redis
    assert tally.totals() == {("desk", "503", "redis"): 2}


def test_counts_are_written_soon_by_themselves(
    make: Callable[..., Tally], redis_client: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SOON_SECONDS", 0.01)
    tally = make()
    for _ in range(3):
        tally.add("desk", 202, "accepted")
        waiting = tally._waiting
        if waiting:
            waiting.join()
    assert redis_client.hgetall(KEY) == {"desk|202|accepted": "3"}


def test_no_count_is_lost_between_threads(make: Callable[..., Tally]) -> None:
    tally = make()

    def work() -> None:
        for number in range(200):
            tally.add("desk", 202, "accepted")
            if number % 50 == 0:
                tally.totals()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert tally.totals() == {("desk", "202", "accepted"): 800}


def test_a_process_that_ends_writes_what_it_counted(make: Callable[..., Tally], redis_client: redis.Redis) -> None:
    tally = make()
    tally.add("desk", 202, "accepted")
    tally._last_write()
    assert redis_client.hgetall(KEY) == {"desk|202|accepted": "1"}
