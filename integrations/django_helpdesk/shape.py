"""A ticket and its follow-ups as the API and the webhook send them, checked field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from integrations.tame import Wild


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One follow-up. `user` is None for customers; `time_spent` is "HH:MM:SS.ffffff"."""

    id: int
    user: int | None
    title: str
    comment: str
    public: bool
    new_status: int | None
    time_spent: str | None
    date: datetime
    message_id: str | None


@dataclass(frozen=True, slots=True)
class RawTicket:
    """One ticket. `custom` has every custom field of the helpdesk by its name, "" when it is empty."""

    id: int
    title: str
    description: str
    resolution: str
    submitter_email: str
    status: int
    merged_to: int | None
    follow_ups: tuple[FollowUp, ...]
    custom: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list."""

    tickets: tuple[RawTicket, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Field:
    """What the API says of a field: `type` is "string", "choice", "integer" …; `choices` are the values."""

    type: str
    max_length: int | None
    choices: frozenset[str]


def ticket(raw: Wild) -> RawTicket:
    """Return a ticket; raise Malformed naming the field."""
    return RawTicket(
        id=raw["id"].number(),
        title=raw["title"].text(),
        description=raw["description"].text(),
        resolution=raw["resolution"].text(),
        submitter_email=raw["submitter_email"].text(),
        status=raw["status"].number(),
        merged_to=raw["merged_to"].optional_number(),
        follow_ups=tuple(sorted(map(follow_up, raw["followup_set"].each()), key=lambda f: (f.date, f.id))),
        custom={
            name.removeprefix("custom_"): "" if value is None else str(value).strip()
            for name, value in raw.mapping().items()
            if name.startswith("custom_")
        },
    )


def follow_up(raw: Wild) -> FollowUp:
    """Return a follow-up; raise Malformed naming the field."""
    return FollowUp(
        id=raw["id"].number(),
        user=raw["user"].optional_number(),
        title=raw["title"].text(),
        comment=raw["comment"].text(),
        public=raw["public"].value is True,
        new_status=raw["new_status"].optional_number(),
        time_spent=raw["time_spent"].text() or None,
        date=raw["date"].moment(),
        message_id=raw["message_id"].text() or None,
    )


def page(raw: Wild) -> Page:
    """Return one page of a list of tickets; raise Malformed naming the field."""
    return Page(tuple(map(ticket, raw["results"].each())), more=bool(raw["next"].text()))


def description(raw: Wild) -> Mapping[str, Field]:
    """Return what `OPTIONS tickets/` says of each field; empty when the user may not write."""
    fields = raw.get("actions", "POST")
    return {} if fields.absent else {name: described(fields[name]) for name in fields.mapping()}


def described(raw: Wild) -> Field:
    """Return one described field."""
    return Field(
        type=raw["type"].text(),
        max_length=raw["max_length"].optional_number(),
        choices=frozenset(str(choice["value"].value) for choice in raw["choices"].listed()),
    )
