"""What no webhook told us is found at the helpdesk."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from integrations.errors import TimedOut
from integrations.model import Problem, Solved, Status, TicketRef
from tests.unit.workers.doubles import ACCOUNT, LONG_AGO, REF, MemoryDesk, message, plan, ticket
from workers.reconcile import Reconciler
from workers.review import Reviewer
from workers.throttle import Throttle

if TYPE_CHECKING:
    import redis

    from workers.ledger import Ledger


def solved(ticket_id: str, after: int = 0) -> Solved:
    """Return an entry of the list; it was last changed so many minutes after the others."""
    return Solved(TicketRef("acme", ticket_id), LONG_AGO + timedelta(minutes=after))


@pytest.fixture
def desk() -> MemoryDesk:
    return MemoryDesk(solved=[solved("4711"), solved("4712")])


@pytest.fixture
def reconciler(ledger: Ledger, redis_client: redis.Redis, desk: MemoryDesk) -> Reconciler:
    return Reconciler(ACCOUNT, desk, ledger, redis_client)


def test_missed_tickets_are_accepted(reconciler: Reconciler) -> None:
    assert reconciler.run() == 2
    assert {view.ref.ticket_id for view in reconciler.ledger.jobs()} == {"4711", "4712"}
    assert reconciler.ledger.claim(REF)


def test_the_same_tickets_are_not_accepted_at_every_pass(reconciler: Reconciler) -> None:
    reconciler.run()
    claim = reconciler.ledger.claim(REF)
    assert claim
    reconciler.ledger.finish(claim, "skipped_tag")
    assert reconciler.run() == 0


def test_a_ticket_solved_again_after_its_check_is_accepted_again(reconciler: Reconciler, desk: MemoryDesk) -> None:
    reconciler.run()
    claim = reconciler.ledger.claim(REF)
    assert claim
    reconciler.ledger.finish(claim, "note")
    desk.solved = [solved("4711", after=5)]
    assert reconciler.run() == 1
    assert reconciler.ledger.claim(REF)


def test_what_was_looked_at_after_a_webhook_is_not_accepted_until_it_goes_on(
    reconciler: Reconciler, desk: MemoryDesk, redis_client: redis.Redis
) -> None:
    desk.tickets["4711"] = ticket(updated_at=LONG_AGO)
    desk.solved = [solved("4711")]
    reconciler.ledger.accept(REF, settle_seconds=0)
    reviewer = Reviewer(ACCOUNT, desk, reconciler.ledger, Throttle(redis_client), plan)
    assert reviewer.review(REF) == "fields"
    assert reconciler.run() == 0
    desk.tickets["4711"] = replace(desk.tickets["4711"], messages=(*ticket().messages, message(3)))
    desk.solved = [solved("4711", after=5)]
    assert reconciler.run() == 1
    assert reviewer.review(REF) == "fields"


def test_a_ticket_found_reopened_and_solved_again_since_is_accepted_again(
    reconciler: Reconciler, desk: MemoryDesk, redis_client: redis.Redis
) -> None:
    desk.tickets["4711"] = ticket(status=Status.OPEN, updated_at=LONG_AGO + timedelta(minutes=1))
    desk.solved = [solved("4711")]
    reconciler.run()
    assert Reviewer(ACCOUNT, desk, reconciler.ledger, Throttle(redis_client), plan).review(REF) == "not_solved"
    desk.solved = [solved("4711", after=2)]
    assert reconciler.run() == 1


def test_a_ticket_that_settles_is_left_to_settle(reconciler: Reconciler) -> None:
    reconciler.ledger.accept(REF, settle_seconds=60)
    reconciler.run()
    assert reconciler.ledger.claim(REF) is None


def test_it_first_looks_back_a_day_and_then_to_its_last_success(reconciler: Reconciler, desk: MemoryDesk) -> None:
    reconciler.run()
    reconciler.ledger.clock_offset += 600
    reconciler.run()
    first, second = desk.asked_since
    apart = second - first
    assert timedelta(hours=23, minutes=59) < apart < timedelta(hours=24, minutes=1)


def test_a_pass_that_failed_half_way_keeps_what_it_found_and_starts_from_the_same_time(
    reconciler: Reconciler, desk: MemoryDesk
) -> None:
    reconciler.run()
    reconciler.ledger.clock_offset += 600
    desk.solved = [solved("5000"), solved("5001")]
    broken = MemoryDesk(solved=desk.solved)

    def one_page_then_trouble(since: object) -> object:
        yield desk.solved[0]
        raise TimedOut("second page")

    broken.recently_solved = one_page_then_trouble
    with pytest.raises(TimedOut):
        Reconciler(ACCOUNT, broken, reconciler.ledger, reconciler.client).run()
    assert "5000" in {view.ref.ticket_id for view in reconciler.ledger.jobs()}
    reconciler.run()
    assert desk.asked_since[1] - desk.asked_since[0] < timedelta(hours=24, minutes=1)


def test_a_pause_by_a_person_holds(reconciler: Reconciler, desk: MemoryDesk) -> None:
    reconciler.ledger.pause("acme", "maintenance")
    assert reconciler.run() is None
    assert desk.asked_since == []
    assert reconciler.ledger.paused() == {"acme": "maintenance"}


def test_mended_credentials_end_the_pause_they_caused(reconciler: Reconciler) -> None:
    reconciler.ledger.pause("acme", "unauthorized")
    assert reconciler.run() == 2
    assert reconciler.ledger.paused() == {}


def test_refused_credentials_keep_the_account_paused(reconciler: Reconciler, desk: MemoryDesk) -> None:
    desk.problems = [Problem("the token is refused", "make a new one")]
    reconciler.ledger.pause("acme", "unauthorized")
    assert reconciler.run() is None
    assert reconciler.ledger.paused() == {"acme": "unauthorized"}
