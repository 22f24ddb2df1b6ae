"""Bulk updates: the only way to put tags on a closed ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fakedesk.api_tickets import written
from tests.fakedesk.errors import ApiError, bad_request, not_found
from tests.fakedesk.routing import Call, Response, route
from tests.fakedesk.updates import Change, apply

if TYPE_CHECKING:
    from collections.abc import Callable

MOST = 100


@route("PUT", r"tickets/update_many", "tickets:write")
def update_many(call: Call) -> Response:
    wanted = _wanted(call)
    job = call.desk.jobs.start(list(wanted), _worker(call, wanted))
    left = call.desk.jobs.most - call.desk.jobs.running()
    inflight = {"zendesk-ratelimit-inflight-jobs": f"total={call.desk.jobs.most}; remaining={left}; resets=60"}
    return Response({"job_status": job.shape(call.request.base)}, headers=inflight)


@route("GET", r"job_statuses/([0-9a-f]+)", "read")
def job_status(call: Call) -> Response:
    job = call.desk.jobs.known.get(call.ids[0])
    if job is None:
        raise not_found()
    return Response({"job_status": job.shape(call.request.base)})


def _wanted(call: Call) -> dict[int, dict[str, Any]]:
    """Return what each ticket shall get: the same change for `ids`, or one each for `tickets`."""
    sent = call.request.sent
    if isinstance(sent.get("tickets"), list):
        wanted = {int(one["id"]): {k: v for k, v in one.items() if k != "id"} for one in sent["tickets"]}
    else:
        ids = [int(one) for one in call.request.query.get("ids", "").split(",") if one.strip().isdigit()]
        wanted = dict.fromkeys(ids, sent.get("ticket") or {})
    if not 0 < len(wanted) <= MOST:
        raise bad_request(f"expected 1 to {MOST} tickets")
    return wanted


def _worker(call: Call, wanted: dict[int, dict[str, Any]]) -> Callable[[int], dict[str, Any]]:
    store = call.desk.store

    def work(ticket_id: int) -> dict[str, Any]:
        with store.lock:
            facts = written(call, wanted[ticket_id]) | {"ticket": ticket_id}
            try:
                found = store.ticket(ticket_id)
                before = set(found.tags)
                change = Change(user_id=call.user.user_id, wanted=wanted[ticket_id], bulk=True)
                changed = apply(store, found, change) is not None
            except ApiError as error:
                store.journal.add("write", **facts, changed=False, status=error.status)
                failed = {
                    "error": "TicketUpdateFailed",
                    "details": str(error.body.get("details", error.body["error"])),
                }
                return {"action": "update", "id": ticket_id, "success": False, **failed}
            facts |= {"tags_added": sorted(found.tags - before), "tags_removed": sorted(before - found.tags)}
            store.journal.add("write", **facts, changed=changed, status=200)
            return {"action": "update", "id": ticket_id, "status": "Updated", "success": True}

    return work
