"""What every promise needs: an adapter by its registry, something to write, and texts that are easy to find again."""

from __future__ import annotations

import itertools
import re
from html import escape
from typing import TYPE_CHECKING

from integrations import registry
from integrations.model import Annotation, Note
from tests.gate import Gate

if TYPE_CHECKING:
    from integrations.model import Ticket
    from integrations.ports import Helpdesk
    from tests.contract.rigs.base import Rig
    from tests.contract.rigs.django_helpdesk import RealDesk

SECRET_WORDS = "zebra-coloured hint"
_numbers = itertools.count(1)


def heard(rig: Rig | RealDesk, gate: Gate | None = None, **changes: object) -> Helpdesk:
    """Return a fresh adapter, as a new worker would have it."""
    return registry.helpdesk(rig.account(**changes), gate or Gate())


def solved(rig: Rig, reply: str = "Sent again today.") -> str:
    """Return a ticket with one question and one answer, solved."""
    ticket = rig.open_ticket()
    rig.agent_writes(ticket, reply, solve=True)
    return ticket


def note(key: str, words: str = SECRET_WORDS) -> Note:
    """Return a note in the form of `workers.note`: lines, the same as HTML, the key in the last one."""
    lines = ("Empathy check: Good (wording of the agent's reply)", f" - {words}", f"rules 1.0.0 · en · ref {key}")
    return Note("\n".join(lines), "<p>" + "<br>".join(map(escape, lines)) + "</p>")


def annotation(
    key: str = "", *, band: str = "3_good", words: str = SECRET_WORDS, with_note: bool = True, **fields: object
) -> Annotation:
    """Return something to write; each has a key of its own unless one is given."""
    key = key or f"heard-{next(_numbers):012x}"
    values = {"empathy": f"empathy__{band}", "shown": ("empathy_shown__own_words",), "version": "1.0.0/en"}
    return Annotation(key, values | fields, note(key, words) if with_note else None)  # type: ignore[arg-type]


def write(rig: Rig, ticket: str, wanted: Annotation) -> str:
    """Fetch and annotate with a fresh adapter."""
    desk = heard(rig)
    return desk.annotate(desk.fetch(ticket), wanted).outcome


def texts(ticket: Ticket) -> list[tuple[str, str]]:
    """Return role and text of every public message."""
    return [(message.role.value, message.body) for message in ticket.messages if message.public]


def squeezed(text: str) -> str:
    """Return text without spaces and without characters that take none: what a person reads, however it is set."""
    return re.sub(r"[\s\u00a0\u200b-\u200d\u2060\ufeff]", "", text)
