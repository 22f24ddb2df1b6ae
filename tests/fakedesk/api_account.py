"""The account: its ticket fields, its people, and who is asking."""

from __future__ import annotations

from tests.fakedesk import shapes
from tests.fakedesk.errors import not_found
from tests.fakedesk.routing import Call, Response, route


@route("GET", r"ticket_fields", "read")
def ticket_fields(call: Call) -> Response:
    """All of them, without pages."""
    found = [shapes.field(field, call.request.base) for field in call.desk.store.fields.values()]
    return Response({"ticket_fields": found, "next_page": None, "previous_page": None, "count": len(found)})


@route("GET", r"ticket_fields/(\d+)", "read")
def ticket_field(call: Call) -> Response:
    found = call.desk.store.fields.get(int(call.ids[0]))
    if found is None:
        raise not_found()
    return Response({"ticket_field": shapes.field(found, call.request.base)})


@route("GET", r"users/me", "users:read")
def me(call: Call) -> Response:
    return Response({"user": shapes.user(call.desk.store.users[call.user.user_id], call.request.base)})


@route("GET", r"users/(\d+)", "users:read")
def user(call: Call) -> Response:
    found = call.desk.store.users.get(int(call.ids[0]))
    if found is None:
        raise not_found()
    return Response({"user": shapes.user(found, call.request.base)})


@route("GET", r"users/show_many", "users:read")
def show_many(call: Call) -> Response:
    wanted = {int(one) for one in call.request.query.get("ids", "").split(",") if one.isdigit()}
    found = [shapes.user(one, call.request.base) for one in call.desk.store.users.values() if one.id in wanted]
    return Response({"users": found, "next_page": None, "previous_page": None, "count": len(found)})
