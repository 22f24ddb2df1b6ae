"""What `recently_solved` and `check` promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrations import registry
from integrations.model import Solved, TicketRef
from tests.contract import kit

if TYPE_CHECKING:
    from datetime import datetime

    from tests.contract.rigs.base import Rig

INDEXED = 120
"""Seconds after which an export lists what happened."""


def listed(rig: Rig, since: datetime) -> list[str]:
    return [one.ref.ticket_id for one in kit.heard(rig).recently_solved(since)]


def test_solved_tickets_oldest_first(rig: Rig) -> None:
    since = rig.now()
    first, second, still_open = kit.solved(rig), kit.solved(rig), rig.open_ticket()
    rig.customer_writes(first, "Still nothing.")
    rig.agent_writes(first, "Now it is done.", solve=True)
    rig.let_pass(INDEXED)
    assert listed(rig, since) == [second, first]
    assert still_open not in listed(rig, since)


def test_a_checked_ticket_is_listed_as_our_write_left_it_until_it_goes_on(rig: Rig) -> None:
    """So that whoever remembers the write need not look again, and a second solve is not missed."""
    since, ticket = rig.now(), kit.solved(rig)
    rig.let_pass(5)
    desk = kit.heard(rig)
    written = desk.annotate(desk.fetch(ticket), kit.annotation())
    rig.let_pass(INDEXED)
    assert list(desk.recently_solved(since)) == [Solved(TicketRef(rig.account().name, ticket), written.updated_at)]
    rig.customer_writes(ticket, "Still nothing.")
    rig.agent_writes(ticket, "Now it is done.", solve=True)
    rig.let_pass(INDEXED)
    (again,) = desk.recently_solved(since)
    assert again.updated_at > written.updated_at


def test_what_was_solved_before_is_not_listed(rig: Rig) -> None:
    kit.solved(rig)
    rig.let_pass(INDEXED)
    since = rig.now()
    later = kit.solved(rig)
    rig.let_pass(INDEXED)
    assert listed(rig, since) == [later]


def test_a_long_list_comes_whole_and_names_nobody_twice(rig: Rig) -> None:
    since = rig.now()
    tickets = [kit.solved(rig) for _ in range(rig.traits.page_size + 5)]
    rig.let_pass(INDEXED)
    assert listed(rig, since) == tickets


def test_listing_writes_nothing(rig: Rig) -> None:
    before = len(rig.wire.exchanges)
    list(kit.heard(rig).recently_solved(rig.now()))
    kit.heard(rig).check()
    assert rig.wire.writes(before) == []


def test_a_helpdesk_that_is_set_up_has_no_problem(rig: Rig) -> None:
    assert [problem for problem in kit.heard(rig).check() if problem.fatal] == []


def test_refused_credentials_are_a_problem_with_a_remedy(rig: Rig) -> None:
    (problem, *_) = registry.helpdesk(rig.refused_account(), kit.Gate()).check()
    assert problem.fatal
    assert problem.remedy


def test_a_field_that_is_missing_is_named(rig: Rig) -> None:
    typo = kit.heard(rig, fields=dict(rig.account().fields) | {"idea": "777777"})
    (problem,) = [found for found in typo.check() if "777777" in found.what]
    assert problem.remedy


def test_a_field_of_the_wrong_kind_is_named(rig: Rig) -> None:
    fields = dict(rig.account().fields)
    swapped = kit.heard(rig, fields=fields | {"empathy": fields["version"]})
    assert any(fields["version"] in found.what and found.fatal for found in swapped.check())
