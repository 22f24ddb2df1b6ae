"""A ticket and its follow-ups as the API and the webhook send them, checked field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from integrations.django_helpdesk.tame import mapping, moment, number, optional_number, sequence, text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


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


def ticket(found: object) -> RawTicket:
    """Return a ticket; raise Malformed naming the field."""
    raw = mapping(found, "ticket")
    return RawTicket(
        id=number(raw, "id"),
        title=text(raw, "title"),
        description=text(raw, "description"),
        resolution=text(raw, "resolution"),
        submitter_email=text(raw, "submitter_email"),
        status=number(raw, "status"),
        merged_to=optional_number(raw, "merged_to"),
        follow_ups=tuple(sorted(map(follow_up, sequence(raw, "followup_set")), key=lambda f: (f.date, f.id))),
        custom={
            name.removeprefix("custom_"): "" if value is None else str(value).strip()
            for name, value in raw.items()
            if name.startswith("custom_")
        },
    )


def follow_up(found: object) -> FollowUp:
    """Return a follow-up; raise Malformed naming the field."""
    raw = mapping(found, "followup_set[]")
    return FollowUp(
        id=number(raw, "id"),
        user=optional_number(raw, "user"),
        title=text(raw, "title"),
        comment=text(raw, "comment"),
        public=raw.get("public") is True,
        new_status=optional_number(raw, "new_status"),
        time_spent=text(raw, "time_spent") or None,
        date=moment(raw, "date"),
        message_id=text(raw, "message_id") or None,
    )


def page(found: object) -> Page:
    """Return one page of a list of tickets; raise Malformed naming the field."""
    raw = mapping(found, "page")
    return Page(tuple(ticket(item) for item in sequence(raw, "results")), more=bool(text(raw, "next")))


def description(found: object) -> Mapping[str, Field]:
    """Return what `OPTIONS tickets/` says of each field; empty when the user may not write."""
    actions = mapping(mapping(found, "description").get("actions", {}), "actions")
    fields = mapping(actions.get("POST", {}), "POST")
    return {name: described(item) for name, item in fields.items()}


def described(found: object) -> Field:
    """Return one described field."""
    raw = mapping(found, "POST")
    choices = sequence(raw, "choices") if "choices" in raw else []
    return Field(
        type=text(raw, "type"),
        max_length=optional_number(raw, "max_length"),
        choices=frozenset(str(mapping(choice, "choices[]").get("value")) for choice in choices),
    )
