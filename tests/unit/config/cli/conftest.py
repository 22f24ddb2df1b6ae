"""How the tests call the command line, and the ledger that it then sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from config.cli.main import heard
from tests.unit.config.cli import site
from tests.unit.workers.doubles import ACCOUNT, MemoryDesk, plan, ticket
from workers.ledger import Ledger
from workers.review import Reviewer
from workers.throttle import Throttle

if TYPE_CHECKING:
    from pathlib import Path

    import redis

    from config.accounts import Account
    from tests.unit.config.cli.site import Machine
Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command with the given words and standard input; a crash of ours is a crash of the test."""
    monkeypatch.delenv("NO_COLOR", raising=False)

    def invoke(*words: str, given: str | bytes | None = None, color: bool = False) -> Result:
        return CliRunner().invoke(heard, words, input=given, color=color, catch_exceptions=False, prog_name="heard")

    return invoke


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """Give a machine, and the look-alike of an account that nobody has set up yet."""
    started = site.start(tmp_path)
    yield started
    started.desk.stop()


@pytest.fixture
def heard_ledger(redis_client: redis.Redis, broker_url: str, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """Give the ledger of the Redis that the command line is pointed to."""
    monkeypatch.setenv("REDIS_URL", broker_url)
    return Ledger(redis_client)


@dataclass
class MemoryRuntime:
    """A worker's runtime with one account, whose helpdesk is in memory; Redis is real."""

    client: redis.Redis
    ledger: Ledger
    accounts: dict[str, Account]
    desk: MemoryDesk

    def reviewer(self, account: str) -> Reviewer:
        return Reviewer(self.accounts[account], self.desk, self.ledger, Throttle(self.client), plan)


@pytest.fixture
def memory(heard_ledger: Ledger, redis_client: redis.Redis, monkeypatch: pytest.MonkeyPatch) -> MemoryRuntime:
    """Put a solved ticket 4711 in the helpdesk of the account acme."""
    made = MemoryRuntime(redis_client, heard_ledger, {"acme": ACCOUNT}, MemoryDesk({"4711": ticket()}))
    monkeypatch.setattr("config.cli.accounts.runtime", lambda: made)
    monkeypatch.setattr("config.cli.doctor.receiver_problems", lambda: ())
    return made
