"""The public conversation format: a JSON value -> Conversation, or which field is wrong and what was expected.

Unknown keys are ignored and null counts as absent. Ids may be numbers. Where a message has no `role`, an `author` of
"customer", "agent" or "bot" is its role.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, cast

from config.cli.jsontext import BadInput
from workers.empathy.model import Conversation, Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROLES = ("customer", "agent", "bot")
LONGEST_ROLE = 20
"""Characters of a wrong role that may be repeated in the message; nothing else ever is."""

Role = Literal["customer", "agent", "bot"]


def conversation(value: object) -> Conversation:
    """Return the conversation; raise BadInput with the first wrong field."""
    if not isinstance(value, dict):
        raise BadInput(f"expected one conversation, an object with messages, got {_kind(value)}")
    whole = Fields(value)
    listed = whole.get("messages")
    if not isinstance(listed, list):
        raise whole.wrong("messages", "a list of messages")
    messages = tuple(_message(item, position) for position, item in enumerate(listed))
    _ids_differ(messages)
    return Conversation(whole.identity("id"), messages, whole.text("subject"), whole.text("language"))


def reply(text: str, customer: str | None = None) -> Conversation:
    """Return an agent's reply as a conversation, after what the customer wrote if that is known."""
    turns: list[tuple[Literal["customer", "agent"], str]] = [("agent", text)]
    if customer is not None:
        turns.insert(0, ("customer", customer))
    messages = (Message(id=str(place), role=role, body=body) for place, (role, body) in enumerate(turns, 1))
    return Conversation(id=None, messages=tuple(messages))


def _message(value: object, position: int) -> Message:
    path = f"messages[{position}]"
    if not isinstance(value, dict):
        raise BadInput(f"expected an object, got {_kind(value)}", field=path)
    fields = Fields(value, f"{path}.")
    role, author = _role_and_author(fields)
    body = fields.text("body")
    if body is None:
        raise fields.wrong("body", "a string")
    public = fields.flag("public")
    return Message(
        id=fields.identity("id") or str(position + 1),
        role=role,
        body=body,
        author=author,
        at=fields.moment("at"),
        public=public is None or public,
        channel=fields.text("channel"),
    )


def _role_and_author(fields: Fields) -> tuple[Role, str | None]:
    role, author = fields.get("role"), fields.identity("author")
    if role is None and author in ROLES:
        return cast("Role", author), None
    if not isinstance(role, str) or role not in ROLES:
        word = isinstance(role, str) and len(role) <= LONGEST_ROLE and role.isascii() and role.isalnum()
        raise fields.wrong("role", "customer, agent or bot", got=f'"{role}"' if word else None)
    return cast("Role", role), author


def _ids_differ(messages: Sequence[Message]) -> None:
    seen: set[str] = set()
    for position, message in enumerate(messages):
        if message.id in seen:
            what = (
                "expected an id of its own, got that of an earlier message (a missing id is the message's position)"
            )
            raise BadInput(what, field=f"messages[{position}].id")
        seen.add(message.id)


@dataclass(frozen=True, slots=True)
class Fields:
    """The members of one object, read by type; each may be absent."""

    members: Mapping[str, object]
    path: str = ""

    def get(self, name: str) -> object:
        """Return the member, None if absent."""
        return self.members.get(name)

    def text(self, name: str) -> str | None:
        """Return a string; raise BadInput."""
        value = self.get(name)
        if value is None or isinstance(value, str):
            return value
        raise self.wrong(name, "a string")

    def identity(self, name: str) -> str | None:
        """Return a string or a whole number as a string; raise BadInput."""
        value = self.get(name)
        return str(value) if type(value) is int else self.text(name)

    def flag(self, name: str) -> bool | None:
        """Return true or false; raise BadInput."""
        value = self.get(name)
        if value is None or isinstance(value, bool):
            return value
        raise self.wrong(name, "true or false")

    def moment(self, name: str) -> str | None:
        """Return a time in ISO 8601 as it is; raise BadInput."""
        value = self.text(name)
        if value is None:
            return None
        try:
            datetime.fromisoformat(value)
        except ValueError:
            raise self.wrong(name, "a time such as 2026-11-20T09:00:00Z") from None
        return value

    def wrong(self, name: str, expected: str, got: str | None = None) -> BadInput:
        """Return the error that names the member and the kind of its value."""
        if name not in self.members:
            return BadInput(f"expected {expected}, but it is missing", field=self.path + name)
        return BadInput(f"expected {expected}, got {got or _kind(self.members[name])}", field=self.path + name)


def _kind(value: object) -> str:
    """Name what a value is, without repeating it."""
    if isinstance(value, str):
        return f"a string of {len(value)} characters"
    kinds = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return kinds.get(type(value), "null")
