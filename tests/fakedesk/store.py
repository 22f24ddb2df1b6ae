"""One account in memory: people, fields, tickets, and one lock around every change."""

from __future__ import annotations

import itertools
import threading
from copy import deepcopy
from dataclasses import asdict, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.fakedesk import seed
from tests.fakedesk.errors import not_found
from tests.fakedesk.model import Clock, Ticket, User

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tests.fakedesk.journal import Journal
    from tests.fakedesk.model import Audit
    from tests.fakedesk.options import Options

OURS = frozenset(seed.ACCOUNT_FIELDS.values())


class Store:
    """What the account holds. Take `lock` around anything that reads and then writes."""

    def __init__(self, options: Options, journal: Journal, clock: Clock | None = None) -> None:
        self.options = options
        self.journal = journal
        self.clock = clock or Clock()
        self.lock = threading.RLock()
        self.users: dict[int, User] = {user.id: user for user in seed.USERS}
        theirs = [field for field in seed.FIELDS if not (options.fresh and str(field.id) in OURS)]
        self.fields = {field.id: field for field in theirs}
        self.forms = {seed.FORM["id"]: seed.FORM | {"ticket_field_ids": [field.id for field in theirs]}}
        self.categories = [dict(one) for one in seed.CATEGORIES]
        self.triggers: dict[int, dict[str, Any]] = {seed.TRIGGER["id"]: dict(seed.TRIGGER)}
        self.views: dict[int, dict[str, Any]] = {seed.VIEW["id"]: dict(seed.VIEW)}
        self.webhooks: dict[str, dict[str, Any]] = {}
        self.webhook_secrets: dict[str, str] = {}
        self.tickets: dict[int, Ticket] = {}
        self.listeners: list[Callable[[Ticket, Audit], None]] = []
        self._past: dict[int, list[tuple[datetime, Ticket]]] = {}
        self._ids = itertools.count(1001)
        self._ticket_ids = itertools.count(101)

    def next_id(self) -> int:
        return next(self._ids)

    def snapshot(self) -> dict[str, Any]:
        """Return all that an admin has set up, to be compared."""
        with self.lock:
            return deepcopy(
                {
                    "fields": {number: asdict(field) for number, field in self.fields.items()},
                    "forms": self.forms,
                    "categories": self.categories,
                    "triggers": self.triggers,
                    "views": self.views,
                    "webhooks": self.webhooks,
                }
            )

    def ticket(self, ticket_id: int | str) -> Ticket:
        """Return a ticket; raise 404."""
        found = self.tickets.get(int(ticket_id))
        if found is None or found.deleted:
            raise not_found()
        return found

    def remember(self, ticket: Ticket) -> None:
        """Keep the ticket as it is now, for a search index that lags."""
        if self.options.search_lag:
            now = replace(ticket, tags=set(ticket.tags), fields=dict(ticket.fields))
            self._past.setdefault(ticket.id, []).append((self.now(), now))

    def as_indexed(self, ticket: Ticket) -> Ticket | None:
        """Return the ticket as search knows it, None if it does not yet."""
        if not self.options.search_lag:
            return ticket
        limit = self.now() - timedelta(seconds=self.options.search_lag)
        known = [past for at, past in self._past.get(ticket.id, ()) if at <= limit]
        return known[-1] if known else None

    def living(self) -> list[Ticket]:
        return [ticket for ticket in self.tickets.values() if not ticket.deleted]

    def add_ticket(self, requester: User, subject: str, channel: str) -> Ticket:
        """Make an empty ticket; its first comment comes by `updates.apply`."""
        now = self.now()
        ticket = Ticket(next(self._ticket_ids), subject, requester.id, None, now, now, channel=channel)
        self.tickets[ticket.id] = ticket
        return ticket

    def customer(self, name: str) -> User:
        """Return the customer of that name, a new one if need be."""
        for user in self.users.values():
            if user.name == name and not user.is_staff:
                return user
        user = User(self.next_id() + 50_000, name, "end-user", email=f"{name.lower()}@customer.example")
        self.users[user.id] = user
        return user

    def now(self) -> datetime:
        return self.clock.now()
