"""The receiver's application on a real Redis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from integrations import registry
from tests.unit.webhook.kit import ArraySource, account, settings
from webhook import build_app, tally
from workers.client import redis_client as our_redis_client
from workers.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

    import redis
    from flask import Flask
    from flask.testing import FlaskClient

    from config.accounts import Account


@pytest.fixture(autouse=True)
def _no_late_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep one test's counts from being written in another."""
    monkeypatch.setattr(tally, "SOON_SECONDS", 3600)


@pytest.fixture
def app(broker_url: str, redis_client: redis.Redis) -> Flask:
    """Give a receiver for one account on an empty Redis."""
    return build_app(settings(broker_url), {"desk": account()})


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def ledger(broker_url: str, redis_client: redis.Redis) -> Iterator[Ledger]:
    """Give the ledger that the receiver writes to, empty."""
    found = Ledger(our_redis_client(broker_url))
    yield found
    found.close()


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch) -> dict[str, ArraySource]:
    """Let every account be of a helpdesk that posts arrays; give who receives for whom."""
    made: dict[str, ArraySource] = {}

    def source(account: Account) -> ArraySource:
        return made.setdefault(account.name, ArraySource(account.name))

    monkeypatch.setattr(registry, "webhook_source", source)
    return made


@pytest.fixture
def arrays(sources: dict[str, ArraySource], broker_url: str, redis_client: redis.Redis) -> FlaskClient:
    """Give a receiver for one account of that helpdesk."""
    return build_app(settings(broker_url), {"desk": account()}).test_client()
