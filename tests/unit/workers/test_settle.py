"""Each kind of failure has its consequence, and only one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations import errors
from tests.unit.workers.doubles import REF
from workers.settle import NotYet, backoff, settle, word

if TYPE_CHECKING:
    from workers.job import Claim, JobView
    from workers.ledger import Ledger


def claim(ledger: Ledger) -> Claim:
    ledger.accept(REF, settle_seconds=0)
    taken = ledger.claim(REF)
    assert taken
    return taken


def waiting(ledger: Ledger) -> JobView:
    (view,) = ledger.jobs()
    assert view.state == "waiting"
    return view


def delay(ledger: Ledger) -> float:
    view = waiting(ledger)
    assert view.due
    return view.due - ledger.now()


@pytest.mark.parametrize(
    ("error", "least", "most", "attempts"),
    [
        (errors.RateLimited("", retry_after=120), 119, 120, 0),
        (errors.RateLimited(""), 29, 30, 0),
        (NotYet(7, "throttled"), 6, 7, 0),
        (errors.Conflict(""), 1, 2, 1),
        (errors.TimedOut(""), 0, 5, 1),
        (errors.Unreachable(""), 0, 5, 1),
        (errors.Surprise(""), 0, 5, 1),
        (errors.ServerFault("", retry_after=200), 199, 200, 1),
        (RecursionError(), 0, 5, 1),
    ],
)
def test_later(ledger: Ledger, error: Exception, least: float, most: float, attempts: int) -> None:
    settle(ledger, claim(ledger), error)
    assert least - 0.5 < delay(ledger) <= most
    assert waiting(ledger).attempts == attempts
    assert ledger.paused() == {}


def test_refused_credentials_pause_the_account_and_keep_the_job(ledger: Ledger) -> None:
    assert settle(ledger, claim(ledger), errors.Unauthorized("")) == "unauthorized"
    assert ledger.paused() == {"acme": "unauthorized"}
    assert waiting(ledger).attempts == 0


def test_a_ticket_that_is_gone_is_finished(ledger: Ledger) -> None:
    assert settle(ledger, claim(ledger), errors.Gone("")) == "gone"
    assert ledger.jobs() == []
    assert ledger.stats().outcomes == {"gone": 1}


def test_what_would_be_refused_again_is_parked_at_once(ledger: Ledger) -> None:
    assert settle(ledger, claim(ledger), errors.Refused("422: too many comments")) == "refused"
    assert [view.reason for view in ledger.parked()] == ["refused"]


def test_a_mistake_of_ours_is_tried_five_times_and_parked_by_its_name(ledger: Ledger) -> None:
    settle(ledger, claim(ledger), RecursionError("text of a ticket"))
    for _ in range(4):
        ledger.clock_offset += 60
        again = ledger.claim(REF)
        assert again
        settle(ledger, again, RecursionError("text of a ticket"))
    assert [view.reason for view in ledger.parked()] == ["RecursionError"]


@given(st.integers(0, 1000))
def test_backoff_grows_to_an_hour_and_never_is_nothing(attempts: int) -> None:
    assert 1 <= backoff(attempts) <= min(3600, 5 * 2**attempts)


def test_words() -> None:
    assert [word(errors.TimedOut("")), word(errors.Gone("")), word(NotYet(1, "x"))] == [
        "timed_out",
        "gone",
        "not_yet",
    ]


def test_a_helpdesk_s_own_kind_of_error_is_called_by_the_kind_that_the_flow_knows() -> None:
    class NoEndpoint(errors.Refused): ...

    assert word(NoEndpoint("")) == "refused"
