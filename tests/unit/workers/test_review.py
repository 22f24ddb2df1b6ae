"""The straight line: what happens to a ticket in each state, and what stays for the next time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import redis

from integrations.errors import Conflict, TimedOut
from integrations.model import Status
from tests.unit.workers.doubles import ACCOUNT, LONG_AGO, REF, MemoryDesk, message, plan, ticket
from workers.review import Reviewer
from workers.throttle import Throttle

if TYPE_CHECKING:
    from workers.ledger import Ledger


@pytest.fixture
def desk() -> MemoryDesk:
    return MemoryDesk({"4711": ticket()})


@pytest.fixture
def reviewer(ledger: Ledger, redis_client: redis.Redis, desk: MemoryDesk) -> Reviewer:
    return Reviewer(ACCOUNT, desk, ledger, Throttle(redis_client), plan)


def look(reviewer: Reviewer) -> str | None:
    reviewer.ledger.accept(REF, settle_seconds=0)
    return reviewer.review(REF)


def test_a_solved_ticket_is_annotated_and_the_job_is_done(reviewer: Reviewer, desk: MemoryDesk) -> None:
    assert look(reviewer) == "fields"
    assert desk.written == [("4711", plan(ticket()))]
    assert reviewer.ledger.jobs() == []
    assert reviewer.ledger.stats().outcomes == {"fields": 1}


def test_without_a_job_nothing_is_read(reviewer: Reviewer, desk: MemoryDesk) -> None:
    desk.trouble = [AssertionError("must not be asked")]
    assert reviewer.review(REF) is None


def test_a_second_look_writes_nothing(reviewer: Reviewer, desk: MemoryDesk) -> None:
    look(reviewer)
    assert look(reviewer) == "unchanged"
    assert len(desk.written) == 1


def test_new_replies_after_a_new_solve_are_written(reviewer: Reviewer, desk: MemoryDesk) -> None:
    look(reviewer)
    before = desk.tickets["4711"]
    desk.tickets["4711"] = replace(before, messages=(*before.messages, message(3)))
    assert look(reviewer) == "fields"
    assert len(desk.written) == 2


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"status": Status.OPEN}, "not_solved"),
        ({"skip": "merged"}, "skipped_merged"),
    ],
)
def test_what_is_not_to_be_written(
    reviewer: Reviewer, desk: MemoryDesk, changes: dict[str, object], outcome: str
) -> None:
    desk.tickets["4711"] = ticket(**changes)
    assert look(reviewer) == outcome
    assert desk.written == []
    assert reviewer.ledger.stats().outcomes == {outcome: 1}


def test_a_closed_ticket_is_left_to_the_helpdesks_own_rules(reviewer: Reviewer, desk: MemoryDesk) -> None:
    desk.tickets["4711"] = ticket(status=Status.CLOSED)
    look(reviewer)
    assert len(desk.written) == 1


def test_a_lost_answer_is_looked_at_again_before_anything_is_written(reviewer: Reviewer, desk: MemoryDesk) -> None:
    """The write went through, its answer did not come."""
    desk.tickets["4711"] = ticket()
    looks = iter([None, TimedOut("after the write")])
    write = desk.annotate

    def written_but_unheard(*args: object) -> object:
        write(*args)
        raise next(error for error in looks if error)

    desk.annotate = written_but_unheard
    assert look(reviewer) == "timed_out"
    desk.annotate = write
    reviewer.ledger.clock_offset += 60
    assert reviewer.review(REF) == "unchanged"
    assert len(desk.written) == 1


def test_a_conflict_reads_anew(reviewer: Reviewer, desk: MemoryDesk) -> None:
    desk.trouble = [Conflict("someone was faster")]
    assert look(reviewer) == "conflict"
    reviewer.ledger.clock_offset += 2
    assert reviewer.review(REF) == "fields"


def test_any_mistake_costs_this_ticket_only(reviewer: Reviewer, desk: MemoryDesk) -> None:
    desk.trouble = [RecursionError()]
    assert look(reviewer) == "recursion_error"
    assert [view.state for view in reviewer.ledger.jobs()] == ["waiting"]


def test_a_budget_that_is_used_up_delays_and_nothing_else(reviewer: Reviewer, desk: MemoryDesk) -> None:
    tight = replace(reviewer, account=replace(ACCOUNT, updates_per_minute=1))
    assert look(tight) == "fields"
    assert look(tight) == "throttled"
    (view,) = tight.ledger.jobs()
    assert view.attempts == 0
    assert view.due
    assert 50 < view.due - tight.ledger.now() <= 60


def test_while_redis_is_away_the_claim_is_left_to_its_lease(reviewer: Reviewer, desk: MemoryDesk) -> None:
    desk.trouble = [redis.ConnectionError("away")]
    with pytest.raises(redis.ConnectionError):
        look(reviewer)
    assert [view.state for view in reviewer.ledger.jobs()] == ["claimed"]


class TestRevisionStamp:
    """A stamp of whole seconds does not show a second change in the same second."""

    def test_a_ticket_that_just_changed_is_given_two_seconds(self, reviewer: Reviewer, desk: MemoryDesk) -> None:
        desk.tickets["4711"] = ticket(revision="r1", updated_at=datetime.now(UTC))
        assert look(reviewer) == "just_changed"
        assert desk.written == []
        (view,) = reviewer.ledger.jobs()
        assert view.attempts == 0

    def test_one_that_has_rested_is_written(self, reviewer: Reviewer, desk: MemoryDesk) -> None:
        desk.tickets["4711"] = ticket(revision="r1", updated_at=LONG_AGO)
        assert look(reviewer) == "fields"

    def test_without_a_stamp_there_is_nothing_to_wait_for(self, reviewer: Reviewer, desk: MemoryDesk) -> None:
        desk.tickets["4711"] = ticket(updated_at=datetime.now(UTC))
        assert look(reviewer) == "fields"

    def test_a_helpdesk_whose_clock_is_ahead_is_asked_once_a_minute_at_most(
        self, reviewer: Reviewer, desk: MemoryDesk
    ) -> None:
        desk.tickets["4711"] = ticket(revision="r1", updated_at=datetime.now(UTC) + timedelta(minutes=10))
        look(reviewer)
        (view,) = reviewer.ledger.jobs()
        assert view.due
        assert 50 < view.due - reviewer.ledger.now() <= 60
