"""The part of Zendesk's search language that reconciling needs.

`status:solved` `status<closed` `solved>2026-11-20` `updated>=2026-11-20T09:00:00Z` `tags:a` `-tags:a*`
`custom_field_360001:*`
The same property twice means either; different ones mean both; a minus means not. Anything else is refused, so that a
test does not pass on a query that this server misunderstood.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from tests.fakedesk.errors import invalid
from tests.fakedesk.fields import as_list

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fakedesk.model import Ticket

TERM = re.compile(r'(-?)(\w+)(:|>=|<=|>|<)"?([^"\s]+)"?$')
STATUSES = ("new", "open", "pending", "hold", "solved", "closed")
DATES = {"created": "created_at", "updated": "updated_at", "solved": "solved_at"}
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    ":": lambda a, b: a == b,
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
    ">=": lambda a, b: a >= b,
    "<=": lambda a, b: a <= b,
}


def matches(query: str, ticket: Ticket) -> bool:
    """Say whether the ticket is found; raise 422 for a query that is not understood."""
    either: dict[str, bool] = {}
    for text in query.split():
        term = TERM.match(text)
        if term is None:
            raise invalid("query", f"Invalid search: {text}")
        minus, name, operator, value = term.groups()
        if name == "type":
            continue
        hit = _hit(ticket, name, operator, value)
        if minus and hit:
            return False
        if not minus:
            key = name if operator == ":" else text
            either[key] = either.get(key, False) or hit
    return all(either.values())


def _hit(ticket: Ticket, name: str, operator: str, value: str) -> bool:
    if name == "status":
        return COMPARE[operator](STATUSES.index(ticket.status), STATUSES.index(value))
    if name in DATES:
        found = getattr(ticket, DATES[name])
        return found is not None and COMPARE[operator](found.replace(microsecond=0), _moment(value))
    if name == "tags" and operator == ":":
        return any(fnmatchcase(tag, value) for tag in ticket.tags)
    if name.startswith("custom_field_") and operator == ":":
        carried = as_list(ticket.fields.get(int(name.removeprefix("custom_field_"))))
        return any(fnmatchcase(one, value) for one in carried)
    raise invalid("query", f"Invalid search: {name}{operator}")


def _moment(value: str) -> datetime:
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        raise invalid("query", "Invalid search: not a date") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
