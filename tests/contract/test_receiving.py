"""What `verify` and `parse` promise, on requests that the helpdesk itself has made."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from config.secret import Secret
from integrations import registry
from integrations.errors import InvalidSignature, Malformed
from integrations.model import Inbound, TicketRef
from tests.contract import kit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from integrations.ports import WebhookSource
    from tests.contract.rigs.base import Rig

GARBAGE = [b"", b"{", b"[]", b"[1, 2]", b"null", b'"x"', b"7", b"\xff\xfe", b"[" * 100_000, b'[{"ticket_id": "1"}]']
OTHER = Secret("another-secret")


def source(rig: Rig) -> WebhookSource:
    """Return the web side, which is given no API credentials."""
    return registry.webhook_source(replace(rig.account(), secrets={}, signing_secrets=(rig.secret,)))


def tickets(rig: Rig, requests: Sequence[Inbound]) -> list[TicketRef]:
    found = source(rig)
    for request in requests:
        found.verify(request, [rig.secret], rig.now())
    return [delivery.ticket for request in requests for delivery in found.parse(request)]


def a_solve(rig: Rig) -> Inbound:
    """Return a webhook that says that a ticket was solved."""
    before = len(rig.announced())
    kit.solved(rig)
    return next(request for request in rig.announced()[before:] if source(rig).parse(request))


def test_a_solve_is_announced(rig: Rig) -> None:
    before = len(rig.announced())
    ticket = kit.solved(rig)
    assert set(tickets(rig, rig.announced()[before:])) == {TicketRef(rig.account().name, ticket)}


def test_deliveries_differ_and_a_repeated_one_does_not(rig: Rig) -> None:
    one, other = a_solve(rig), a_solve(rig)
    ids = [source(rig).parse(request)[0].delivery_id for request in (one, one, other)]
    assert ids[0] == ids[1] != ids[2]


def test_what_solves_nothing_is_not_for_us(rig: Rig) -> None:
    ticket = rig.open_ticket()
    before = len(rig.announced())
    rig.agent_writes(ticket, "Which address?")
    rig.agent_writes(ticket, "Careful.", public=False)
    rig.customer_writes(ticket, "Mill Lane 4.")
    assert tickets(rig, rig.announced()[before:]) == []
    rig.agent_writes(ticket, "Sent again.", solve=True)
    before = len(rig.announced())
    rig.customer_writes(ticket, "It is the wrong one.")
    rig.human_tags(ticket, "vip")
    assert tickets(rig, rig.announced()[before:]) == []


def test_our_own_writes_are_not_for_us(rig: Rig) -> None:
    ticket = kit.solved(rig)
    before = len(rig.announced())
    kit.write(rig, ticket, kit.annotation())
    assert tickets(rig, rig.announced()[before:]) == []


def test_a_new_secret_may_stand_beside_the_old_one(rig: Rig) -> None:
    request = a_solve(rig)
    source(rig).verify(request, [OTHER, rig.secret], rig.now())


@pytest.mark.parametrize("secrets", [[OTHER], []], ids=["another", "none"])
def test_without_the_secret_nothing_is_believed(rig: Rig, secrets: Sequence[Secret]) -> None:
    with pytest.raises(InvalidSignature):
        source(rig).verify(a_solve(rig), secrets, rig.now())


def test_a_request_without_proof_is_not_believed(rig: Rig) -> None:
    with pytest.raises(InvalidSignature):
        source(rig).verify(Inbound({}, {}, a_solve(rig).body), [rig.secret], rig.now())


def test_a_changed_body_is_not_believed_where_it_is_signed(rig: Rig) -> None:
    if not rig.traits.dates_webhooks:
        pytest.skip("it signs nothing: a key in the address is all the proof there is")
    request = a_solve(rig)
    with pytest.raises(InvalidSignature):
        source(rig).verify(replace(request, body=request.body + b" "), [rig.secret], rig.now())


@pytest.mark.parametrize("minutes", [-6, 6])
def test_an_old_or_early_one_is_not_believed_where_it_is_dated(rig: Rig, minutes: int) -> None:
    if not rig.traits.dates_webhooks:
        pytest.skip("it dates nothing")
    request, now = a_solve(rig), rig.now()
    source(rig).verify(request, [rig.secret], now)
    with pytest.raises(InvalidSignature):
        source(rig).verify(request, [rig.secret], now + timedelta(minutes=minutes))


@pytest.mark.parametrize("body", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_is_malformed_and_nothing_else(rig: Rig, body: bytes) -> None:
    with pytest.raises(Malformed):
        source(rig).parse(replace(a_solve(rig), body=body))


def test_malformed_names_the_field(rig: Rig) -> None:
    request = a_solve(rig)
    for body, field in rig.spoilt_bodies:
        with pytest.raises(Malformed, match=field):
            source(rig).parse(replace(request, body=body))
