"""Takes members of the promised kind out of parsed JSON; what is of another kind is Malformed, by name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from integrations.errors import Malformed

if TYPE_CHECKING:
    from collections.abc import Mapping


def mapping(found: object, name: str) -> Mapping[str, object]:
    """Return a JSON object."""
    if not isinstance(found, dict):
        raise Malformed(f"{name}: expected an object")
    return found


def sequence(raw: Mapping[str, object], name: str) -> list[object]:
    """Return a JSON array."""
    value = raw.get(name)
    if not isinstance(value, list):
        raise Malformed(f"{name}: expected an array")
    return value


def number(raw: Mapping[str, object], name: str) -> int:
    """Return an integer."""
    value = optional_number(raw, name)
    if value is None:
        raise Malformed(f"{name}: expected an integer")
    return value


def optional_number(raw: Mapping[str, object], name: str) -> int | None:
    """Return an integer or None."""
    value = raw.get(name)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise Malformed(f"{name}: expected an integer or null")


def text(raw: Mapping[str, object], name: str) -> str:
    """Return a text, "" for null and for a field that is not there."""
    value = raw.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Malformed(f"{name}: expected a text")
    return value


def moment(raw: Mapping[str, object], name: str) -> datetime:
    """Return a time; upstream without time zones sends it without one, then it counts as UTC."""
    try:
        found = datetime.fromisoformat(text(raw, name))
    except ValueError:
        raise Malformed(f"{name}: expected an ISO 8601 time") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
