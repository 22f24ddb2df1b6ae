"""What the converters share: a conversation around a text, and labels checked one by one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from config.cli.evaluation.labelled import Labelled
from workers.empathy.model import Conversation, Message

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from config.cli.evaluation.labelled import Place
    from config.cli.evaluation.schemes import Scheme
    from config.cli.formats import Fields

    Said = tuple[Literal["customer", "agent"], str]

NEUTRAL = "Hello, I am writing about my order."
"""What the customer says where a set has replies alone: without a customer nothing is scored."""
ANSWER = "We have your message here, and there is more about it below."
"""What the agent says where a set has customers alone."""
SHOWN = re.compile(r"[\w-]+( [\w-]+){0,3}")
LONGEST_SHOWN = 40
"""Of a wrong value only a short word or four are repeated in the message: anything longer may be a conversation's."""


def required(fields: Fields, name: str) -> str:
    """Return a string that must be there; raise BadInput."""
    value = fields.text(name)
    if value is None:
        raise fields.wrong(name, "a string")
    return value


def answered(
    fields: Fields,
    line: int,
    scheme: Scheme,
    labels: Mapping[str, Place | None],
    earlier: Sequence[Said] = (),
    *,
    emp: float | None = None,
    polite: float | None = None,
) -> Labelled:
    """Return the line's text as an agent's reply to what was said before, or else to a neutral message."""
    said = [(role, body) for role, body in earlier if body.strip()]
    if not any(role == "customer" for role, _ in said):
        said.insert(0, ("customer", NEUTRAL))
    talk = conversation(fields, *said, ("agent", required(fields, "text")))
    return Labelled(line, talk, scheme, labels, emp=emp, polite=polite, group=fields.identity("group"))


def conversation(fields: Fields, *said: Said) -> Conversation:
    """Return what was said, in order."""
    messages = tuple(Message(str(place), role, body) for place, (role, body) in enumerate(said, 1))
    return Conversation(fields.identity("id"), messages)


def flags(labels: Fields, names: Collection[str]) -> list[str]:
    """Return which of the labels are 1; each must be 0 or 1."""
    return [name for name in names if grade(labels, name, 1)]


def grade(fields: Fields, name: str, highest: int, lowest: int = 0) -> int:
    """Return a whole number from the lowest to the highest; raise BadInput."""
    value = fields.get(name)
    if type(value) is not int or not lowest <= value <= highest:
        raise fields.wrong(name, f"a whole number from {lowest} to {highest}", got=shown(value))
    return value


def shown(value: object) -> str | None:
    """Return a value that a message may repeat; None if it is to be described."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and len(value) <= LONGEST_SHOWN and SHOWN.fullmatch(value):
        return f'"{value}"'
    return None
