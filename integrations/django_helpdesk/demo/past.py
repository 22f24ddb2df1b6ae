"""Writes the seed's tickets as if they had been worked on in the past days."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from helpdesk.models import FollowUp, Queue, Ticket

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

STATUS = {"open": 1, "reopened": 2, "resolved": 3, "closed": 4, "duplicate": 5}
SOLVED = (STATUS["resolved"], STATUS["closed"])
ENDED = (*SOLVED, STATUS["duplicate"])


def add(data: Mapping[str, Any], people: Mapping[str, Any], queues: Mapping[str, Queue], now: datetime) -> None:
    """Add one ticket with its past; `bulk_create` keeps upstream's save from dating it today."""
    agent = people.get(data.get("agent", ""))
    ticket = new_ticket(data, agent, queues[data.get("queue", "support")])
    Ticket.objects.bulk_create([ticket])
    opened = now - timedelta(hours=data["hours_ago"])
    turns = list(follow_ups(ticket, data, agent, opened))
    end(ticket, turns)
    FollowUp.objects.bulk_create(turns)
    Ticket.objects.filter(pk=ticket.pk).update(
        created=opened, modified=turns[-1].date
    )  # "created" sets itself to now


def new_ticket(data: Mapping[str, Any], agent: Any, queue: Queue) -> Ticket:  # noqa: ANN401 (Django model)
    """Return the ticket in its last state."""
    status = STATUS[data["status"]]
    replies = [turn["text"].strip() for turn in data["turns"] if turn["by"] == "agent"]
    return Ticket(
        title=data["title"],
        queue=queue,
        description=data["turns"][0]["text"].strip(),
        submitter_email=data["customer"],
        assigned_to=agent,
        status=status,
        priority=data.get("priority", 3),
        resolution=replies[-1] if status in SOLVED else None,
    )


def follow_ups(ticket: Ticket, data: Mapping[str, Any], agent: Any, opened: datetime) -> Iterator[FollowUp]:  # noqa: ANN401
    """Yield the turns as upstream would have stored them; the first repeats the description."""
    first = FollowUp(
        ticket=ticket, date=opened, public=True, comment=ticket.description, title="Ticket Opened Via Web"
    )
    yield by_mail(first) if data.get("channel") == "email" else first
    at = opened
    for turn in data["turns"][1:]:
        at += timedelta(minutes=turn.get("after_minutes", 35))
        made = FollowUp(ticket=ticket, date=at, public=turn["by"] != "note", comment=turn["text"].strip())
        yield by_mail(made, turn) if turn["by"] == "customer" else by_agent(made, turn, agent)


def by_mail(made: FollowUp, turn: Mapping[str, Any] | None = None) -> FollowUp:
    """Mark a follow-up as a customer's mail, perhaps one that reopens the ticket."""
    made.title = f"E-Mail Received from {made.ticket.submitter_email}"
    made.message_id = f"<{made.ticket.id}.{made.date:%d%H%M}@mail.example>"
    if turn and turn.get("reopens"):
        made.title = f"Ticket Re-Opened by {made.title}"
        made.new_status = STATUS["reopened"]
    return made


def by_agent(made: FollowUp, turn: Mapping[str, Any], agent: Any) -> FollowUp:  # noqa: ANN401 (Django model)
    """Mark a follow-up as the agent's, perhaps one that resolves the ticket."""
    made.user = agent
    made.title = "Comment"
    made.new_status = STATUS.get(turn.get("status", ""))
    return made


def end(ticket: Ticket, turns: list[FollowUp]) -> None:
    """Let the last public reply be the one that resolved or closed the ticket."""
    last = next((turn for turn in reversed(turns) if turn.user and turn.public), None)
    if last and ticket.status in ENDED:
        last.new_status = ticket.status
        last.title = ticket.get_status_display()
