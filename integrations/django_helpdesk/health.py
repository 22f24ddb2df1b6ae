"""What `check` finds: the user, its rights, and the custom fields by the API's own description of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrations.django_helpdesk.fields import TEXTS
from integrations.errors import Unauthorized
from integrations.model import Problem
from integrations.options import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from config.accounts import Account
    from integrations.django_helpdesk.client import Client
    from integrations.django_helpdesk.shape import Field

ADMIN = "Admin > Helpdesk > Custom fields"
ROOM = {"shown": 250, "tags": 500, "version": 60}
"""How many characters our longest values need."""


def problems(account: Account, api: Client) -> tuple[Problem, ...]:
    """Return what is wrong; empty = ready."""
    try:
        described = api.describe_fields()
    except Unauthorized:
        remedy = "check the name and password (or token) and give that user staff status"
        return (Problem("the API refuses the user", remedy),)
    return tuple(field_problems(account, described))


def field_problems(account: Account, described: Mapping[str, Field]) -> Iterator[Problem]:
    """Yield what is wrong with each configured custom field."""
    for name, field in sorted(account.fields.items()):
        found = described.get(f"custom_{field}")
        if found is None:
            yield Problem(f"no custom field is named {field}", f"create it under {ADMIN} ({name})")
        elif name in TEXTS:
            yield from text_problems(name, field, found)
        else:
            yield from list_problems(name, field, found)


def text_problems(name: str, field: str, found: Field) -> Iterator[Problem]:
    """Yield what is wrong with a field that must hold text."""
    if found.type != "string":
        yield Problem(f"custom field {field} is not text", f"make it Character (single line) under {ADMIN}")
    elif (found.max_length or ROOM.get(name, 0)) < ROOM.get(name, 0):
        yield Problem(f"custom field {field} is too short", f"give it {ROOM[name]} characters or more", fatal=False)


def list_problems(name: str, field: str, found: Field) -> Iterator[Problem]:
    """Yield what is wrong with a drop-down."""
    if found.type != "choice":
        yield Problem(f"custom field {field} is not a list", f"make it List under {ADMIN}")
    elif "" not in found.choices:
        yield Problem(f"custom field {field} has no empty first choice", f"tick that box under {ADMIN}")
    elif name == "empathy" and (absent := sorted(set(OPTIONS[name]) - found.choices)):
        yield Problem(f"custom field {field} lacks options", f"add {', '.join(absent)}, one a line, under {ADMIN}")
