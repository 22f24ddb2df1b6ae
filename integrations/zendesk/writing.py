"""An annotation as one update of a ticket, and the proof that it was taken as it was sent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from integrations.errors import Surprise
from integrations.marks import join_version

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config.accounts import Account
    from integrations.model import Annotation, Ticket
    from integrations.zendesk.shape import Updated

    Value = str | tuple[str, ...]

_TEMPLATE = re.compile(r"(?<=\{)(?=[{%])|(?<=[}%])(?=\})")
AGENTS_OWN = "review"
"""The field that only people fill."""


def body(ticket: Ticket, annotation: Annotation, account: Account) -> dict[str, object]:
    """Return the update: note, fields and key in one, and only if nobody changed the ticket since it was read."""
    update: dict[str, object] = {
        "custom_fields": [
            {"id": int(account.fields[name]), "value": list(value) if isinstance(value, tuple) else value or None}
            for name, value in values(ticket, annotation, account).items()
        ],
        "metadata": {"heard_key": annotation.key},
        "safe_update": True,
        "updated_stamp": ticket.revision,
    }
    if annotation.note:
        update["comment"] = {"html_body": _inert(annotation.note.html), "public": False}
    return update


def values(ticket: Ticket, annotation: Annotation, account: Account) -> dict[str, Value]:
    """Return our fields by name: what they should carry, and empty where something of an earlier check stands."""
    wanted = {name: annotation.fields.get(name, "") for name in sorted(account.fields.keys() - {AGENTS_OWN})}
    if "version" in wanted:
        wanted["version"] = join_version(str(annotation.fields.get("version", "")), annotation.key)
    return {name: value for name, value in wanted.items() if value or ticket.fields.get(name)}


def confirm(answer: Updated, ticket: Ticket, annotation: Annotation, account: Account) -> None:
    """Raise Surprise unless the answer shows what was sent: a field that is switched off ignores it in silence."""
    now: Mapping[str, Value] = answer.ticket.custom
    wrong = [
        f"{name} ({account.fields[name]})"
        for name, value in values(ticket, annotation, account).items()
        if not _same(now.get(account.fields[name], ""), value)
    ]
    if wrong:
        raise Surprise(f"written, but these fields do not carry it: {', '.join(wrong)}; run the check")
    if annotation.note and False not in answer.made_public:
        raise Surprise("written, but the answer shows no private note")


def _inert(html: str) -> str:
    """Return the note with {{ and {% taken apart by a character without width: Zendesk may expand placeholders."""
    return _TEMPLATE.sub("\N{WORD JOINER}", html)


def _same(found: Value, sent: Value) -> bool:
    """Compare in no order: a multi-select comes back sorted."""
    if not found or not sent:
        return not found and not sent
    return _parts(found) == _parts(sent)


def _parts(value: Value) -> frozenset[str]:
    return frozenset([value] if isinstance(value, str) else value)
