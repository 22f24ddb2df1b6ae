"""What people do in Zendesk's own pages: customers write, agents answer, solve, correct; time closes tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakedesk import seed
from tests.fakedesk.model import Turn
from tests.fakedesk.updates import Change, apply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.fakedesk.model import Value
    from tests.fakedesk.store import Store

SYSTEM = -1
TERSE = "Re-sent today."


class People:
    """The acts; each is one update by one person. Ticket ids are numbers."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def open_ticket(
        self,
        text: str = "My parcel never came.",
        subject: str = "Parcel",
        customer: str = "Cleo",
        channel: str = "email",
    ) -> int:
        """A customer writes for the first time; return the ticket's id."""
        with self._store.lock:
            who = self._store.customer(customer)
            ticket = self._store.add_ticket(who, subject, channel)
            self._update(ticket.id, who.id, channel, comment={"body": text, "public": True}, status="open")
            return ticket.id

    def customer_replies(self, ticket: int, text: str) -> None:
        """The customer writes again; that reopens a ticket which is not open."""
        found = self._store.ticket(ticket)
        comment = {"body": text, "public": True}
        self._update(ticket, found.requester_id, "email", comment=comment, status="open")

    def agent_replies(
        self,
        ticket: int,
        text: str = TERSE,
        *,
        public: bool = True,
        status: str | None = None,
        agent: int = seed.MAYA,
    ) -> None:
        """An agent answers, publicly or not, and may set a status in the same move."""
        more = {} if status is None else {"status": status}
        comment = {"body": text, "public": public}
        self._update(ticket, agent, "web", comment=comment, assignee_id=agent, **more)

    def automation_replies(self, ticket: int, text: str) -> None:
        """A trigger or automation of the account writes to the customer."""
        self._update(ticket, SYSTEM, "rule", comment={"body": text, "public": True})

    def set_status(self, ticket: int, status: str, agent: int = seed.MAYA) -> None:
        """An agent solves or reopens without a word; `closed` is what time does."""
        self._update(ticket, SYSTEM if status == "closed" else agent, "web", status=status)

    def set_field(self, ticket: int, field: int, value: Value, agent: int = seed.MAYA) -> None:
        """An agent changes a field by hand."""
        self._update(ticket, agent, "web", custom_fields=[{"id": field, "value": value}])

    def add_tags(self, ticket: int, tags: Sequence[str], agent: int = seed.MAYA) -> None:
        self._update(ticket, agent, "web", additional_tags=list(tags))

    def remove_tags(self, ticket: int, tags: Sequence[str], agent: int = seed.MAYA) -> None:
        self._update(ticket, agent, "web", remove_tags=list(tags))

    def delete(self, ticket: int) -> None:
        with self._store.lock:
            self._store.ticket(ticket).deleted = True

    def open_chat(self, text: str = "Hello?", customer: str = "Cleo") -> int:
        """A customer starts a conversation in messaging: the ticket's one comment says nothing of what is said."""
        with self._store.lock:
            ticket = self.open_ticket(f"Conversation with {customer}", "Chat", customer, "native_messaging")
            self.say(ticket, "user", text)
            return ticket

    def follow_up(self, ticket: int, text: str = "It broke again.") -> int:
        """The customer writes to a closed ticket: a new one takes over its tags and fields."""
        with self._store.lock:
            closed = self._store.ticket(ticket)
            who = self._store.users[closed.requester_id]
            made = self._store.add_ticket(who, closed.subject, "closed_ticket")
            made.tags, made.fields = set(closed.tags), dict(closed.fields)
            self._update(made.id, who.id, "email", comment={"body": text, "public": True}, status="open")
            return made.id

    def say(self, ticket: int, author: str, text: str, user: int | None = None) -> None:
        """One message of a chat, by "user", "agent" or "bot"."""
        with self._store.lock:
            found = self._store.ticket(ticket)
            standard = {"user": found.requester_id, "agent": seed.MAYA}.get(author)
            turn = Turn(f"01FAKE{self._store.next_id():020d}", author, user or standard, text, self._store.now())
            found.turns.append(turn)

    def _update(self, ticket: int, user: int, channel: str, **wanted: object) -> None:
        with self._store.lock:
            apply(
                self._store,
                self._store.ticket(ticket),
                Change(user_id=user, wanted=wanted, channel=channel, bulk=True),
            )
            self._store.journal.add("act", ticket=ticket, who=user, sent=sorted(wanted))
