"""What a ticket should carry. Pure: reads nothing, writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.annotation import compose
from workers.conversation import to_conversation
from workers.empathy.score import assess

if TYPE_CHECKING:
    from config.accounts import Account
    from integrations.model import Annotation, Ticket


def plan(ticket: Ticket, account: Account) -> Annotation:
    """Return what the ticket should carry, from its conversation and the account's wishes alone."""
    return compose(ticket, assess(to_conversation(ticket)), account)
