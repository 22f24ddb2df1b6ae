"""What a ticket should carry, and what a look at it comes to. Pure: reads nothing, writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrations.model import Outcome, Status
from workers.annotation import compose
from workers.empathy.across import UNSEEN
from workers.empathy.score import judge

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config.accounts import Account
    from integrations.model import Annotation, Ticket
    from workers.empathy.across import Spot, Times
    from workers.empathy.hear import Heard


def plan(ticket: Ticket, heard: Heard, account: Account, seen: Mapping[Spot, Times] = UNSEEN) -> Annotation:
    """Return what the ticket should carry: from what was heard, what stands in others, and the account's wishes."""
    return compose(ticket, judge(heard, seen), account)


def left_alone(ticket: Ticket) -> str | None:
    """Say in a word why nothing is written on the ticket, whatever was said on it; None if it is to be assessed."""
    if ticket.status is Status.OPEN:
        return "not_solved"
    return f"skipped_{ticket.skip}" if ticket.skip else None


def foreseen(ticket: Ticket, annotation: Annotation) -> Outcome:
    """Return what writing will come to, as far as the ticket tells: `Helpdesk.annotate` has the last word."""
    if annotation.key in ticket.keys:
        return Outcome.UNCHANGED
    if ticket.status is Status.CLOSED:
        return Outcome.TAGS_ONLY
    return Outcome.NOTE if annotation.note else Outcome.FIELDS
