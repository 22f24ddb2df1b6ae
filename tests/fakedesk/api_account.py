"""The account: its features, its people, and who is asking."""

from __future__ import annotations

from tests.fakedesk import shapes
from tests.fakedesk.errors import not_found
from tests.fakedesk.routing import Call, Response, route


@route("GET", r"account/settings", "read")
def settings(call: Call) -> Response:
    features = {"customer_satisfaction": call.desk.options.satisfaction, "ticket_forms": True, "user_tagging": True}
    return Response({"settings": {"active_features": features}})


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
