"""What the API answers, checked member by member."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from integrations.tame import Wild

STAFF = frozenset({"agent", "admin"})
LIGHT_AGENT = 1


@dataclass(frozen=True, slots=True)
class RawTicket:
    """A ticket. `custom` has its fields by id, "" when empty; `stamp` is `updated_at` as it was written."""

    id: int
    subject: str
    status: str
    requester_id: int | None
    channel: str
    messaging: bool
    tags: frozenset[str]
    custom: Mapping[str, str | tuple[str, ...]]
    stamp: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class RawUser:
    """A user. `gone` = deleted, `light` = may write private comments only, `restricted` = sees some tickets only."""

    id: int | None
    role: str
    light: bool
    gone: bool
    restricted: bool

    @property
    def is_staff(self) -> bool:
        """Whether this is an agent or an admin who is still there."""
        return self.role in STAFF and not self.gone


@dataclass(frozen=True, slots=True)
class RawComment:
    """A comment. `type` is Comment or VoiceComment, `relation` says for instance "merge" or "trigger"."""

    id: int
    type: str
    author_id: int
    public: bool
    body: str
    at: datetime
    channel: str
    relation: str
    flags: frozenset[int]


@dataclass(frozen=True, slots=True)
class Comments:
    """A page of comments with the users who wrote them."""

    comments: tuple[RawComment, ...]
    users: Mapping[int, RawUser]


@dataclass(frozen=True, slots=True)
class RawEvent:
    """An entry of the conversation log; its content is either `text` or `html`."""

    id: str
    type: str
    author: str
    support_id: int | None
    messaging_id: str
    public: bool
    text: str
    html: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Updated:
    """The answer to an update: the ticket, and for each comment that the update made whether it is public."""

    ticket: RawTicket
    made_public: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """A background job; `errors` are Zendesk's words for what failed."""

    id: str
    status: str
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RawField:
    """A ticket field; `options` are the tags of a drop-down or multi-select."""

    id: str
    type: str
    active: bool
    options: frozenset[str]


def ticket(raw: Wild) -> RawTicket:
    """Return a ticket."""
    return RawTicket(
        id=raw["id"].number(),
        subject=raw["subject"].text(),
        status=raw["status"].text(),
        requester_id=raw["requester_id"].optional_number(),
        channel=raw.get("via", "channel").text(),
        messaging=raw["from_messaging_channel"].value is True,
        tags=frozenset(tag.text() for tag in raw["tags"].listed()),
        custom={str(one["id"].number()): field_value(one["value"]) for one in raw["custom_fields"].listed()},
        stamp=raw["updated_at"].text(),
        updated_at=raw["updated_at"].moment(),
    )


def field_value(raw: Wild) -> str | tuple[str, ...]:
    """Return what a field carries: a tuple for a multi-select, else a text."""
    value = raw.value
    if isinstance(value, list):
        return tuple(item.text() for item in raw.each())
    if isinstance(value, bool | None):
        return str(value).lower() if value else ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value) if isinstance(value, int | float) else raw.text()


def user(raw: Wild) -> RawUser:
    """Return a user; of the anonymous one all that counts is that it has no id."""
    return RawUser(
        id=raw["id"].optional_number(),
        role=raw["role"].text(),
        light=raw["role_type"].value == LIGHT_AGENT or raw["only_private_comments"].value is True,
        gone=raw["active"].value is False,
        restricted=raw["ticket_restriction"].text() in {"assigned", "groups", "organization", "requested"},
    )


def comments(raw: Wild) -> Comments:
    """Return a page of comments."""
    users = [user(one) for one in raw["users"].listed()]
    return Comments(
        comments=tuple(comment(one) for one in raw["comments"].each()),
        users={one.id: one for one in users if one.id is not None},
    )


def comment(raw: Wild) -> RawComment:
    """Return a comment."""
    author_id = raw["author_id"].optional_number()
    return RawComment(
        id=raw["id"].number(),
        type=raw["type"].text(),
        author_id=-1 if author_id is None else author_id,
        public=raw["public"].value is True,
        body=raw["plain_body"].text() or raw["body"].text(),
        at=raw["created_at"].moment(),
        channel=raw.get("via", "channel").text(),
        relation=raw.get("via", "source", "rel").text(),
        flags=frozenset(flag.number() for flag in raw.get("metadata", "flags").listed()),
    )


def event(raw: Wild) -> RawEvent:
    """Return an entry of the conversation log: a ticket's comment says whether it is public, a chat's message is."""
    return RawEvent(
        id=raw["id"].text(),
        type=raw["type"].text(),
        author=raw.get("author", "type").text(),
        support_id=raw.get("author", "zen:support:user_id").optional_number(),
        messaging_id=raw.get("author", "zen:sunco:user_id").text(),
        public=raw["type"].text() != "Comment" or raw.get("metadata", "public").value is True,
        text=raw.get("content", "text").text(),
        html=raw.get("content", "body").text(),
        at=raw["created_at"].moment(),
    )


def heard_keys(raw: Wild) -> frozenset[str]:
    """Return the annotation keys that a page of audits carries as metadata."""
    values = (audit.get("metadata", "custom", "heard_key").value for audit in raw["audits"].each())
    return frozenset(value for value in values if isinstance(value, str))


def updated(raw: Wild) -> Updated:
    """Return the answer to an update."""
    events = raw.get("audit", "events").listed()
    made_public = tuple(event["public"].value is not False for event in events if event["type"].value == "Comment")
    return Updated(ticket(raw["ticket"]), made_public)


def job(raw: Wild) -> Job:
    """Return a background job; while it runs, and for some kinds, `results` is null or no array."""
    status = raw["job_status"]
    results = status["results"]
    items = results.each() if isinstance(results.value, list) else ()
    failed = [item for item in items if item["success"].value is False or not item["error"].absent]
    return Job(status["id"].text(), status["status"].text(), tuple(item["error"].text() for item in failed))


def field(raw: Wild) -> RawField:
    """Return a ticket field."""
    return RawField(
        id=str(raw["id"].number()),
        type=raw["type"].text(),
        active=raw["active"].value is not False,
        options=frozenset(option["value"].text() for option in raw["custom_field_options"].listed()),
    )
