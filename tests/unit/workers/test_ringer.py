"""Due jobs are rung, by whichever worker; reconcile passes are started; trouble is outlived."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest
import redis

from integrations.model import TicketRef
from workers import ringer as module
from workers.ringer import Ringer

if TYPE_CHECKING:
    from workers.ledger import Ledger

TICKET = TicketRef("acme", "4711")
QUEUE = "queue"


@dataclass
class Handed:
    """What was handed to Celery."""

    rung: list[TicketRef] = field(default_factory=list)
    reconciled: list[str] = field(default_factory=list)


@pytest.fixture
def handed() -> Handed:
    return Handed()


@pytest.fixture
def ringer(ledger: Ledger, redis_client: redis.Redis, handed: Handed, monkeypatch: pytest.MonkeyPatch) -> Ringer:
    monkeypatch.setattr(module, "BELL_SECONDS", 0.01)
    monkeypatch.setattr(module, "PAUSE_SECONDS", 0.01)
    return Ringer(
        ledger,
        redis_client,
        QUEUE,
        handed.rung.append,
        handed.reconciled.append,
        ("acme", "globex"),
        reconcile_seconds=600,
    )


def test_a_job_due_at_once_is_rung_at_once(ringer: Ringer, handed: Handed) -> None:
    ringer.ledger.accept(TICKET, settle_seconds=0)
    ringer.turn()
    assert handed.rung == [TICKET]


def test_a_settled_job_is_swept_up(ringer: Ringer, handed: Handed) -> None:
    ringer.ledger.accept(TICKET, settle_seconds=60)
    ringer.sweep()
    assert handed.rung == []
    ringer.ledger.clock_offset += 60
    ringer.sweep()
    assert handed.rung == [TICKET]


def test_one_sweep_a_second_is_enough_for_all_workers(ringer: Ringer, handed: Handed) -> None:
    another = replace(ringer)
    ringer.turn()
    ringer.ledger.accept(TICKET, settle_seconds=60)
    ringer.ledger.clock_offset += 60
    another.turn()
    assert handed.rung == []


def test_reconcile_starts_once_per_account_and_interval(
    ringer: Ringer, handed: Handed, redis_client: redis.Redis
) -> None:
    ringer.sweep()
    replace(ringer).sweep()
    assert handed.reconciled == ["acme", "globex"]
    redis_client.delete("heard:turn:reconcile:globex:600")
    ringer.sweep()
    assert handed.reconciled == ["acme", "globex", "globex"]


def test_a_shorter_interval_counts_from_the_next_start_on(ringer: Ringer, handed: Handed) -> None:
    replace(ringer, reconcile_seconds=86_400).sweep()
    ringer.sweep()
    assert handed.reconciled == ["acme", "globex"] * 2


def test_a_long_queue_is_not_made_longer(ringer: Ringer, handed: Handed, redis_client: redis.Redis) -> None:
    redis_client.rpush(QUEUE, *["message"] * module.QUEUE_AHEAD)
    ringer.ledger.accept(TICKET, settle_seconds=0)
    ringer.turn()
    assert handed.rung == []
    redis_client.delete(QUEUE)
    ringer.ledger.clock_offset += 5
    ringer.sweep()
    assert handed.rung == [TICKET]


def test_trouble_is_said_once_and_outlived(ringer: Ringer, handed: Handed, caplog: pytest.LogCaptureFixture) -> None:
    troubles = [redis.ConnectionError(), RuntimeError(), redis.ConnectionError()]

    def ring(ref: TicketRef) -> None:
        if troubles:
            ringer.ledger.accept(TicketRef("acme", str(len(troubles))), settle_seconds=0)
            raise troubles.pop()
        handed.rung.append(ref)
        ringer.stop()

    ringer.ledger.accept(TICKET, settle_seconds=0)
    with caplog.at_level("INFO"):
        replace(ringer, ring=ring).run()
    assert len(handed.rung) == 1
    assert [record.message for record in caplog.records] == ["ringing is interrupted", "ringing again"]


def test_it_stops_when_told(ringer: Ringer) -> None:
    ringer.stop()
    ringer.run()
