"""What we make, in the API's words; pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from integrations.objects import AtLeast
from integrations.zendesk.blueprint import label, option_tags
from integrations.zendesk.existing import marked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from integrations.objects import Change, Wanted
    from integrations.tame import Wild

PATHS = {"field": "ticket_fields", "webhook": "webhooks", "trigger": "triggers", "view": "views"}
CONDITIONS = ("all", "any")
OUTPUT = ("columns", "sort_by", "sort_order")


def singular(kind: str) -> str:
    """Return the name of one object in a request."""
    return "ticket_field" if kind == "field" else kind


def new(wanted: Wanted, properties: Mapping[str, object]) -> dict[str, Any]:
    """Return the object as it is made."""
    title = {"name" if wanted.kind == "webhook" else "title": wanted.title}
    return title | {"description": marked(wanted.key)} | _body(wanted.key, properties)


def changed(change: Change, properties: Mapping[str, object]) -> dict[str, Any]:
    """Return what must be sent to mend an object: what differs, and what that would clear."""
    names = {detail.what for detail in change.details}
    kind = change.kind
    if kind == "trigger":
        return {"title": change.title} | _body(change.key, properties)
    if names & {*CONDITIONS}:
        names |= {*CONDITIONS}
    if names & {*OUTPUT}:
        names |= {*OUTPUT}
    return _body(change.key, {name: value for name, value in properties.items() if name in names})


def options(field: Wild) -> list[dict[str, str]]:
    """Return a field's options as they would be sent: by the raw name, which keeps a placeholder for translations."""
    listed = field["custom_field_options"].listed()
    return [{"name": one["raw_name"].text() or one["name"].text(), "value": one["value"].text()} for one in listed]


def with_options(there: list[dict[str, str]], ours: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Return a field's options with ours among them; people's names and order stay."""
    known = {one["value"] for one in there}
    return there + [dict(one) for one in ours if one["value"] not in known]


def _body(key: str, properties: Mapping[str, object]) -> dict[str, Any]:
    kind, _, name = key.partition("/")
    body = dict(properties)
    if isinstance(body.pop("options", None), AtLeast):
        body["custom_field_options"] = [{"name": label(tag), "value": tag} for tag in option_tags(name)]
    for part in CONDITIONS:
        if part in body:
            body[part] = [_named(one, ("field", "operator", "value")) for one in _parts(body[part])]
    if kind == "trigger":
        body["conditions"] = {part: body.pop(part) for part in CONDITIONS}
        body["actions"] = [_named(one, ("field", "value")) for one in _parts(body["actions"])]
    if output := {part: body.pop(part) for part in OUTPUT if part in body}:
        body["output"] = {name: list(_parts(value)) if name == "columns" else value for name, value in output.items()}
    if "restriction" in body:
        kind_of_people, *ids = _parts(body["restriction"])
        body["restriction"] = {"type": kind_of_people, "ids": [int(one) for one in ids]}
    if "subscriptions" in body:
        body["subscriptions"] = list(_parts(body["subscriptions"]))
    return body


def _named(parts: object, names: Sequence[str]) -> dict[str, object]:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in zip(names, _parts(parts), strict=True)
    }


def _parts(value: object) -> tuple[Any, ...]:
    assert isinstance(value, tuple)
    return value
