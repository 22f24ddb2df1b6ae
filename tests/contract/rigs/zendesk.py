"""Zendesk's look-alike as a rig."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from config.accounts import Account
from config.secret import Secret
from integrations.model import Inbound
from tests.contract import wire
from tests.contract.rigs.base import Traits
from tests.fakedesk import FakeDesk, Hook, Options, seed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from tests.fakedesk.model import Comment, Ticket

EVENTS = ("status_changed", "comment_added", "tags_changed", "custom_field_changed")
NUMBERS = {name: int(number) for name, number in seed.ACCOUNT_FIELDS.items()}
ACT_SECONDS = 5
"""What people do takes time: a stamp of whole seconds must not see two things at once."""


class ZendeskRig:
    """fakedesk behind a wire, with a webhook of each kind."""

    traits: ClassVar = Traits(
        compares_and_swaps=True,
        closed_takes_note=False,
        dates_webhooks=True,
        page_size=100,
        tags_in_writes=frozenset({"tags"}),
    )
    secret = Secret("fakedesk-signing-secret")
    missing_ticket = "999999"
    spoilt_bodies: ClassVar[Sequence[tuple[bytes, str]]] = (
        (b'{"ticket_id": {}}', "ticket_id"),
        (b'{"ticket_id": "../users/me"}', "ticket_id"),
        (b'{"ticket_id": null}', "ticket_id"),
        (json.dumps({"type": "zen:event-type:ticket.status_changed", "detail": []}).encode(), "detail"),
        (json.dumps({"type": "zen:event-type:ticket.status_changed", "detail": {"id": [1]}}).encode(), "id"),
    )

    def __init__(self, desk: FakeDesk, line: wire.Wire) -> None:
        self.desk = desk
        self.wire = line

    def account(self, **changes: object) -> Account:
        given: dict[str, Any] = {
            "fields": seed.ACCOUNT_FIELDS,
            "options": {"client_id": self.desk.options.client_id, "service_user_id": str(seed.SERVICE)},
            "secrets": {"client_secret": Secret(self.desk.options.client_secret)},
        }
        return Account("acme", "zendesk", self.wire.url, **(given | changes))

    def token_account(self) -> Account:
        """Return the account with the older credentials."""
        return self.account(
            options={"email": self.desk.options.email}, secrets={"api_token": Secret(self.desk.options.api_token)}
        )

    def refused_account(self) -> Account:
        return self.account(secrets={"client_secret": Secret("wrong-secret")})

    def now(self) -> datetime:
        return self.desk.clock.now()

    def let_pass(self, seconds: float) -> None:
        self.desk.clock.advance(seconds)

    def tidy(self) -> None: ...

    def open_ticket(self, text: str = "It never came and I am worried.", subject: str = "Parcel") -> str:
        ticket = self.desk.people.open_ticket(text, subject)
        self.let_pass(ACT_SECONDS)
        return str(ticket)

    def customer_writes(self, ticket: str, text: str) -> None:
        self.desk.people.customer_replies(int(ticket), text)
        self.let_pass(ACT_SECONDS)

    def agent_writes(self, ticket: str, text: str, *, solve: bool = False, public: bool = True) -> None:
        status = "solved" if solve else None
        self.desk.people.agent_replies(int(ticket), text, public=public, status=status)
        self.let_pass(ACT_SECONDS)

    def automation_writes(self, ticket: str, text: str) -> None:
        self.desk.people.automation_replies(int(ticket), text)
        self.let_pass(ACT_SECONDS)

    def close(self, ticket: str) -> None:
        self.desk.people.set_status(int(ticket), "closed")
        self.let_pass(ACT_SECONDS)

    def human_sets(self, ticket: str, field: str, value: str) -> None:
        self.desk.people.set_field(int(ticket), NUMBERS[field], value)
        self.let_pass(ACT_SECONDS)

    def human_tags(self, ticket: str, *tags: str) -> None:
        self.desk.people.add_tags(int(ticket), tags)
        self.let_pass(ACT_SECONDS)

    def notes(self, ticket: str) -> Sequence[str]:
        return [one.plain_body for one in self._comments(ticket) if one.author_id == seed.SERVICE and not one.public]

    def customer_sees(self, ticket: str) -> str:
        return "\n".join(one.plain_body for one in self._comments(ticket) if one.public)

    def fields(self, ticket: str) -> Mapping[str, str | tuple[str, ...]]:
        held = self._ticket(ticket).fields
        found = {name: held.get(number) for name, number in NUMBERS.items() if name != "version"}
        return {
            name: tuple(value) if isinstance(value, list) else str(value) for name, value in found.items() if value
        }

    def tags(self, ticket: str) -> frozenset[str]:
        return frozenset(self._ticket(ticket).tags)

    def status(self, ticket: str) -> str:
        return self._ticket(ticket).status

    def announced(self) -> Sequence[Inbound]:
        return [Inbound(dict(sent.headers), {}, sent.body) for sent in self.desk.webhooks.outbox]

    def _ticket(self, ticket: str) -> Ticket:
        return self.desk.store.ticket(ticket)

    def _comments(self, ticket: str) -> list[Comment]:
        return list(self._ticket(ticket).comments)


@contextmanager
def running(options: Options | None = None) -> Iterator[ZendeskRig]:
    """Start a look-alike and the wire to it."""
    hooks = [Hook(), replace(Hook(), kind="event", events=EVENTS, id="01FAKEHOOK0000000000000002")]
    desk = FakeDesk(options, hooks=hooks)
    desk.start()
    try:
        with wire.running(desk.url) as line:
            yield ZendeskRig(desk, line)
    finally:
        desk.stop()
