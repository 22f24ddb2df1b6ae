"""From a helpdesk's ticket to what the scorer may see: public turns, pseudonyms, no ids of people."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, cast

from integrations.model import Role
from workers.empathy.model import Conversation, Message

if TYPE_CHECKING:
    from integrations.model import Ticket


def to_conversation(ticket: Ticket) -> Conversation:
    """Return the ticket's public turns, oldest first, with authors a1, a2, c1 … in order of appearance.

    Private notes and turns of unknown authors are left out; message ids stay, so that evidence can be traced.
    """
    name = _Pseudonyms()
    return Conversation(
        id=ticket.ref.ticket_id,
        subject=ticket.subject or None,
        language=ticket.language,
        messages=tuple(
            Message(
                id=turn.id,
                role=cast('Literal["customer", "agent", "bot"]', turn.role.value),
                body=turn.body,
                author=name(turn.role, turn.author_id),
                at=turn.at.isoformat(),
                channel=turn.channel or None,
            )
            for turn in sorted(ticket.messages, key=lambda turn: turn.at)
            if turn.public and turn.role is not Role.UNKNOWN
        ),
    )


class _Pseudonyms:
    """The first agent is a1, the second a2, whoever they are."""

    def __init__(self) -> None:
        self._names: dict[tuple[Role, str], str] = {}
        self._count: Counter[Role] = Counter()

    def __call__(self, role: Role, author_id: str) -> str:
        known = self._names.get((role, author_id))
        if known:
            return known
        self._count[role] += 1
        return self._names.setdefault((role, author_id), f"{role.value[0]}{self._count[role]}")
