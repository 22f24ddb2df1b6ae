"""Accepting has a limit to its patience, and after a failure Redis is left alone for a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from integrations.model import Delivery, TicketRef
from webhook.intake import PATIENCE_SECONDS, REST_SECONDS, Intake, LedgerAway
from workers.client import CONNECT_SECONDS, READ_SECONDS
from workers.job import Accepted
from workers.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator


class Clock:
    """Goes on by `step` seconds whenever it is read."""

    def __init__(self) -> None:
        self.time, self.step = 1000.0, 0.0

    def __call__(self) -> float:
        self.time += self.step
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def away() -> Iterator[Ledger]:
    """Give a ledger whose Redis is not there."""
    found = Ledger.connect("redis://127.0.0.1:1/0")
    yield found
    found.close()


def deliveries(*tickets: int) -> list[Delivery]:
    return [Delivery(TicketRef("desk", str(ticket)), f"d-{ticket}") for ticket in tickets]


def refused(intake: Intake, *tickets: int) -> str:
    with pytest.raises(LedgerAway) as caught:
        intake.accept(deliveries(*tickets), 0)
    return caught.value.reason


def test_it_says_what_became_of_each(ledger: Ledger) -> None:
    intake = Intake(ledger)
    assert intake.accept(deliveries(1, 2), 60) == [Accepted.NEW, Accepted.NEW]
    assert intake.accept([*deliveries(2), Delivery(TicketRef("desk", "1"), "other")], 60) == [
        Accepted.KNOWN,
        Accepted.COALESCED,
    ]


def test_many_deliveries_share_one_patience(ledger: Ledger, clock: Clock) -> None:
    clock.step = PATIENCE_SECONDS * 0.45
    intake = Intake(ledger, clock)
    assert refused(intake, 1, 2, 3, 4, 5, 6) == "redis_slow"
    assert {job.ref.ticket_id for job in ledger.jobs()} == {"1", "2"}
    clock.step = 0
    done = intake.accept(deliveries(1, 2, 3, 4, 5, 6), 0)
    assert done.count(Accepted.KNOWN) == 2


def test_patience_and_one_unanswered_call_are_less_than_two_seconds() -> None:
    assert PATIENCE_SECONDS + CONNECT_SECONDS + READ_SECONDS < 2


def test_after_a_failure_redis_rests(away: Ledger, ledger: Ledger, clock: Clock) -> None:
    intake = Intake(away, clock)
    assert refused(intake, 1) == "redis"
    intake._ledger = ledger
    assert refused(intake, 1) == "redis_rests"
    clock.time += REST_SECONDS
    assert intake.accept(deliveries(1), 0) == [Accepted.NEW]


def test_a_mistake_of_our_own_is_said_aloud(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> Accepted:
        raise KeyError("x")

    monkeypatch.setattr(ledger, "accept", fail)
    assert refused(Intake(ledger), 1) == "our_mistake"
    assert [(record.levelname, record.exc_info[0]) for record in caplog.records] == [("ERROR", KeyError)]
