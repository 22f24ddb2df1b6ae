"""The few nouns that every helpdesk is mapped to."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True, order=True)
class TicketRef:
    """A ticket of an account: the key of a job. `ticket_id` is `[0-9A-Za-z_-]{1,64}`."""

    account: str
    ticket_id: str

    @property
    def key(self) -> str:
        """`account:ticket`; account names hold no colon."""
        return f"{self.account}:{self.ticket_id}"


@dataclass(frozen=True, slots=True)
class Inbound:
    """A webhook request as it came: `headers` keyed in lower case, `body` the raw bytes."""

    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Delivery:
    """One verified webhook that says: look at this ticket. `delivery_id` is None where the helpdesk has none."""

    ticket: TicketRef
    delivery_id: str | None


class Role(StrEnum):
    """Who wrote a message."""

    CUSTOMER = "customer"
    AGENT = "agent"
    BOT = "bot"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """Where a ticket stands: only `SOLVED` takes a note; `CLOSED` takes tags at most."""

    OPEN = "open"
    SOLVED = "solved"
    CLOSED = "closed"


CHAT = "chat"
"""The channel of what was written in a chat or messenger, where one step at a time is the clear way."""


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of the conversation. `body` is plain text; `channel` is CHAT in any messenger, else their own word."""

    id: str
    author_id: str
    role: Role
    body: str
    at: datetime
    public: bool
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket as it stands.

    `skip` says why it must not be scored (merged, side_conversation, voice, tag, …).
    `fields` holds what our fields carry now, by our names; absent = empty.
    `keys` are the annotation keys found on the ticket: what we have written already.
    `revision` is the helpdesk's compare-and-swap stamp, "" where it has none.
    """

    ref: TicketRef
    subject: str
    status: Status
    messages: tuple[Message, ...]
    tags: frozenset[str] = frozenset()
    fields: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    keys: frozenset[str] = frozenset()
    language: str | None = None
    skip: str | None = None
    revision: str = ""
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """The internal note: plain text, and the same as escaped HTML. Both end with the annotation key's line."""

    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """What we want the ticket to carry: fields by our names (a string, or a tuple for multi-select), perhaps a note.

    `key` is stable for (account, ticket, replies assessed, rules version). Option values are the tags.
    """

    key: str
    fields: Mapping[str, str | tuple[str, ...]]
    note: Note | None = None

    @property
    def tags(self) -> tuple[str, ...]:
        """Every option value, in a fixed order."""
        values: list[str] = []
        for value in self.fields.values():
            values.extend([value] if isinstance(value, str) else value)
        return tuple(sorted(value for value in values if "__" in value))


class Outcome(StrEnum):
    """What `annotate` did."""

    NOTE = "note"
    FIELDS = "fields"
    TAGS_ONLY = "tags_only"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Written:
    """What came of a look in a word, such as an Outcome, and the ticket's `updated_at` after it."""

    outcome: str
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Solved:
    """A solved ticket in a list; whoever changes it later moves `updated_at`."""

    ref: TicketRef
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding of `Helpdesk.check`: what is wrong and what to do about it."""

    what: str
    remedy: str
    fatal: bool = True
