"""The account's things as the API shows them (shapes of the official OpenAPI examples)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fakedesk.model import stamp

if TYPE_CHECKING:
    from tests.fakedesk.model import Audit, Comment, Field, Ticket, Turn, User
    from tests.fakedesk.store import Store

NO_SOURCE: dict[str, Any] = {"from": {}, "to": {}, "rel": None}
MESSAGING = "native_messaging"


def ticket(store: Store, found: Ticket, base: str) -> dict[str, Any]:
    return {
        "url": f"{base}/api/v2/tickets/{found.id}.json",
        "id": found.id,
        "external_id": None,
        "via": {"channel": found.channel, "source": NO_SOURCE},
        "created_at": stamp(found.created_at),
        "updated_at": stamp(found.updated_at),
        "generated_timestamp": int(found.updated_at.timestamp()),
        "type": None,
        "subject": found.subject,
        "raw_subject": found.subject,
        "description": found.comments[0].plain_body if found.comments else "",
        "priority": found.priority,
        "status": found.status,
        "recipient": None,
        "requester_id": found.requester_id,
        "submitter_id": found.requester_id,
        "assignee_id": found.assignee_id,
        "organization_id": None,
        "group_id": None,
        "collaborator_ids": [],
        "follower_ids": [],
        "email_cc_ids": [],
        "forum_topic_id": None,
        "problem_id": None,
        "has_incidents": False,
        "is_public": found.public,
        "due_at": None,
        "tags": sorted(found.tags),
        "custom_fields": [{"id": number, "value": found.fields.get(number)} for number in sorted(store.fields)],
        "satisfaction_rating": {"score": "unoffered"},
        "sharing_agreement_ids": [],
        "custom_status_id": None,
        "followup_ids": [],
        "ticket_form_id": None,
        "brand_id": None,
        "allow_channelback": False,
        "allow_attachments": True,
        "from_messaging_channel": found.channel == MESSAGING,
    }


def comment(found: Comment) -> dict[str, Any]:
    metadata: dict[str, Any] = {"system": {}, "custom": {}}
    if found.flags:
        options = {str(flag): {"trusted": False, "message": {}} for flag in found.flags}
        metadata |= {"flags": list(found.flags), "flags_options": options}
    return {
        "id": found.id,
        "type": found.type,
        "author_id": found.author_id,
        "body": found.body,
        "html_body": found.html_body,
        "plain_body": found.plain_body,
        "public": found.public,
        "attachments": [],
        "audit_id": found.audit_id,
        "via": {"channel": found.channel, "source": NO_SOURCE},
        "created_at": stamp(found.created_at),
        "metadata": metadata,
    }


def user(found: User, base: str) -> dict[str, Any]:
    return {
        "id": found.id,
        "url": f"{base}/api/v2/users/{found.id}.json",
        "name": found.name,
        "email": found.email,
        "role": found.role,
        "role_type": found.role_type,
        "only_private_comments": found.role_type == 1,
        "active": True,
        "suspended": found.suspended,
        "shared_agent": False,
        "custom_role_id": None,
    }


def anonymous() -> dict[str, Any]:
    """Return what `users/me` says to someone without credentials, with status 200."""
    return {"id": None, "name": "Anonymous user", "email": "invalid@example.com", "role": "end-user", "active": True}


def audit(found: Audit) -> dict[str, Any]:
    return {
        "id": found.id,
        "ticket_id": found.ticket_id,
        "created_at": stamp(found.created_at),
        "author_id": found.author_id,
        "metadata": {"system": {}, "custom": found.metadata},
        "events": list(found.events),
        "via": {"channel": found.channel, "source": NO_SOURCE},
    }


def field(found: Field, base: str) -> dict[str, Any]:
    names = found.names or tuple(value.rpartition("__")[2] for value in found.options)
    options = [
        {"id": found.id * 100 + place, "name": name, "raw_name": name, "value": value, "default": False}
        for place, (name, value) in enumerate(zip(names, found.options, strict=True))
    ]
    listed = {"custom_field_options": options} if found.type in {"tagger", "multiselect"} else {}
    return {
        "url": f"{base}/api/v2/ticket_fields/{found.id}.json",
        "id": found.id,
        "type": found.type,
        "title": found.title,
        "raw_title": found.title,
        "description": found.description,
        "raw_description": found.description,
        "position": found.id % 1000,
        "active": found.active,
        "required": found.required,
        "visible_in_portal": found.visible_in_portal,
        "editable_in_portal": found.editable_in_portal,
        "required_in_portal": found.required_in_portal,
        "tag": found.tag,
        "removable": True,
        "agent_description": found.agent_description,
    } | listed


def turn(found: Turn, names: dict[int, str]) -> dict[str, Any]:
    """Return a chat message as an event of the conversation log."""
    author: dict[str, Any] = {"type": found.author, "display_name": names.get(found.user_id or 0, "Helper")}
    if found.user_id is not None:
        author["zen:support:user_id"] = found.user_id
    return _event(found.id, "Messaging::ConversationMessage", f"zen:sunco:conversation_message:{found.id}") | {
        "created_at": stamp(found.created_at),
        "author": author,
        "content": {"type": "text", "text": found.text},
        "metadata": {},
    }


def logged_comment(found: Comment, who: User | None) -> dict[str, Any]:
    """Return a comment as an event of the conversation log."""
    kind = "agent" if who and who.is_staff else "user"
    author = {"type": kind if who else "bot", "display_name": who.name if who else "System"}
    return _event(f"01COMMENT{found.id:017d}", "Comment", f"zen:ticket_event:{found.id}") | {
        "created_at": stamp(found.created_at),
        "author": author | {"zen:support:user_id": found.author_id},
        "content": {"type": "html", "body": found.html_body},
        "metadata": {"public": found.public},
    }


def _event(event_id: str, kind: str, reference: str) -> dict[str, Any]:
    return {"id": event_id, "type": kind, "reference": reference, "attachments": []}
