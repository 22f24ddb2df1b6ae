"""Triggers and views: both are conditions with something attached; a change of one condition replaces them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fakedesk import conditions
from tests.fakedesk.errors import invalid, not_found
from tests.fakedesk.model import stamp
from tests.fakedesk.paging import cursor_page, page
from tests.fakedesk.routing import Call, Response, route
from tests.fakedesk.triggers import check_actions

if TYPE_CHECKING:
    from collections.abc import Mapping

COLUMNS = frozenset(
    {
        *("assigned", "assignee", "due_date", "group", "nice_id", "updated", "updated_assignee", "updated_requester"),
        *("updated_by_type", "organization", "priority", "created", "requester", "locale_id", "satisfaction_score"),
        *("solved", "status", "description", "submitter", "ticket_form", "type", "brand", "custom_status_id"),
    }
)
UNSORTED = frozenset({"description", "submitter", "custom_status_id"})
MOST_COLUMNS = 10
ONE_OF = frozenset({"status", "type", "group_id", "assignee_id", "requester_id"})
FIRST_TRIGGER, FIRST_VIEW = 480100, 490100


@route("GET", r"trigger_categories", "triggers:read")
def categories(call: Call) -> Response:
    """Here a link that leads nowhere is left out."""
    found = cursor_page(call.request, "trigger_categories", call.desk.store.categories)
    return Response(found | {"links": {name: link for name, link in found["links"].items() if link}})


@route("GET", r"triggers", "triggers:read")
def triggers(call: Call) -> Response:
    return Response(page(call.request, "triggers", list(call.desk.store.triggers.values())))


@route("POST", r"triggers", "triggers:write")
def create_trigger(call: Call) -> Response:
    call.must_be_admin()
    store = call.desk.store
    with store.lock:
        made = {"id": FIRST_TRIGGER + store.next_id(), "active": True, "default": False, "description": ""}
        made |= {"position": 1 + len(store.triggers), "created_at": stamp(store.now()), "category_id": ""}
        store.triggers[made["id"]] = _trigger(call, made, call.wanted("trigger"))
    return Response({"trigger": store.triggers[made["id"]]}, 201)


@route("PUT", r"triggers/(\d+)", "triggers:write")
def update_trigger(call: Call) -> Response:
    """A change of conditions or actions clears the others."""
    call.must_be_admin()
    store = call.desk.store
    with store.lock:
        before, wanted = _known(call, store.triggers), call.wanted("trigger")
        cleared = (
            {"conditions": {"all": [], "any": []}, "actions": []} if {"conditions", "actions"} & set(wanted) else {}
        )
        store.triggers[before["id"]] = _trigger(call, before | cleared, wanted)
    return Response({"trigger": store.triggers[before["id"]]})


@route("DELETE", r"triggers/(\d+)", "triggers:write")
def delete_trigger(call: Call) -> Response:
    call.must_be_admin()
    del call.desk.store.triggers[_known(call, call.desk.store.triggers)["id"]]
    return Response(None, 204)


@route("GET", r"views", "read")
def views(call: Call) -> Response:
    return Response(page(call.request, "views", list(call.desk.store.views.values())))


@route("POST", r"views", "write")
def create_view(call: Call) -> Response:
    call.must_be_admin()
    store = call.desk.store
    with store.lock:
        made = {"id": FIRST_VIEW + store.next_id(), "active": True, "default": False, "description": ""}
        made |= {"position": 1 + len(store.views), "created_at": stamp(store.now()), "restriction": None}
        empty = {"conditions": {"all": [], "any": []}, "execution": {"columns": [], "group": None, "sort": None}}
        store.views[made["id"]] = _view(call, made | empty, call.wanted("view"))
    return Response({"view": store.views[made["id"]]})


@route("PUT", r"views/(\d+)", "write")
def update_view(call: Call) -> Response:
    call.must_be_admin()
    store = call.desk.store
    with store.lock:
        before = _known(call, store.views)
        store.views[before["id"]] = _view(call, before, call.wanted("view"))
    return Response({"view": store.views[before["id"]]})


@route("DELETE", r"views/(\d+)", "write")
def delete_view(call: Call) -> Response:
    call.must_be_admin()
    del call.desk.store.views[_known(call, call.desk.store.views)["id"]]
    return Response(None, 204)


def _known(call: Call, among: Mapping[int, dict[str, Any]]) -> dict[str, Any]:
    found = among.get(int(call.ids[0]))
    if found is None:
        raise not_found()
    return found


def _trigger(call: Call, before: dict[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    found = before | {name: wanted[name] for name in ("title", "description", "active", "position") if name in wanted}
    found["raw_title"] = found.get("title")
    if "conditions" in wanted:
        found["conditions"] = conditions.checked(call.desk.store, wanted["conditions"], conditions.TRIGGER)
    if "actions" in wanted:
        found["actions"] = check_actions(call.desk.store, wanted["actions"])
    if not found.get("title"):
        raise invalid("title", "Title: cannot be blank")
    if not found.get("actions") or not any(found.get("conditions", {}).values()):
        raise invalid("base", "A trigger needs conditions and actions")
    return found | {"category_id": _category(call, wanted.get("category_id", found["category_id"]))}


def _category(call: Call, wanted: str) -> str:
    known = [one["id"] for one in call.desk.store.categories]
    if "trigger_categories" in call.desk.options.lacks.split() or wanted in known:
        return wanted
    if wanted or call.desk.options.must_have_category:
        raise invalid("category_id", "Category: is not a category of triggers")
    return str(known[0])


def _view(call: Call, before: dict[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    names = ("title", "description", "active", "position", "restriction")
    found = before | {name: wanted[name] for name in names if name in wanted}
    given = {part: wanted.get(part, found["conditions"][part]) for part in ("all", "any")}
    found["conditions"] = conditions.checked(call.desk.store, given, conditions.VIEW)
    if not found.get("title"):
        raise invalid("title", "Title: cannot be blank")
    if not ONE_OF & {one["field"] for one in found["conditions"]["all"]}:
        raise invalid("base", f"A view needs one condition of {', '.join(sorted(ONE_OF))}")
    return found | {"execution": _execution(call, wanted["output"])} if "output" in wanted else found


def _execution(call: Call, output: Mapping[str, Any]) -> dict[str, Any]:
    columns = [_column(call, one) for one in output.get("columns", ())]
    if len(columns) > MOST_COLUMNS:
        raise invalid("base", f"A view has {MOST_COLUMNS} columns at most")
    sort_by = output.get("sort_by")
    if sort_by is not None and (sort_by in UNSORTED or sort_by not in COLUMNS):
        raise invalid("base", f"A view cannot be sorted by {sort_by}")
    return {"columns": columns, "group": None, "sort": {"id": sort_by, "order": output.get("sort_order", "desc")}}


def _column(call: Call, name: object) -> dict[str, Any]:
    field = call.desk.store.fields.get(int(str(name))) if str(name).isdigit() else None
    if field:
        url = f"{call.request.base}/api/v2/ticket_fields/{field.id}.json"
        return {"id": field.id, "title": field.title, "type": field.type, "url": url}
    if name not in COLUMNS or (name == "satisfaction_score" and not call.desk.options.satisfaction):
        raise invalid("base", f"{name} is no column")
    return {"id": name, "title": str(name).capitalize()}
