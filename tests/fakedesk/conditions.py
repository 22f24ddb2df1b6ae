"""The conditions of triggers and views that this server understands; any other is refused, not misunderstood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fakedesk.errors import invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.fakedesk.model import Audit, Ticket
    from tests.fakedesk.store import Store

TRIGGER, VIEW = "trigger", "view"
COMPARED = frozenset({"is", "is_not"})
OPERATORS: Mapping[str, frozenset[str]] = {
    "status": COMPARED | {"less_than", "greater_than"},
    "assignee_id": COMPARED,
    "group_id": COMPARED,
    "via_id": COMPARED,
    "current_tags": frozenset({"includes", "not_includes"}),
    "satisfaction_score": COMPARED | {"less_than", "greater_than"},
}
ONLY_TRIGGERS: Mapping[str, frozenset[str]] = {
    "status": frozenset({"changed", "value", "value_previous", "not_changed", "not_value", "not_value_previous"}),
    "update_type": frozenset({"is"}),
    "role": COMPARED,
    "comment_is_public": frozenset({"is"}),
}
RATINGS = frozenset({"good", "good_with_comment", "bad", "bad_with_comment", "true", "false"})
VIA = {"closed_ticket": "27", "email": "4", "api": "5", "web": "0"}


def checked(store: Store, given: Mapping[str, Any], kind: str) -> dict[str, list[dict[str, Any]]]:
    """Return conditions as they are kept; raise 422."""
    return {part: [_checked(store, one, kind) for one in given.get(part) or ()] for part in ("all", "any")}


def hold(conditions: Mapping[str, list[dict[str, Any]]], ticket: Ticket, audit: Audit) -> bool:
    """Say whether a change of a ticket meets a trigger's conditions."""
    either = conditions["any"]
    return all(_holds(one, ticket, audit) for one in conditions["all"]) and (
        not either or any(_holds(one, ticket, audit) for one in either)
    )


def _checked(store: Store, given: Mapping[str, Any], kind: str) -> dict[str, Any]:
    field, operator, value = str(given.get("field")), given.get("operator") or "is", given.get("value")
    known = OPERATORS.get(field, frozenset()) | (ONLY_TRIGGERS.get(field, frozenset()) if kind == TRIGGER else set())
    if operator not in known:
        raise invalid("conditions", f"{field} {operator}: is no condition of a {kind}")
    if field == "satisfaction_score" and (not store.options.satisfaction or value not in RATINGS):
        raise invalid("conditions", f"satisfaction_score: {value} is not a rating")
    return {"field": field, "operator": operator, "value": None if value is None else str(value)}


def _holds(one: Mapping[str, Any], ticket: Ticket, audit: Audit) -> bool:
    field, operator, value = one["field"], one["operator"], one["value"]
    if field == "current_tags":
        return bool(ticket.tags & set(value.split())) is (operator == "includes")
    if field == "update_type":
        return (len(ticket.audits) == 1) is (value == "Create")
    if field == "via_id":
        return (VIA.get(ticket.channel) == value) is (operator == "is")
    if field == "status" and operator == "value":
        return any(event.get("field_name") == "status" and event["value"] == value for event in audit.events)
    if field == "assignee_id" and value == "current_user":
        return (ticket.assignee_id == audit.author_id) is (operator == "is")
    if field == "status" and operator in COMPARED:
        return (ticket.status == value) is (operator == "is")
    raise NotImplementedError(f"a trigger with the condition {field} {operator}")
