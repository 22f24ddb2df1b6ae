"""Tags and list fields are one thing: an option is a tag, and whichever is set, the other follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from tests.fakedesk.errors import invalid

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.fakedesk.model import Field, Value

LISTS = ("tagger", "multiselect")
NUMBERS = ("integer", "decimal")


def clean_tags(tags: Iterable[object]) -> set[str]:
    """Return tags as they are stored: lower case, split at spaces."""
    return {part for tag in tags for part in str(tag).lower().split()}


def set_fields(
    known: Mapping[int, Field], fields: dict[int, Value], tags: set[str], wanted: Iterable[Mapping[str, Any]]
) -> None:
    """Set custom fields; tags follow. Unknown and inactive fields are ignored without a word."""
    for item in wanted:
        field = known.get(int(item["id"]))
        if field is None or not field.active:
            continue
        value = checked(field, item.get("value"))
        if field.type in LISTS:
            tags -= set(field.options)
            tags |= set(as_list(value))
        if value in (None, "", []):
            fields.pop(field.id, None)
        else:
            fields[field.id] = value


def fill_from_tags(
    known: Mapping[int, Field], fields: dict[int, Value], tags: set[str], added: frozenset[str] = frozenset()
) -> None:
    """Let the list fields follow the tags; of two options of a drop-down, the one just added wins."""
    for field in known.values():
        if field.type not in LISTS or not field.active:
            continue
        chosen = [option for option in field.options if option in tags]
        if field.type == "tagger" and len(chosen) > 1:
            kept = next((option for option in chosen if option in added), chosen[-1])
            tags -= set(chosen) - {kept}
            chosen = [kept]
        value: Value = list(chosen) if field.type == "multiselect" else "".join(chosen)
        if value:
            fields[field.id] = value
        else:
            fields.pop(field.id, None)


def checked(field: Field, value: object) -> Value:
    """Return the value as it will be given back, if the field takes it; raise 422."""
    if field.type == "multiselect" and not isinstance(value, list | None):
        raise invalid("base", f"{field.title}: expected a list")
    if field.type == "tagger" and not isinstance(value, str | None):
        raise invalid("base", f"{field.title}: expected a string")
    if field.type in LISTS and set(as_list(value)) - set(field.options):
        raise invalid("base", f"{field.title}: is not a valid option")
    if field.type in NUMBERS and value not in (None, ""):
        return _number(field, value)
    return cast("Value", value)


def as_list(value: object) -> list[str]:
    """Return what a list field carries as a list."""
    if value in (None, ""):
        return []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _number(field: Field, value: object) -> str:
    """Return a number as text: that is how the API gives it back, however it was sent."""
    try:
        return str(int(str(value)) if field.type == "integer" else float(str(value)))
    except (TypeError, ValueError):
        raise invalid("base", f"{field.title}: must be a number") from None
