"""A helpdesk in memory, and tickets for it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from config.accounts import Account
from integrations.errors import Gone
from integrations.model import Annotation, Message, Outcome, Role, Solved, Status, Ticket, TicketRef, Written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from integrations.model import Problem

ACCOUNT = Account(name="acme", helpdesk="memory", url="https://acme.example", updates_per_minute=6000)
REF = TicketRef("acme", "4711")
LONG_AGO = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)


def message(number: int, role: Role = Role.AGENT, **changes: object) -> Message:
    plain = Message(
        id=str(number),
        author_id=f"{role.value}-1",
        role=role,
        body=f"Turn {number}.",
        at=LONG_AGO.replace(minute=number),
        public=True,
    )
    return replace(plain, **changes)


def ticket(**changes: object) -> Ticket:
    turns = (message(1, Role.CUSTOMER), message(2))
    return replace(Ticket(ref=REF, subject="Billing date", status=Status.SOLVED, messages=turns), **changes)


def plan(ticket: Ticket, *_: object) -> Annotation:
    """A plan that says how many turns there were."""
    return Annotation(key=f"heard-{len(ticket.messages)}", fields={"empathy": "empathy__3_good"})


@dataclass
class MemoryDesk:
    """Holds tickets; `trouble` is raised by the next calls, one each; `written` is what was annotated."""

    tickets: dict[str, Ticket] = field(default_factory=dict)
    trouble: list[Exception] = field(default_factory=list)
    written: list[tuple[str, Annotation]] = field(default_factory=list)
    solved: list[Solved] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    asked_since: list[datetime] = field(default_factory=list)

    def fetch(self, ticket_id: str) -> Ticket:
        self._maybe_fail()
        if ticket_id not in self.tickets:
            raise Gone("no such ticket")
        return self.tickets[ticket_id]

    def annotate(self, ticket: Ticket, annotation: Annotation) -> Written:
        self._maybe_fail()
        self.written.append((ticket.ref.ticket_id, annotation))
        self.tickets[ticket.ref.ticket_id] = replace(ticket, keys=ticket.keys | {annotation.key})
        return Written(Outcome.NOTE if annotation.note else Outcome.FIELDS, ticket.updated_at)

    def recently_solved(self, since: datetime) -> Iterator[Solved]:
        self.asked_since.append(since)
        for one in self.solved:
            self._maybe_fail()
            yield one

    def check(self) -> Sequence[Problem]:
        self._maybe_fail()
        return self.problems

    def _maybe_fail(self) -> None:
        if self.trouble:
            raise self.trouble.pop(0)
