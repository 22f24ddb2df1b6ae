"""The worker's side of a Zendesk account: reads tickets, writes one note and the fields in one update."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from integrations.errors import Conflict, Gone, RateLimited, Refused
from integrations.marks import split_version
from integrations.model import Outcome, Solved, Status, TicketRef, Written
from integrations.zendesk import conversation, health, mapping, writing
from integrations.zendesk.client import Client
from integrations.zendesk.refusals import Forbidden, MissingScope, WrongPlace
from integrations.zendesk.tagging import change_tags

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from config.accounts import Account
    from integrations.model import Annotation, Problem, Ticket
    from integrations.ports import Gate
    from integrations.zendesk.conversation import Transcript
    from integrations.zendesk.shape import RawTicket


def helpdesk(account: Account, gate: Gate) -> Desk:
    """Return the working side of the account."""
    return Desk(account, Client(account, gate))


class Desk:
    """One account."""

    def __init__(self, account: Account, api: Client) -> None:
        self._account = account
        self._api = api
        own_user = account.options.get("service_user_id")
        self._own_user = int(own_user) if own_user else None

    def fetch(self, ticket_id: str) -> Ticket:
        """Read the ticket, then its conversation: what comes in between makes the update fail, not the note wrong."""
        with self._one_ticket_only():
            raw = self._ticket(ticket_id)
            ticket = mapping.ticket(raw, self._transcript(raw), self._account)
        return replace(ticket, keys=ticket.keys | self._keys_in_audits(raw))

    def annotate(self, ticket: Ticket, annotation: Annotation) -> Written:
        """Write note, fields and key in one update, which fails if anyone changed the ticket since it was read."""
        if annotation.key in ticket.keys:
            return Written(Outcome.UNCHANGED, ticket.updated_at)
        if ticket.status is Status.OPEN:
            raise Conflict("the ticket is not solved")
        with self._one_ticket_only():
            return self._write(ticket, annotation)

    def recently_solved(self, since: datetime) -> Iterator[Solved]:
        """List tickets solved since then, closed ones too, the longest untouched first.

        Told to wait in the middle, it lists what it has and raises RateLimited then.
        """
        found, cut_short = self._found(mapping.solved_query(since))
        for raw in sorted(found.values(), key=lambda raw: (raw.updated_at, raw.id)):
            yield Solved(TicketRef(self._account.name, str(raw.id)), raw.updated_at)
        if cut_short:
            raise cut_short

    def check(self) -> Sequence[Problem]:
        """Say what would keep this account from working."""
        return health.problems(self._account, self._api)

    def _write(self, ticket: Ticket, annotation: Annotation) -> Written:
        if ticket.status is Status.CLOSED:
            return change_tags(self._api, ticket, annotation)
        try:
            answer = self._api.update(ticket.ref.ticket_id, writing.body(ticket, annotation, self._account))
        except Refused:
            if self._api.ticket(ticket.ref.ticket_id).status != "closed":
                raise
            return change_tags(self._api, ticket, annotation)
        writing.confirm(answer, ticket, annotation, self._account)
        return Written(Outcome.NOTE if annotation.note else Outcome.FIELDS, answer.ticket.updated_at)

    def _found(self, query: str) -> tuple[dict[int, RawTicket], RateLimited | None]:
        found: dict[int, RawTicket] = {}
        try:
            found.update((raw.id, raw) for raw in self._api.search(query) if mapping.may_be_assessed(raw))
        except RateLimited as error:
            return found, error
        return found, None

    def _ticket(self, ticket_id: str) -> RawTicket:
        raw = self._api.ticket(ticket_id)
        if raw.status == mapping.DELETED:
            raise Gone("the ticket is deleted")
        return raw

    @contextmanager
    def _one_ticket_only(self) -> Iterator[None]:
        """Keep a ticket that we may not see or change from pausing the account, where others may be."""
        try:
            yield
        except MissingScope:
            raise
        except Forbidden as error:
            self._api.count_tickets()  # raises Unauthorized if it is not this ticket only
            raise Refused(f"this ticket is hidden from us, or not ours to change: {error}") from None

    def _transcript(self, raw: RawTicket) -> Transcript:
        ticket_id = str(raw.id)
        if not mapping.is_chat(raw):
            return conversation.from_comments(self._api.comments(ticket_id), raw, self._own_user)
        try:
            return conversation.from_log(self._api.conversation_log(ticket_id), raw, self._own_user)
        except (Forbidden, Gone, Refused, WrongPlace):  # not every account has a log
            found = conversation.from_comments(self._api.comments(ticket_id), raw, self._own_user)
            return conversation.without_log(found)

    def _keys_in_audits(self, raw: RawTicket) -> frozenset[str]:
        """Return the keys of writes that left no version, if the ticket looks as if there had been one."""
        has_version = split_version(mapping.text(raw, self._account, "version"))[1]
        if has_version or not mapping.text(raw, self._account, "empathy"):
            return frozenset()
        try:
            return self._api.heard_keys(str(raw.id))
        except Forbidden:  # `check` tells of it
            return frozenset()
