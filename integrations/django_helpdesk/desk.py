"""The worker's side of a django-helpdesk: reads tickets, writes one note and the fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrations.django_helpdesk import client, fields, health, mapping, marks
from integrations.errors import Conflict, Refused, Surprise
from integrations.model import Outcome, Solved, Status, TicketRef, Written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from config.accounts import Account
    from integrations.django_helpdesk.shape import RawTicket
    from integrations.model import Annotation, Problem, Ticket
    from integrations.ports import Gate


def helpdesk(account: Account, gate: Gate) -> Desk:
    """Return the working side of the account."""
    return Desk(account, client.Client(account, gate))


class Desk:
    """One account. Its writes may be cut off between any two requests: nothing shows, and the next try goes on there.

    1. a private follow-up that repeats the ticket's resolution (what a kill leaves here is invisible to the customer)
    2. its comment becomes the note (no template, no resolution, no mail, no webhook)
    3. the fields and tags
    4. the version field with the annotation's key: done
    """

    def __init__(self, account: Account, api: client.Client) -> None:
        self._account = account
        self._api = api

    def fetch(self, ticket_id: str) -> Ticket:
        """Read the ticket with its conversation."""
        return mapping.ticket(self._api.ticket(ticket_id), self._account)

    def annotate(self, ticket: Ticket, annotation: Annotation) -> Written:
        """Bring the ticket to what the annotation says, from wherever an earlier try stopped."""
        raw = self._api.ticket(ticket.ref.ticket_id)
        now = mapping.ticket(raw, self._account)
        if annotation.key in now.keys:
            return Written(Outcome.UNCHANGED, now.updated_at)
        self._must_be(ticket, now, raw)
        if annotation.note:
            self._write_note(raw, annotation.key, annotation.note.text)
        self._api.set_fields(raw.id, fields.body(raw, self._account, annotation))
        self._api.set_fields(raw.id, fields.version(self._account, annotation))
        written = self._confirmed(ticket.ref.ticket_id, annotation)
        return Written(Outcome.NOTE if annotation.note else Outcome.FIELDS, written.updated_at)

    def recently_solved(self, since: datetime) -> Iterator[Solved]:
        """List tickets solved since then, oldest first; reads every solved ticket."""
        found = [
            (mapping.solved_at(raw), raw.id, mapping.updated_at(raw))
            for raw in self._api.solved()
            if mapping.skip(raw) is None
        ]
        for solved_at, ticket_id, updated_at in sorted(found):
            if solved_at >= since:
                yield Solved(TicketRef(self._account.name, str(ticket_id)), updated_at)

    def check(self) -> Sequence[Problem]:
        """Say what would keep this account from working."""
        return health.problems(self._account, self._api)

    def _must_be(self, read: Ticket, now: Ticket, raw: RawTicket) -> None:
        if now.status is not Status.SOLVED or [m.id for m in now.messages] != [m.id for m in read.messages]:
            raise Conflict("the ticket went on since it was read")
        missing = fields.missing(raw, self._account)
        if missing:
            raise Refused(f"the helpdesk has no custom field named {', '.join(missing)}")

    def _write_note(self, raw: RawTicket, key: str, text: str) -> None:
        follow_ups = raw.follow_ups
        if any(marks.is_note(follow_up, key) for follow_up in follow_ups):
            return
        begun = next((follow_up.id for follow_up in follow_ups if marks.is_placeholder(follow_up)), None)
        self._api.fill_follow_up(begun or self._begin_note(raw), marks.NOTE_TITLE, text)

    def _begin_note(self, raw: RawTicket) -> int:
        made = self._api.add_placeholder(raw.id)
        if made.comment == marks.PLACEHOLDER:
            self._api.restore_resolution(raw.id, raw.resolution)
            raise Refused("this release does not render comments; a note would show in the resolution")
        return made.id

    def _confirmed(self, ticket_id: str, annotation: Annotation) -> Ticket:
        """Read back what was written: an unknown field, for one, is ignored with status 200."""
        raw = self._api.ticket(ticket_id)
        wrong = sorted(fields.body(raw, self._account, annotation))
        noted = not annotation.note or any(marks.is_note(f, annotation.key) for f in raw.follow_ups)
        now = mapping.ticket(raw, self._account)
        if wrong or not noted or annotation.key not in now.keys:
            raise Surprise(f"written, but not there when read back: {', '.join(wrong) or 'note or version'}")
        return now
