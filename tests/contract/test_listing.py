"""What `recently_solved` and `check` promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrations import registry
from integrations.model import TicketRef
from tests.contract import kit

if TYPE_CHECKING:
    from tests.contract.rigs.base import Rig

INDEXED = 120
"""Seconds after which an export lists what happened."""


def test_solved_tickets_that_lack_our_field_oldest_first(rig: Rig) -> None:
    since = rig.now()
    first, second, done, still_open = kit.solved(rig), kit.solved(rig), kit.solved(rig), rig.open_ticket()
    kit.write(rig, done, kit.annotation(with_note=False))
    rig.customer_writes(first, "Still nothing.")
    rig.agent_writes(first, "Now it is done.", solve=True)
    rig.let_pass(INDEXED)
    account = rig.account().name
    listed = list(kit.heard(rig).recently_solved(since))
    assert listed == [TicketRef(account, second), TicketRef(account, first)]
    assert TicketRef(account, still_open) not in listed


def test_what_was_solved_before_is_not_listed(rig: Rig) -> None:
    kit.solved(rig)
    rig.let_pass(INDEXED)
    since = rig.now()
    later = kit.solved(rig)
    rig.let_pass(INDEXED)
    assert [ref.ticket_id for ref in kit.heard(rig).recently_solved(since)] == [later]


def test_a_long_list_comes_whole_and_names_nobody_twice(rig: Rig) -> None:
    since = rig.now()
    tickets = [kit.solved(rig) for _ in range(rig.traits.page_size + 5)]
    rig.let_pass(INDEXED)
    assert [ref.ticket_id for ref in kit.heard(rig).recently_solved(since)] == tickets


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
