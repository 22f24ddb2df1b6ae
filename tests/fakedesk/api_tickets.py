"""Tickets: reading them, and the one update that carries comment, fields and metadata."""

from __future__ import annotations

from typing import Any

from tests.fakedesk import shapes
from tests.fakedesk.errors import ApiError, bad_request, invalid, no_endpoint
from tests.fakedesk.paging import cursor_page, page
from tests.fakedesk.routing import Call, Response, route
from tests.fakedesk.updates import Change, apply, check_stamp

CHANGING = {"comment", "custom_fields", "tags", "additional_tags", "remove_tags", "metadata"}
UPDATABLE = CHANGING | {"status", "subject", "priority", "assignee_id", "safe_update", "updated_stamp"}
"""The properties that this server knows; others are ignored as the API does, and named in the journal."""


@route("GET", r"tickets/(\d+)", "tickets:read")
def show(call: Call) -> Response:
    found = call.desk.store.ticket(call.ids[0])
    return Response({"ticket": shapes.ticket(call.desk.store, found, call.request.base)})


@route("GET", r"tickets/show_many", "tickets:read")
def show_many(call: Call) -> Response:
    store = call.desk.store
    wanted = {int(one) for one in call.request.query.get("ids", "").split(",") if one.isdigit()}
    found = [shapes.ticket(store, one, call.request.base) for one in store.living() if one.id in wanted]
    return Response({"tickets": found, "next_page": None, "previous_page": None, "count": len(found)})


@route("GET", r"tickets/count", "tickets:read")
def count(call: Call) -> Response:
    now = call.desk.store.now().isoformat(timespec="seconds").replace("+00:00", "Z")
    return Response({"count": {"value": len(call.desk.store.living()), "refreshed_at": now}})


@route("GET", r"tickets/(\d+)/comments", "tickets:read")
def comments(call: Call) -> Response:
    store, query = call.desk.store, call.request.query
    with store.lock:
        found = [shapes.comment(one) for one in store.ticket(call.ids[0]).comments]
    cursor = any(name.startswith("page[") for name in query)
    # Cursor and offset parameters do not mix: the order of the other kind is dropped without a word.
    order = query.get("sort", "") if cursor else query.get("sort_order", "")
    if order in {"-created_at", "desc"}:
        found.reverse()
    answer = page(call.request, "comments", found)
    if query.get("include") == "users":
        authors = sorted({one["author_id"] for one in answer["comments"]})
        answer["users"] = [shapes.user(store.users[one], call.request.base) for one in authors if one in store.users]
    return Response(answer)


@route("GET", r"tickets/(\d+)/audits", "read")
def audits(call: Call) -> Response:
    """Needs the global `read`: `tickets:read` is not enough."""
    found = [shapes.audit(one) for one in call.desk.store.ticket(call.ids[0]).audits]
    return Response(page(call.request, "audits", found))


@route("GET", r"tickets/(\d+)/conversation_log", "tickets:read")
def conversation_log(call: Call) -> Response:
    store = call.desk.store
    if not store.options.conversation_log:
        raise no_endpoint()
    found = store.ticket(call.ids[0])
    names = {user.id: user.name for user in store.users.values()}
    events = [shapes.turn(turn, names) for turn in found.turns]
    events += [shapes.logged_comment(one, store.users.get(one.author_id)) for one in found.comments]
    events.sort(key=lambda event: event["created_at"], reverse=call.request.query.get("sort") == "-created_at")
    return Response(cursor_page(call.request, "events", events))


@route("PUT", r"tickets/(\d+)", "tickets:write")
def update(call: Call) -> Response:
    store = call.desk.store
    wanted = call.request.sent.get("ticket")
    if not isinstance(wanted, dict):
        raise bad_request("ticket: expected an object")
    with store.lock:
        found = store.ticket(call.ids[0])
        before = set(found.tags)
        facts = written(call, wanted) | {"ticket": found.id}
        try:
            audit = apply(store, found, Change(user_id=call.user.user_id, wanted=_effective(call, wanted)))
        except ApiError as error:
            store.journal.add("write", **facts, changed=False, status=error.status)
            raise
        facts |= {"tags_added": sorted(found.tags - before), "tags_removed": sorted(before - found.tags)}
        facts |= {"public": found.comments[-1].public} if facts["note"] else {}
        store.journal.add("write", **facts, changed=audit is not None, status=200)
        answer: dict[str, Any] = {"ticket": shapes.ticket(store, found, call.request.base)}
        return Response(answer | ({"audit": shapes.audit(audit)} if audit else {}))


@route("GET", r"tickets/(\d+)/tags", "tickets:read")
def tags(call: Call) -> Response:
    return Response({"tags": sorted(call.desk.store.ticket(call.ids[0]).tags)})


@route("PUT", r"tickets/(\d+)/tags", "tickets:write")
def add_tags(call: Call) -> Response:
    return _change_tags(call, "additional_tags")


@route("POST", r"tickets/(\d+)/tags", "tickets:write")
def set_tags(call: Call) -> Response:
    """Replace all tags: on the way to losing a human's."""
    return _change_tags(call, "tags", 201)


@route("DELETE", r"tickets/(\d+)/tags", "tickets:write")
def remove_tags(call: Call) -> Response:
    return _change_tags(call, "remove_tags", 204)


def written(call: Call, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return what the journal says of a write, from what was sent alone."""
    comment = wanted.get("comment") or {}
    return {
        "who": call.user.user_id,
        "sent": sorted(wanted),
        "unknown": sorted(wanted.keys() - UPDATABLE),
        "note": bool(comment),
        "public": comment.get("public", "not said") if comment else None,
        "ticket_status": wanted.get("status"),
        "fields": {str(one.get("id")): one.get("value") for one in wanted.get("custom_fields") or ()},
        "metadata": wanted.get("metadata"),
        "tags_added": [],
        "tags_removed": [],
    }


def _effective(call: Call, wanted: dict[str, Any]) -> dict[str, Any]:
    comment = wanted.get("comment")
    if comment is not None and not (comment.get("body") or comment.get("html_body")):
        raise invalid("comment", "Comment: cannot be blank")
    if call.desk.store.options.single_put_takes_additional_tags:
        return wanted
    return {name: value for name, value in wanted.items() if name not in {"additional_tags", "remove_tags"}}


def _change_tags(call: Call, how: str, status: int = 200) -> Response:
    store, given = call.desk.store, call.request.sent
    with store.lock:
        found = store.ticket(call.ids[0])
        check_stamp(found, given)
        before = set(found.tags)
        wanted = {how: given.get("tags") or []}
        audit = apply(store, found, Change(user_id=call.user.user_id, wanted=wanted))
        facts = written(call, wanted) | {
            "tags_added": sorted(found.tags - before),
            "tags_removed": sorted(before - found.tags),
        }
        store.journal.add("write", **facts, ticket=found.id, changed=audit is not None, status=status)
        return Response(None if status == 204 else {"tags": sorted(found.tags)}, status)
