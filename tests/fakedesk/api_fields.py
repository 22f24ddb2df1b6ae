"""Ticket fields, whose options are tags that an account holds only once, and the forms that show them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.fakedesk import shapes
from tests.fakedesk.errors import invalid, not_found
from tests.fakedesk.fields import LISTS
from tests.fakedesk.model import Field
from tests.fakedesk.paging import cursor_page
from tests.fakedesk.routing import Call, Response, route

if TYPE_CHECKING:
    from collections.abc import Mapping

TYPES = (
    *LISTS,
    "text",
    "textarea",
    "checkbox",
    "date",
    "integer",
    "decimal",
    "regexp",
    "partialcreditcard",
    "lookup",
)
TEXTS = ("title", "description", "agent_description", "tag")
SWITCHES = ("active", "required", "visible_in_portal", "editable_in_portal", "required_in_portal")
FIRST_ID = 370001
TAG = re.compile(r"[^\s]+")


@route("GET", r"ticket_fields", "read")
def ticket_fields(call: Call) -> Response:
    """All of them, unless pages are asked for."""
    found = [shapes.field(field, call.request.base) for field in call.desk.store.fields.values()]
    if "page[size]" in call.request.query:
        return Response(cursor_page(call.request, "ticket_fields", sorted(found, key=lambda one: one["id"])))
    return Response({"ticket_fields": found, "next_page": None, "previous_page": None, "count": len(found)})


@route("GET", r"ticket_fields/(\d+)", "read")
def ticket_field(call: Call) -> Response:
    return Response({"ticket_field": shapes.field(_known(call), call.request.base)})


@route("POST", r"ticket_fields", "write")
def create(call: Call) -> Response:
    call.must_be_admin()
    store, wanted = call.desk.store, call.wanted("ticket_field")
    with store.lock:
        if len(store.fields) >= call.desk.options.most_fields:
            raise invalid("base", "Too many ticket fields")
        kind = wanted.get("type", "text")
        if kind not in TYPES:
            raise invalid("type", f"Type: {kind} is not a type of field")
        made = _changed(call, Field(FIRST_ID + store.next_id(), "", kind), wanted)
        store.fields[made.id] = made
    return Response({"ticket_field": shapes.field(made, call.request.base)}, 201)


@route("PUT", r"ticket_fields/(\d+)", "write")
def update(call: Call) -> Response:
    """A type that is sent is ignored; options that are not sent are removed, from tickets as well."""
    call.must_be_admin()
    store = call.desk.store
    with store.lock:
        before = _known(call)
        after = _changed(call, before, call.wanted("ticket_field"))
        store.fields[after.id] = after
        _forget_values(call, after.id, frozenset(before.options) - frozenset(after.options))
    return Response({"ticket_field": shapes.field(after, call.request.base)})


@route("DELETE", r"ticket_fields/(\d+)", "write")
def delete(call: Call) -> Response:
    """Its values go, and it goes from the forms; the tags stay on the tickets."""
    call.must_be_admin()
    store = call.desk.store
    with store.lock:
        gone = _known(call)
        if call.desk.options.keeps_what_is_used and (user := _user_of(call, gone.id)):
            raise invalid("base", f"{gone.title}: is used by {user}")
        del store.fields[gone.id]
        for form in store.forms.values():
            form["ticket_field_ids"] = [one for one in form["ticket_field_ids"] if one != gone.id]
        for ticket in store.tickets.values():
            ticket.fields.pop(gone.id, None)
    return Response(None, 204)


@route("GET", r"ticket_forms", "read")
def ticket_forms(call: Call) -> Response:
    found = [dict(form) for form in call.desk.store.forms.values()]
    return Response({"ticket_forms": found, "next_page": None, "previous_page": None, "count": len(found)})


def _known(call: Call) -> Field:
    found = call.desk.store.fields.get(int(call.ids[0]))
    if found is None:
        raise not_found()
    return found


def _changed(call: Call, field: Field, wanted: Mapping[str, Any]) -> Field:
    """Return the field as wanted, checked as a whole; raise 422."""
    changes: dict[str, Any] = {name: wanted[name] for name in (*TEXTS, *SWITCHES) if name in wanted}
    if field.type in LISTS and "custom_field_options" in wanted:
        options = wanted["custom_field_options"]
        changes["options"] = tuple(str(one.get("value", "")).lower() for one in options)
        changes["names"] = tuple(str(one.get("name", "")) for one in options)
    made = replace(field, **changes)
    if not made.title:
        raise invalid("title", "Title: cannot be blank")
    if field.type in LISTS:
        _check_options(call, made)
    others = frozenset[str]().union(*(one.tags for one in call.desk.store.fields.values() if one.id != made.id))
    if taken := sorted(made.tags & others):
        raise invalid("custom_field_options", f"Tag {taken[0]} is already being used by another custom field")
    return made


def _check_options(call: Call, field: Field) -> None:
    if not 0 < len(field.options) <= call.desk.options.most_options:
        raise invalid(
            "custom_field_options", f"{field.title}: needs options, {call.desk.options.most_options} at most"
        )
    if len(set(field.options)) != len(field.options) or not all(map(TAG.fullmatch, field.options)):
        raise invalid("custom_field_options", f"{field.title}: each option needs a tag of its own")
    if field.names and not all(field.names):
        raise invalid("custom_field_options", f"{field.title}: each option needs a name")


def _forget_values(call: Call, field_id: int, tags: frozenset[str]) -> None:
    for ticket in call.desk.store.tickets.values() if tags else ():
        value = ticket.fields.get(field_id)
        if isinstance(value, list):
            ticket.fields[field_id] = [one for one in value if one not in tags]
        elif value in tags:
            del ticket.fields[field_id]


def _user_of(call: Call, field_id: int) -> str:
    """Return the title of a trigger or view that names the field."""
    for rule in (*call.desk.store.triggers.values(), *call.desk.store.views.values()):
        columns = [one["id"] for one in rule.get("execution", {}).get("columns", ())]
        conditions = [one["field"] for part in rule["conditions"].values() for one in part]
        if field_id in columns or f"custom_fields_{field_id}" in conditions:
            return str(rule["title"])
    return ""
