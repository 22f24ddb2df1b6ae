"""What every test may use: a real Redis of its own, and no other network than this machine."""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
import redis

from config.embedded_broker import start_broker
from workers.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator


def pytest_configure(config: pytest.Config) -> None:
    """Keep every test on this machine (pytest-socket reads these options once, after us)."""
    config.option.allow_hosts = config.option.allow_hosts or "127.0.0.1,::1"
    config.option.allow_unix_socket = True


@pytest.fixture(scope="session")
def broker_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a real Redis for the session, on its own data; never the one at REDIS_URL, which may hold jobs."""
    with start_broker(tmp_path_factory.mktemp("broker"), environ={"PATH": os.environ["PATH"]}) as broker:
        yield broker.url


@pytest.fixture
def redis_client(broker_url: str) -> Iterator[redis.Redis]:
    """Give an empty database."""
    with redis.Redis.from_url(broker_url, decode_responses=True) as client:
        client.flushdb()
        yield client


@pytest.fixture
def ledger(redis_client: redis.Redis) -> Iterator[Ledger]:
    """Give an empty ledger; `ledger.clock_offset += 60` lets a minute pass."""
    with closing(Ledger(redis_client, prefix="test:")) as empty:
        yield empty
