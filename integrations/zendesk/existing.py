"""What a Zendesk account holds, from the API's words to `Found` objects; pure functions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from integrations.objects import Found, Place
from integrations.zendesk.blueprint import action, condition, conditions_in_order

if TYPE_CHECKING:
    from integrations.tame import Wild

_MARKER = re.compile(r"\(heard:([a-z]+/[a-z_]+)\)")


def marked(key: str) -> str:
    """Return the description of what we make; by it we know it again."""
    return f"Made by Heard (heard:{key}). With this line it is kept as it must be, and removed by heard uninstall."


def marker(kind: str, description: str) -> str:
    """Return the key in the description of an object of this kind, "" if that is not ours."""
    found = _MARKER.search(description)
    return found.group(1) if found and found.group(1).startswith(f"{kind}/") else ""


def field(raw: Wild) -> Found:
    """Return a ticket field; a checkbox may hold a tag as well."""
    options = frozenset(option["value"].text() for option in raw["custom_field_options"].listed())
    switches = ("active", "required", "visible_in_portal", "editable_in_portal")
    return Found(
        kind="field",
        id=str(raw["id"].number()),
        title=raw["title"].text(),
        has={"type": raw["type"].text(), "options": options} | {name: raw[name].value is True for name in switches},
        marker=marker("field", raw["description"].text()),
        tags=options | ({raw["tag"].text()} - {""}),
    )


def webhook(raw: Wild) -> Found:
    """Return a webhook."""
    texts = ("endpoint", "status", "http_method", "request_format")
    subscriptions = tuple(sorted(one.text() for one in raw["subscriptions"].listed()))
    return Found(
        kind="webhook",
        id=raw["id"].text(),
        title=raw["name"].text(),
        has={name: raw[name].text() for name in texts} | {"subscriptions": subscriptions},
        marker=marker("webhook", raw["description"].text()),
    )


def trigger(raw: Wild) -> Found:
    """Return a trigger."""
    actions = tuple(action(one["field"].text(), one["value"].value) for one in raw["actions"].listed())
    has = {"active": raw["active"].value is not False, "actions": actions}
    return Found(
        kind="trigger",
        id=str(raw["id"].number()),
        title=raw["title"].text(),
        has=has | _conditions(raw["conditions"]),
        marker=marker("trigger", raw["description"].text()),
    )


def view(raw: Wild) -> Found:
    """Return a view."""
    return Found(
        kind="view",
        id=str(raw["id"].number()),
        title=raw["title"].text(),
        has={"restriction": _restriction(raw["restriction"])} | _conditions(raw["conditions"]),
        marker=marker("view", raw["description"].text()),
    )


def form(raw: Wild) -> Place | None:
    """Return a ticket form as a place where fields are listed, None if nobody uses it."""
    if raw["active"].value is False:
        return None
    listed = frozenset(str(one.number()) for one in raw["ticket_field_ids"].listed())
    return Place(f"Form “{raw['name'].text()}” (Admin Center > Objects and rules > Tickets > Forms)", listed)


def has_ratings(settings: Wild) -> bool:
    """Say whether customers can rate tickets; an account that does not say so is taken to have it."""
    return settings.get("active_features", "customer_satisfaction").value is not False


def mails_the_assignee(found: Found) -> bool:
    """Say whether a trigger would mail our notes to the assignee: it asks neither who wrote nor whether in public."""
    actions, conditions = found.has.get("actions"), found.has.get("all")
    assert isinstance(actions, tuple)
    assert isinstance(conditions, tuple)
    mails = any(name == "notification_user" and value[:1] == ("assignee_id",) for name, value in actions)
    asked = {name for name, _, _ in conditions}
    return bool(found.has.get("active")) and mails and not asked & {"role", "current_via_id", "comment_is_public"}


def _conditions(raw: Wild) -> dict[str, object]:
    return {
        name: conditions_in_order(
            condition(one["field"].text(), one["operator"].text(), one["value"].value)
            for one in raw.get(name).listed()
        )
        for name in ("all", "any")
    }


def _restriction(raw: Wild) -> object:
    """Return who sees a view: () for everyone."""
    if not raw.value:
        return ()
    ids = sorted(str(one.number()) for one in raw["ids"].listed()) or [str(raw["id"].optional_number() or "")]
    return (raw["type"].text(), *ids)
