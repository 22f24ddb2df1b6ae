"""The bodies of subscribed events, as Zendesk composes them: ids are strings, words are in capitals."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from tests.fakedesk.model import stamp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fakedesk.model import Audit, Ticket
    from tests.fakedesk.store import Store


def events_of(ticket: Ticket, audit: Audit, store: Store) -> Iterator[dict[str, Any]]:
    """Yield one event for each thing that this audit changed."""
    group = uuid.uuid4().hex
    for position, happened in enumerate(audit.events, 1):
        name, event = _named(happened, store)
        meta = {"meta": {"sequence": {"id": group, "position": position}}}
        yield {
            "type": f"zen:event-type:ticket.{name}",
            "account_id": store.options.account_id,
            "id": str(uuid.uuid4()),
            "time": audit.created_at.strftime("%Y-%m-%dT%H:%M:%S.%f000Z"),
            "zendesk_event_version": "2022-11-06",
            "subject": f"zen:ticket:{ticket.id}",
            "detail": _detail(ticket, audit),
            "event": event | meta,
        }


def _named(happened: dict[str, Any], store: Store) -> tuple[str, dict[str, Any]]:
    if happened["type"] == "Comment":
        who = store.users.get(happened["author_id"])
        author = {
            "id": str(happened["author_id"]),
            "is_staff": bool(who and who.is_staff),
            "name": who.name if who else "",
        }
        public = happened["public"]
        return "comment_added", {
            "comment": {"id": str(happened["id"]), "body": happened["body"], "is_public": public, "author": author}
        }
    field, before, after = happened["field_name"], happened["previous_value"], happened["value"]
    if field == "tags":
        return "tags_changed", {
            "tags_added": sorted(set(after) - set(before)),
            "tags_removed": sorted(set(before) - set(after)),
        }
    if field.isdigit():
        known = store.fields[int(field)]
        described = {"id": field, "title": known.title, "type": known.type}
        return "custom_field_changed", {"custom_field": described, "current": after, "previous": before}
    return f"{field}_changed", {"current": str(after).upper(), "previous": str(before).upper()}


def _detail(ticket: Ticket, audit: Audit) -> dict[str, Any]:
    return {
        "id": str(ticket.id),
        "actor_id": str(audit.author_id),
        "assignee_id": str(ticket.assignee_id or 0),
        "brand_id": "0",
        "created_at": stamp(ticket.created_at),
        "custom_status": "0",
        "description": ticket.comments[0].plain_body if ticket.comments else "",
        "external_id": "",
        "form_id": "0",
        "group_id": "0",
        "is_public": ticket.public,
        "organization_id": "0",
        "priority": (ticket.priority or "").upper(),
        "requester_id": str(ticket.requester_id),
        "status": ticket.status.upper(),
        "subject": ticket.subject,
        "submitter_id": str(ticket.requester_id),
        "tags": sorted(ticket.tags),
        "type": "",
        "updated_at": stamp(ticket.updated_at),
        "via": {"channel": ticket.channel},
    }
