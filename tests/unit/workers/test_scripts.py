"""Children are forked at any time, amid an upgrade in place too; new scripts would trip over their old code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from integrations.errors import RateLimited
from workers import lifecycle, scripts
from workers.ledger import Ledger
from workers.throttle import RedisGate, Throttle

if TYPE_CHECKING:
    from pathlib import Path

    import redis


@pytest.fixture
def upgraded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Start a worker's parent, then take its scripts away."""
    for cached in (scripts.scripts, scripts.ledger_scripts):
        cached.cache_clear()
    monkeypatch.setattr(lifecycle, "runtime", lambda: None)
    monkeypatch.setattr(lifecycle, "_warm_up", lambda: None)
    lifecycle.prepare()
    monkeypatch.setattr(scripts, "_LUA", tmp_path)


@pytest.mark.usefixtures("upgraded")
def test_a_child_runs_the_scripts_of_its_own_release(redis_client: redis.Redis) -> None:
    redis_client.script_flush()
    assert Ledger(redis_client, prefix="test:").stats().waiting == 0
    assert Throttle(redis_client).admit("acme", 60) == 0.0
    gate = RedisGate(redis_client, "acme")
    gate.shut(60)
    with pytest.raises(RateLimited):
        gate.check()


@pytest.mark.usefixtures("upgraded")
def test_every_script_was_read() -> None:
    assert scripts.scripts().keys() == {"gate", "throttle", "repeats"}
    assert {"accept", "claim", "finish", "defer", "park", "overdue"} <= scripts.ledger_scripts().keys()
