"""What keeps an account from working, each with what to do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from integrations import registry
from integrations.errors import RateLimited, Unreachable
from integrations.model import Problem
from workers.client import redis_client as redis_client_of
from workers.throttle import RedisGate

if TYPE_CHECKING:
    import redis

    from integrations.ports import Gate
    from tests.unit.config.cli.conftest import MemoryRuntime, Run


@pytest.fixture(autouse=True)
def gates(memory: MemoryRuntime, monkeypatch: pytest.MonkeyPatch) -> list[Gate]:
    """Collect the gates with which the helpdesk was made."""
    made: list[Gate] = []

    def desk(_: object, gate: Gate) -> object:
        made.append(gate)
        return memory.desk

    monkeypatch.setattr(registry, "helpdesk", desk)
    return made


def found(run: Run) -> dict[str, object]:
    return dict(json.loads(run("doctor", "acme", "--json").stdout))


def test_all_well(run: Run) -> None:
    done = run("doctor", "acme")
    assert (done.exit_code, done.stdout) == (0, "acme: all well.\n")


def test_what_the_helpdesk_lacks_must_be_mended(run: Run, memory: MemoryRuntime) -> None:
    memory.desk.problems = [Problem("no custom field is named empathy", "create it")]
    done = run("doctor", "acme")
    assert done.exit_code == 1
    assert done.stdout == "must be mended: no custom field is named empathy\n  What to do: create it\n"


def test_a_warning_does_not_stop_anything(run: Run, memory: MemoryRuntime) -> None:
    memory.desk.problems = [Problem("the field is short", "make it longer", fatal=False)]
    done = run("doctor", "acme")
    assert done.exit_code == 0
    assert done.stdout.startswith("warning: the field is short")


def test_a_receiver_that_could_not_start_here_is_a_warning(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.cli.doctor.receiver_problems", lambda: ("ACME_SIGNING_SECRET: set it",))
    done = run("doctor", "acme")
    assert done.exit_code == 0
    assert done.stdout.startswith("warning: the receiver would not start here: ACME_SIGNING_SECRET: set it\n")


@pytest.mark.parametrize("trouble", [Unreachable("no route"), RateLimited("wait", retry_after=9)])
def test_a_helpdesk_that_cannot_be_asked_is_a_finding(run: Run, memory: MemoryRuntime, trouble: Exception) -> None:
    memory.desk.trouble = [trouble]
    made = found(run)
    assert made["ok"] is False
    assert str(trouble) in made["problems"][0]["what"]


def test_a_paused_account_is_said(run: Run, memory: MemoryRuntime) -> None:
    memory.ledger.pause("acme", "unauthorized")
    assert found(run) == {
        "account": "acme",
        "ok": True,
        "problems": [{"what": "the account is paused (unauthorized)", "remedy": "heard resume acme", "fatal": False}],
    }


@pytest.mark.parametrize(
    ("option", "wrong", "right"),
    [("maxmemory-policy", "allkeys-lru", "noeviction"), ("appendonly", "no", "yes")],
)
def test_a_redis_that_may_lose_jobs_is_a_warning(
    run: Run, redis_client: redis.Redis, option: str, wrong: str, right: str
) -> None:
    redis_client.config_set(option, wrong)
    try:
        done = run("doctor", "acme")
    finally:
        redis_client.config_set(option, right)
    assert done.exit_code == 0
    assert f"({option} {wrong})" in done.stdout
    assert f"set {option} {right}" in done.stdout


def test_without_redis_the_helpdesk_is_checked_all_the_same(
    run: Run, memory: MemoryRuntime, gates: list[Gate]
) -> None:
    memory.client = redis_client_of("redis://127.0.0.1:1/0")
    memory.desk.problems = [Problem("no field", "make it")]
    done = run("doctor", "acme")
    assert done.exit_code == 1
    assert "Redis does not serve us" in done.stdout
    assert "no field" in done.stdout
    (gate,) = gates
    gate.check()
    gate.shut(9)
    gate.check()


def test_with_redis_the_accounts_gate_is_obeyed(run: Run, gates: list[Gate]) -> None:
    run("doctor", "acme")
    assert isinstance(gates[0], RedisGate)
