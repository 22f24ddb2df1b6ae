"""The webhooks API: its own envelope of errors, ids of letters, and two kinds of webhook that never mix."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from tests.fakedesk.errors import bad_webhook, no_webhook
from tests.fakedesk.model import stamp
from tests.fakedesk.paging import cursor_page
from tests.fakedesk.routing import Call, Response, route
from tests.fakedesk.triggers import called_webhooks

if TYPE_CHECKING:
    from collections.abc import Mapping

FOR_TRIGGERS = "conditional_ticket_events"
EVENT = "zen:event-type:"
EVENTS = frozenset(f"{EVENT}ticket.{name}" for name in ("status_changed", "comment_added", "tags_changed", "created"))
MANDATORY = ("name", "endpoint", "http_method", "request_format", "status")
KNOWN = (*MANDATORY, "subscriptions", "description", "authentication", "custom_headers")
CHOICES = {
    "http_method": ("GET", "POST", "PUT", "PATCH", "DELETE"),
    "request_format": ("json", "xml", "form_encoded"),
    "status": ("active", "inactive"),
}
LOCAL = "http://127.0.0.1"


@route("GET", r"webhooks", "webhooks:read")
def webhooks(call: Call) -> Response:
    call.must_be_admin()
    return Response(cursor_page(call.request, "webhooks", list(call.desk.store.webhooks.values())))


@route("GET", r"webhooks/(\w+)", "webhooks:read")
def webhook(call: Call) -> Response:
    return Response({"webhook": _known(call)})


@route("POST", r"webhooks", "webhooks:write")
def create(call: Call) -> Response:
    call.must_be_admin()
    store, wanted = call.desk.store, call.wanted("webhook")
    with store.lock:
        if len(store.webhooks) >= call.desk.options.most_webhooks:
            raise bad_webhook("The account has as many webhooks as it may have")
        now = stamp(store.now())
        made = {"id": f"01FAKE{store.next_id():020d}", "created_at": now, "created_by": str(call.user.user_id)}
        made |= {"description": "", "subscriptions": []} | {name: wanted[name] for name in KNOWN if name in wanted}
        _check(made)
        store.webhooks[made["id"]] = made
        store.webhook_secrets[made["id"]] = secrets.token_urlsafe(32)
    return Response({"webhook": made}, 201)


@route("PATCH", r"webhooks/(\w+)", "webhooks:write")
def patch(call: Call) -> Response:
    """What is not sent stays; the kind stays whatever is sent."""
    wanted = call.wanted("webhook")
    with call.desk.store.lock:
        before = _known(call)
        after = before | {name: wanted[name] for name in KNOWN if name in wanted}
        _check(after)
        if _is_for_triggers(before) != _is_for_triggers(after):
            raise bad_webhook("The connection method of a webhook cannot be changed")
        call.desk.store.webhooks[after["id"]] = after
    return Response(None, 204)


@route("DELETE", r"webhooks/(\w+)", "webhooks:write")
def delete(call: Call) -> Response:
    store = call.desk.store
    with store.lock:
        gone = _known(call)["id"]
        if call.desk.options.keeps_what_is_used and gone in called_webhooks(store.triggers.values()):
            raise bad_webhook("The webhook is connected to a trigger")
        del store.webhooks[gone], store.webhook_secrets[gone]
    return Response(None, 204)


@route("GET", r"webhooks/(\w+)/signing_secret", "webhooks:read")
def signing_secret(call: Call) -> Response:
    return Response(_secret(call.desk.store.webhook_secrets[_known(call)["id"]]))


@route("POST", r"webhooks/(\w+)/signing_secret", "webhooks:write")
def reset_signing_secret(call: Call) -> Response:
    fresh = secrets.token_urlsafe(32)
    call.desk.store.webhook_secrets[_known(call)["id"]] = fresh
    return Response(_secret(fresh), 201)


def _known(call: Call) -> dict[str, Any]:
    call.must_be_admin()
    found = call.desk.store.webhooks.get(call.ids[0])
    if found is None:
        raise no_webhook()
    return found


def _secret(value: str) -> dict[str, Any]:
    return {"signing_secret": {"algorithm": "SHA256", "secret": value}}


def _is_for_triggers(found: Mapping[str, Any]) -> bool:
    return bool(found["subscriptions"] == [FOR_TRIGGERS])


def _check(found: Mapping[str, Any]) -> None:
    if missing := [name for name in MANDATORY if not found.get(name)]:
        raise bad_webhook(f"{missing[0]} is missing")
    for name, known in CHOICES.items():
        if found[name] not in known:
            raise bad_webhook(f"{name} is not one of {', '.join(known)}")
    if not found["endpoint"].startswith(("https://", LOCAL)):
        raise bad_webhook("endpoint is not an https address")
    wanted = found["subscriptions"]
    if wanted == [FOR_TRIGGERS]:
        return
    if not wanted or not set(wanted) <= EVENTS:
        raise bad_webhook("subscriptions are either conditional_ticket_events alone or known events")
    if (found["http_method"], found["request_format"]) != ("POST", "json"):
        raise bad_webhook("events are posted as JSON")
