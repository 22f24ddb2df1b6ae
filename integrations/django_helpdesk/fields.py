"""An annotation as django-helpdesk's custom fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrations.django_helpdesk.mapping import field, tags
from integrations.django_helpdesk.marks import EMPTY
from integrations.marks import TAG_PREFIXES, join_version

if TYPE_CHECKING:
    from config.accounts import Account
    from integrations.django_helpdesk.shape import RawTicket
    from integrations.model import Annotation

TEXTS = frozenset({"shown", "score", "tags", "version"})
"""Our fields that must be text fields in the helpdesk; the others are lists with an empty first choice."""


def missing(raw: RawTicket, account: Account) -> tuple[str, ...]:
    """Return the configured custom fields that the helpdesk does not have; it would ignore them in silence."""
    return tuple(sorted(set(account.fields.values()) - raw.custom.keys()))


def body(raw: RawTicket, account: Account, annotation: Annotation) -> dict[str, str]:
    """Return the fields that differ: every one of ours counts, so that nothing of an earlier check stays behind."""
    values = {name: value(annotation, name) for name in account.fields.keys() - {"review", "tags", "version"}}
    if "tags" in account.fields:
        values["tags"] = ", ".join(union(tags(raw, account), annotation.tags))
    return {
        f"custom_{account.fields[name]}": text
        for name, text in sorted(values.items())
        if text != field(raw, account, name)
    }


def version(account: Account, annotation: Annotation) -> dict[str, str]:
    """Return the field that says done. Upstream stores field after field, so this one has a request of its own."""
    return {f"custom_{account.fields['version']}": join_version(value(annotation, "version"), annotation.key)}


def value(annotation: Annotation, name: str) -> str:
    """Return one field as text; a text field cannot be blanked by the API, so it gets a dash."""
    wanted = annotation.fields.get(name, "")
    text = wanted if isinstance(wanted, str) else ", ".join(wanted)
    return text or (EMPTY if name in TEXTS - {"version"} else "")


def union(present: tuple[str, ...], ours: tuple[str, ...]) -> tuple[str, ...]:
    """Return people's tags as they stand, then ours."""
    theirs = tuple(tag for tag in present if not tag.startswith(TAG_PREFIXES))
    return theirs + tuple(tag for tag in ours if tag not in theirs)
