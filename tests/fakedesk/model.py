"""What a Zendesk account holds, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

Value = str | int | float | bool | list[str] | None
"""What a custom field carries: a tagger a string, a multi-select a list, an integer a number, …"""


class Clock:
    """The account's clock: real time, shifted by `offset` so that tests need not wait."""

    def __init__(self, offset: float = 0.0) -> None:
        self.offset = offset

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.offset)

    def seconds(self) -> float:
        return self.now().timestamp()

    def advance(self, seconds: float) -> None:
        """Let time pass for this account only."""
        self.offset += seconds


def stamp(moment: datetime) -> str:
    """Return a time as Zendesk writes it: whole seconds, which is why a stamp can miss a change."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class User:
    """Someone with a role: "end-user", "agent" or "admin". `role_type` 1 is a light agent."""

    id: int
    name: str
    role: str
    role_type: int | None = None
    email: str = ""
    suspended: bool = False

    @property
    def is_staff(self) -> bool:
        return self.role in {"agent", "admin"}


@dataclass(frozen=True, slots=True)
class Field:
    """A ticket field: `type` is tagger, multiselect, integer, text …; `options` are the tags of a list.

    `names` are what people read for the options, in their order; `tag` is that of a checkbox.
    """

    id: int
    title: str
    type: str
    options: tuple[str, ...] = ()
    active: bool = True
    names: tuple[str, ...] = ()
    description: str = ""
    agent_description: str = ""
    tag: str | None = None
    required: bool = False
    visible_in_portal: bool = False
    editable_in_portal: bool = False
    required_in_portal: bool = False

    @property
    def tags(self) -> frozenset[str]:
        """The tags that no other field may have."""
        return frozenset(self.options) | ({self.tag} if self.tag else set())


@dataclass(slots=True)
class Comment:
    """One comment; `body`, `html_body` and `plain_body` as the API gives them back."""

    id: int
    author_id: int
    body: str
    html_body: str
    plain_body: str
    public: bool
    created_at: datetime
    audit_id: int
    channel: str = "web"
    flags: tuple[int, ...] = ()
    type: str = "Comment"


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a chat: it is in the conversation log only. `author` is user, agent or bot."""

    id: str
    author: str
    user_id: int | None
    text: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Audit:
    """One change: who, when, its events, and the metadata that came with it."""

    id: int
    ticket_id: int
    author_id: int
    created_at: datetime
    events: tuple[dict[str, Any], ...]
    metadata: dict[str, Any]
    channel: str


@dataclass(slots=True)
class Ticket:
    """A ticket with all that happened to it. `public` is what a comment without a `public` flag inherits."""

    id: int
    subject: str
    requester_id: int
    assignee_id: int | None
    created_at: datetime
    updated_at: datetime
    status: str = "new"
    priority: str | None = None
    channel: str = "email"
    public: bool = True
    solved_at: datetime | None = None
    deleted: bool = False
    tags: set[str] = field(default_factory=set)
    fields: dict[int, Value] = field(default_factory=dict)
    comments: list[Comment] = field(default_factory=list)
    audits: list[Audit] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
