"""Exports: what reconciling and backfill read."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING, Any

from tests.fakedesk import query, shapes
from tests.fakedesk.errors import bad_request, invalid
from tests.fakedesk.paging import cursor_page, page
from tests.fakedesk.routing import Call, Response, route

if TYPE_CHECKING:
    from tests.fakedesk.model import Ticket

MINUTE = 60
PAGE = 1000


@route("GET", r"tickets", "tickets:read")
def index(call: Call) -> Response:
    return Response(page(call.request, "tickets", _shaped(call, call.desk.store.living())))


@route("GET", r"search/export", "read")
def search_export(call: Call) -> Response:
    """Newest first, without a count, and as old as the index."""
    asked = call.request.query
    if asked.get("filter[type]") != "ticket":
        raise invalid("filter[type]", "filter[type]: only ticket is known here")
    store = call.desk.store
    with store.lock:
        indexed = [(one, store.as_indexed(one)) for one in store.living()]
    found = [one for one, then in indexed if then and query.matches(asked.get("query", ""), then)]
    found.sort(key=lambda one: (one.created_at, one.id), reverse=True)
    shaped = [item | {"result_type": "ticket"} for item in _shaped(call, found)]
    return Response(cursor_page(call.request, "results", shaped, PAGE) | {"facets": None})


@route("GET", r"incremental/tickets/cursor", "read")
def incremental(call: Call) -> Response:
    """Tickets by time of their last change, the last minute left out; a cursor may be asked again later."""
    asked = call.request.query
    limit = int(call.desk.store.clock.seconds()) - MINUTE
    start = _decoded(asked["cursor"]) if "cursor" in asked else (_start(asked.get("start_time", ""), limit), 0)
    known = sorted(call.desk.store.living(), key=_place)
    found = [one for one in known if start < _place(one) and _place(one)[0] <= limit]
    tickets = found[: _size(asked.get("per_page", str(PAGE)))]
    after = _encoded(_place(tickets[-1]) if tickets else start)
    return Response(
        {
            "tickets": _shaped(call, tickets),
            "after_cursor": after,
            "after_url": f"{call.request.base}/api/v2/incremental/tickets/cursor.json?cursor={after}",
            "before_cursor": None,
            "before_url": None,
            "end_of_stream": len(tickets) == len(found),
        }
    )


def _place(ticket: Ticket) -> tuple[int, int]:
    return int(ticket.updated_at.timestamp()), ticket.id


def _start(text: str, limit: int) -> int:
    if not text.isdigit():
        raise bad_request("start_time: expected seconds since 1970")
    if int(text) > limit:
        raise invalid("start_time", "Too recent start_time. Use a start_time older than 1 minute")
    return int(text)


def _size(text: str) -> int:
    return min(max(int(text), 1), PAGE)


def _encoded(place: tuple[int, int]) -> str:
    return urlsafe_b64encode(f"{place[0]}.{place[1]}".encode()).decode()


def _decoded(cursor: str) -> tuple[int, int]:
    try:
        seconds, _, number = urlsafe_b64decode(cursor).decode().partition(".")
        return int(seconds), int(number)
    except ValueError:
        raise bad_request("cursor: not a cursor") from None


def _shaped(call: Call, tickets: list[Ticket]) -> list[dict[str, Any]]:
    with call.desk.store.lock:
        return [shapes.ticket(call.desk.store, one, call.request.base) for one in tickets]
