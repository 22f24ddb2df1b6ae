"""The rules of a ticket update: checked first, carried out whole, and recorded in one audit."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.fakedesk import fields, text
from tests.fakedesk.errors import bad_request, conflict, invalid
from tests.fakedesk.model import Audit, Comment, stamp

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.fakedesk.model import Ticket, Value
    from tests.fakedesk.store import Store

METADATA_BYTES = 1024
SOLVED = ("solved", "closed")
PLAIN = ("subject", "priority", "assignee_id")
"""Properties that are set as they come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is wanted of a ticket, by whom; `wanted` has the properties of the API's `ticket` object."""

    user_id: int
    wanted: Mapping[str, Any]
    channel: str = "api"
    bulk: bool = False
    flags: tuple[int, ...] = ()

    @property
    def only_tags(self) -> bool:
        return self.bulk and not self.wanted.keys() - {"additional_tags", "remove_tags"}


def apply(store: Store, ticket: Ticket, change: Change) -> Audit | None:
    """Update the ticket; return the audit, None if nothing changed. Raises ApiError and then changes nothing."""
    with store.lock:
        _must_be_allowed(store, ticket, change)
        new_tags, new_fields = _tags_and_fields(store, ticket, change.wanted)
        comment = _comment(store, ticket, change)
        events = [*_comment_events(comment), *_changes(ticket, change.wanted, new_tags, new_fields)]
        if not events:
            return None
        audit = _audit(store, ticket, change, events)
        _commit(store, ticket, change, audit)
        ticket.tags, ticket.fields = new_tags, new_fields
        if comment:
            comment.audit_id = audit.id
            ticket.comments.append(comment)
        store.remember(ticket)
        for listener in store.listeners:
            listener(ticket, audit)
        return audit


def check_stamp(ticket: Ticket, wanted: Mapping[str, Any]) -> None:
    """Compare and swap: `safe_update` asks for it with any value, false included; leaving it out does not."""
    if "safe_update" not in wanted:
        return
    if not wanted.get("updated_stamp"):
        raise bad_request("updated_stamp is required with safe_update")
    if wanted["updated_stamp"] != stamp(ticket.updated_at):
        raise conflict()


def _must_be_allowed(store: Store, ticket: Ticket, change: Change) -> None:
    if store.options.compares_stamp_first:
        check_stamp(ticket, change.wanted)
    if ticket.status == "closed" and not change.only_tags:
        raise invalid("status", "Status: closed prevents ticket update")
    check_stamp(ticket, change.wanted)
    if change.wanted.get("comment") and len(ticket.comments) >= store.options.most_comments:
        raise invalid("base", "The ticket has the maximum number of comments")
    if len(json.dumps(change.wanted.get("metadata") or {}).encode()) > METADATA_BYTES:
        raise invalid("metadata", "Metadata: is too long (maximum is 1 KB)")


def _tags_and_fields(store: Store, ticket: Ticket, wanted: Mapping[str, Any]) -> tuple[set[str], dict[int, Value]]:
    tags = fields.clean_tags(wanted["tags"] or ()) if "tags" in wanted else set(ticket.tags)
    tags |= fields.clean_tags(wanted.get("additional_tags") or ())
    tags -= fields.clean_tags(wanted.get("remove_tags") or ())
    values = dict(ticket.fields)
    if tags != ticket.tags and (ticket.status != "closed" or store.options.tags_fill_fields_when_closed):
        fields.fill_from_tags(store.fields, values, tags, frozenset(tags - ticket.tags))
    fields.set_fields(store.fields, values, tags, wanted.get("custom_fields") or ())
    return tags, values


def _comment(store: Store, ticket: Ticket, change: Change) -> Comment | None:
    given = change.wanted.get("comment")
    if not given:
        return None
    bodies = _bodies(store, ticket, change.channel, given)
    return Comment(
        id=store.next_id(),
        author_id=int(given.get("author_id") or change.user_id),
        body=bodies.body,
        html_body=bodies.html_body,
        plain_body=bodies.plain_body,
        # The trap: a flag that was left out is what the ticket has always been, so usually public.
        public=bool(given.get("public", ticket.public)),
        created_at=store.now(),
        audit_id=0,
        channel=change.channel,
        flags=change.flags,
    )


def _bodies(store: Store, ticket: Ticket, channel: str, given: Mapping[str, Any]) -> text.Bodies:
    if channel != "api":
        return text.as_typed(given["body"])
    known = {"ticket.id": str(ticket.id), "ticket.title": ticket.subject, "ticket.status": ticket.status}
    placeholders = known if store.options.expands_placeholders else None
    if given.get("html_body"):
        return text.from_html(given["html_body"], placeholders)
    return text.from_plain(given["body"], placeholders)


def _comment_events(comment: Comment | None) -> list[dict[str, Any]]:
    if comment is None:
        return []
    names = ("id", "author_id", "body", "html_body", "plain_body", "public")
    return [{"type": "Comment"} | {name: getattr(comment, name) for name in names}]


def _changes(
    ticket: Ticket, wanted: Mapping[str, Any], tags: set[str], values: dict[int, Value]
) -> Sequence[dict[str, Any]]:
    pairs: dict[str, tuple[Any, Any]] = {
        name: (getattr(ticket, name), wanted[name]) for name in ("status", *PLAIN) if name in wanted
    }
    pairs["tags"] = (sorted(ticket.tags), sorted(tags))
    for number in sorted(values.keys() | ticket.fields.keys()):
        pairs[str(number)] = (ticket.fields.get(number), values.get(number))
    return [
        {"type": "Change", "field_name": name, "previous_value": before, "value": after}
        for name, (before, after) in pairs.items()
        if before != after
    ]


def _audit(store: Store, ticket: Ticket, change: Change, events: Sequence[dict[str, Any]]) -> Audit:
    numbered = tuple({"id": store.next_id()} | event for event in events)
    custom = dict(change.wanted.get("metadata") or {})
    return Audit(store.next_id(), ticket.id, change.user_id, store.now(), numbered, custom, change.channel)


def _commit(store: Store, ticket: Ticket, change: Change, audit: Audit) -> None:
    for name in ("status", *PLAIN):
        if name in change.wanted:
            setattr(ticket, name, change.wanted[name])
    if ticket.status in SOLVED and ticket.solved_at is None:
        ticket.solved_at = audit.created_at
    elif ticket.status not in SOLVED:
        ticket.solved_at = None
    ticket.updated_at = audit.created_at
    ticket.audits.append(audit)
