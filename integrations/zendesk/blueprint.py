"""What a Zendesk account should hold: blueprint.toml as `Wanted` objects. Pure, but for reading that file."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from integrations.objects import AtLeast, Ref, Wanted
from integrations.options import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from config.accounts import Account

LEAN = "lean"
SUBSCRIPTION = "conditional_ticket_events"
"""Of a webhook that triggers call; one that subscribes to events is of another kind, and stays so."""
SATISFACTION = "satisfaction"
RATING_COLUMN = "satisfaction_score"


def wanted(account: Account, endpoint: str, lacks: Collection[str], *, whole: bool = False) -> tuple[Wanted, ...]:
    """Return what the account should hold, fields first; `whole` = with all fields, whatever the profile."""
    return (
        *_fields(account, whole=whole),
        *_webhooks(endpoint),
        *_triggers(),
        *_views(account, with_ratings=SATISFACTION not in lacks),
    )


def profile_fields(account: Account) -> frozenset[str]:
    """Return our names of the fields that an account wants: its profile's, and those that accounts.toml names."""
    full = account.options.get("profile", LEAN) != LEAN
    fields = _blueprint()["field"].items()
    return frozenset(name for name, told in fields if full or told["profile"] == LEAN) | account.fields.keys()


def option_tags(name: str) -> tuple[str, ...]:
    """Return the tags of a field's options, in the order of reading."""
    return (*OPTIONS.get(name, ()), *_blueprint()["field"][name].get("more", ()))


def label(tag: str) -> str:
    """Return what people read for an option: `empathy__1_needs_a_look` is Needs a look."""
    words = tag.partition("__")[2].lstrip("0123456789").strip("_")
    return words.replace("_", " ").capitalize()


def condition(field: str, operator: str, value: object) -> tuple[str, str, object]:
    """Return a condition in the form in which it is compared: the order of tags says nothing."""
    return field, operator or "is", in_order(field, value)


def conditions_in_order(conditions: Iterable[object]) -> tuple[object, ...]:
    """Return conditions in one order: theirs says nothing, and values of several kinds cannot be compared."""
    return tuple(sorted(conditions, key=repr))


def action(field: str, value: object) -> tuple[str, object]:
    """Return an action in the form in which it is compared."""
    return field, in_order(field, value)


def in_order(field: str, value: object) -> object:
    """Return a value in one form: tags sorted, all else as text or as a tuple of texts."""
    if isinstance(value, list | tuple):
        return tuple(part if isinstance(part, Ref) else _text(part) for part in value)
    return " ".join(sorted(_text(value).split())) if "tags" in field else _text(value)


def _text(value: object) -> str:
    return "" if value is None else str(value)


@cache
def _blueprint() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(resources.files(__package__).joinpath("blueprint.toml").read_text(encoding="utf-8"))


def _fields(account: Account, *, whole: bool) -> Iterator[Wanted]:
    chosen = profile_fields(account)
    for name, told in _blueprint()["field"].items():
        if not whole and name not in chosen:
            continue
        tags = frozenset(option_tags(name))
        off = dict.fromkeys(("required", "visible_in_portal", "editable_in_portal"), False)
        yield Wanted(
            key=f"field/{name}",
            title=told["title"],
            must={"type": told["type"], "active": True, **off} | ({"options": AtLeast(tags)} if tags else {}),
            once={"agent_description": told["for_agents"]},
            fixed=frozenset({"type"}),
            tags=tags,
            configured=account.fields.get(name, ""),
        )


def _webhooks(endpoint: str) -> Iterator[Wanted]:
    for name, told in _blueprint()["webhook"].items():
        must = {"endpoint": endpoint, "status": "active", "http_method": "POST", "request_format": "json"}
        yield Wanted(
            key=f"webhook/{name}",
            title=told["title"],
            must=must | {"subscriptions": (SUBSCRIPTION,)},
            fixed=frozenset({"subscriptions"}),
        )


def _triggers() -> Iterator[Wanted]:
    for name, told in _blueprint()["trigger"].items():
        actions = tuple(action(field, _filled(value)) for field, value in told["actions"])
        must = {"active": True, "all": _conditions(told, "all"), "any": _conditions(told, "any"), "actions": actions}
        yield Wanted(key=f"trigger/{name}", title=told["title"], must=must)


def _views(account: Account, *, with_ratings: bool) -> Iterator[Wanted]:
    group = account.options.get("leads_group")
    for name, told in _blueprint()["view"].items():
        must: dict[str, object] = {"all": _conditions(told, "all"), "any": _conditions(told, "any")}
        if group and told["for"] == "leads":
            must["restriction"] = ("Group", group)
        columns = tuple(_filled(one) for one in told["columns"] if with_ratings or one != RATING_COLUMN)
        yield Wanted(
            key=f"view/{name}",
            title=told["title"],
            must=must,
            once={"columns": columns, "sort_by": "solved", "sort_order": told["order"]},
            needs=frozenset(told["needs"]),
        )


def _conditions(told: Mapping[str, Any], name: str) -> tuple[object, ...]:
    return conditions_in_order(
        condition(field, operator, _filled(value)) for field, operator, value in told.get(name, ())
    )


def _filled(value: object) -> object:
    """Return a value of the blueprint with what stands for something else replaced."""
    if isinstance(value, list):
        return tuple(_filled(part) for part in value)
    if not isinstance(value, str) or not value.startswith("@"):
        return value
    kind, _, name = value.removeprefix("@").partition("/")
    if kind != "tags":
        return Ref(f"{kind}/{name}")
    fields = [name] if name else _blueprint()["field"]
    return " ".join(tag for field in fields for tag in option_tags(field))
