"""The rig sees what it is there to see: a verdict that could not be bad would prove nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakedesk import FakeDesk, seed
from tests.fakedesk.updates import Change, apply
from tests.reliability import load, report
from tests.reliability.checks import Findings, judge

if TYPE_CHECKING:
    from tests.reliability.load import Case


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def case(desk: FakeDesk) -> Case:
    solved = load.open_case("acme", desk)
    load.solve(desk, solved)
    return solved


def write(desk: FakeDesk, case: Case, key: str = "heard-1", **more: object) -> None:
    """Write as we do."""
    wanted = {"comment": {"html_body": "<p>Note</p>", "public": False}, "metadata": {"heard_key": key}} | more
    apply(desk.store, desk.store.ticket(case.ticket), Change(user_id=seed.SERVICE, wanted=wanted, bulk=True))


def verdict(desk: FakeDesk, *cases: Case, remembered: bool = True) -> Findings:
    return judge(cases, {"acme": desk}, {case.key for case in cases if remembered})


def test_one_note_is_as_it_should_be(desk: FakeDesk, case: Case) -> None:
    write(desk, case)
    found = verdict(desk, case)
    assert (found.accepted, found.notes, found.recovered, found.failures()) == (1, 1, 0, [])


def test_a_ticket_without_anything_of_ours_is_lost(desk: FakeDesk, case: Case) -> None:
    assert verdict(desk, case).lost == [case.key]


def test_a_ticket_that_no_webhook_told_of_is_recovered(desk: FakeDesk, case: Case) -> None:
    write(desk, case)
    assert verdict(desk, case, remembered=False).recovered == 1


def test_a_second_solve_that_was_not_looked_at_is_lost(desk: FakeDesk, case: Case) -> None:
    write(desk, case)
    load.reopen(desk, case)
    load.solve(desk, case)
    assert verdict(desk, case).lost == [case.key]
    write(desk, case, "heard-2")
    assert verdict(desk, case).failures() == []


def test_two_notes_for_one_solve_are_duplicated(desk: FakeDesk, case: Case) -> None:
    write(desk, case)
    write(desk, case, "heard-2")
    assert verdict(desk, case).duplicated == [case.key]


def test_one_result_written_twice_is_duplicated_even_over_two_solves(desk: FakeDesk, case: Case) -> None:
    write(desk, case)
    load.reopen(desk, case)
    load.solve(desk, case)
    write(desk, case)
    assert verdict(desk, case).duplicated == [case.key]


@pytest.mark.parametrize(
    "harm",
    [
        {"remove_tags": [load.FOREIGN_TAG]},
        {"custom_fields": [{"id": load.PRODUCT, "value": None}]},
    ],
)
def test_what_people_set_is_missed_when_it_is_gone(desk: FakeDesk, case: Case, harm: dict[str, object]) -> None:
    write(desk, case, **harm)
    assert verdict(desk, case).touched == [case.key]


@pytest.mark.parametrize(
    "improper", [{"public": True}, {"ticket_status": "open"}, {"unknown": ["additional_tags"]}, {"ticket": 999}]
)
def test_a_write_that_must_not_be_is_unexpected(desk: FakeDesk, case: Case, improper: dict[str, object]) -> None:
    write(desk, case)
    proper = {"who": seed.SERVICE, "ticket": case.ticket, "note": True, "public": False, "ticket_status": None}
    desk.journal.add("write", **(proper | {"unknown": []} | improper))
    assert len(verdict(desk, case).unexpected) == 1


def test_a_request_before_its_retry_after_is_early(desk: FakeDesk, case: Case) -> None:
    write(desk, case)
    desk.journal.add("violation", method="GET", path="/api/v2/tickets/1")
    assert verdict(desk, case).failures() == ["early: 1 requests before their Retry-After"]


def test_the_line_says_what_is_wrong(desk: FakeDesk, case: Case) -> None:
    said = report.line("R3", 17, verdict(desk, case))
    assert said.startswith("R3 seed=17 accepted=1 notes=0 lost=1 duplicated=0 unexpected=0 recovered=0 slowest=0.0s ")
    assert said.endswith(f"FAILED: lost: 1 (acme {case.ticket})")
