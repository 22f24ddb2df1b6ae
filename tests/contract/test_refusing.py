"""What `annotate` promises where it must not write, or cannot: conflicts, closed tickets, missing fields."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from integrations.errors import Conflict, HelpdeskError, Refused
from integrations.model import Outcome
from tests.contract import kit

if TYPE_CHECKING:
    from tests.contract.rigs.base import Rig


def test_a_ticket_that_is_not_solved_is_not_written_to(rig: Rig) -> None:
    ticket = rig.open_ticket()
    before = len(rig.wire.exchanges)
    with pytest.raises(Conflict):
        kit.write(rig, ticket, kit.annotation())
    assert rig.wire.writes(before) == []


@pytest.mark.parametrize("who", ["agent", "customer"])
def test_a_ticket_that_went_on_is_not_written_to(rig: Rig, who: str) -> None:
    ticket = kit.solved(rig)
    desk = kit.heard(rig)
    read = desk.fetch(ticket)
    if who == "agent":
        rig.agent_writes(ticket, "One more thing.")
    else:
        rig.customer_writes(ticket, "Still nothing.")
    fields = rig.fields(ticket)
    with pytest.raises(Conflict):
        desk.annotate(read, kit.annotation())
    assert (rig.notes(ticket), rig.fields(ticket)) == ([], fields)


def test_what_a_closed_ticket_does_not_take_is_left_out_and_said(rig: Rig) -> None:
    ticket = kit.solved(rig)
    rig.human_tags(ticket, "vip")
    rig.close(ticket)
    wanted, status = kit.annotation(), rig.status(ticket)
    outcome = kit.write(rig, ticket, wanted)
    assert outcome is (Outcome.NOTE if rig.traits.closed_takes_note else Outcome.TAGS_ONLY)
    assert len(rig.notes(ticket)) == (1 if rig.traits.closed_takes_note else 0)
    assert rig.tags(ticket) == {"vip", *wanted.tags}
    assert rig.status(ticket) == status
    before = len(rig.wire.exchanges)
    assert kit.write(rig, ticket, wanted) is Outcome.UNCHANGED
    assert rig.wire.writes(before) == []


def test_closed_while_we_looked(rig: Rig) -> None:
    ticket, wanted = kit.solved(rig), kit.annotation()
    desk = kit.heard(rig)
    read = desk.fetch(ticket)
    rig.close(ticket)
    try:
        desk.annotate(read, wanted)
    except Conflict:
        assert rig.notes(ticket) == []
        kit.write(rig, ticket, wanted)
    assert len(rig.notes(ticket)) == (1 if rig.traits.closed_takes_note else 0)
    assert rig.tags(ticket) == set(wanted.tags)


def test_a_field_that_the_helpdesk_does_not_have_is_never_a_silent_success(rig: Rig) -> None:
    ticket = kit.solved(rig)
    typo = kit.heard(rig, fields=dict(rig.account().fields) | {"idea": "777777"})
    with pytest.raises(HelpdeskError, match=r"777777|idea"):
        typo.annotate(typo.fetch(ticket), kit.annotation(idea="empathy_idea__steps"))


def test_an_option_that_the_field_does_not_have_is_refused_without_a_trace(rig: Rig) -> None:
    ticket = kit.solved(rig)
    with pytest.raises(Refused) as refused:
        kit.write(rig, ticket, kit.annotation(band="7_unheard_of"))
    assert kit.SECRET_WORDS not in str(refused.value)
    assert "empathy" not in rig.fields(ticket)
    assert kit.heard(rig).fetch(ticket).keys == frozenset()


def test_eight_workers_with_the_same_read_leave_one_note(rig: Rig) -> None:
    if not rig.traits.compares_and_swaps:
        pytest.skip("no compare and swap: the ledger's claim keeps a second worker away (docs/reliability.md)")
    ticket, wanted = kit.solved(rig), kit.annotation()
    read = kit.heard(rig).fetch(ticket)

    def attempt(_: int) -> str | type[Exception]:
        try:
            return kit.heard(rig).annotate(read, wanted).outcome
        except Conflict as error:
            return type(error)

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(attempt, range(8)))
    assert outcomes.count(Outcome.NOTE) == 1
    assert set(outcomes) <= {Outcome.NOTE, Outcome.UNCHANGED, Conflict}
    assert [wanted.key in note for note in rig.notes(ticket)] == [True]
