"""The kind sentences of a ticket's replies: where they stand, in which words, and who wrote them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workers.empathy.fingerprint import kind_sentences

if TYPE_CHECKING:
    from integrations.model import Ticket, TicketRef
    from workers.empathy.across import Spot
    from workers.empathy.hear import Heard


@dataclass(frozen=True, slots=True)
class KindLine:
    """One sentence in its normal words; `author` is the agent's id in the helpdesk."""

    spot: Spot
    words: str
    author: str


@dataclass(frozen=True, slots=True)
class KindLines:
    """Those of one ticket."""

    ref: TicketRef
    lines: tuple[KindLine, ...] = ()


def kind_lines(ticket: Ticket, heard: Heard) -> KindLines:
    """Return the kind sentences of a ticket, as it was heard."""
    authors = {message.id: message.author_id for message in ticket.messages}
    found = kind_sentences(heard)
    return KindLines(ticket.ref, tuple(KindLine(spot, words, authors[spot[0]]) for spot, words in found.items()))
