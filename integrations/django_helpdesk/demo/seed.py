"""Fills a new demo desk: tables, people, queues, fields, saved searches, tickets."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from helpdesk.models import FollowUp, PreSetReply, Queue, Ticket, UserSettings

from integrations.django_helpdesk.demo import fields, searches, story

if TYPE_CHECKING:
    from collections.abc import Mapping

STATUS = {"open": 1, "reopened": 2, "resolved": 3, "closed": 4, "duplicate": 5}
PRESET = (
    "Ticket received",
    "Thank you for contacting us. Your request is important to us and will be handled as soon as possible.",
)


def make_tables() -> None:
    """Create the tables and load upstream's mail texts."""
    call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)
    call_command("loaddata", "emailtemplate.json", verbosity=0)


@transaction.atomic
def fill() -> int:
    """Add everything; return the number of tickets."""
    people = add_people()
    queues = add_queues()
    fields.add()
    PreSetReply.objects.create(name=PRESET[0], body=PRESET[1])
    now = timezone.now()
    for data in story.tickets():
        add_ticket(data, people, queues, now)
    searches.add(people)
    return int(Ticket.objects.count())


def add_people() -> dict[str, Any]:
    """Add the lead, the agents and the service user."""
    users = get_user_model().objects
    lead = story.ADMIN
    found = {lead.username: users.create_superuser(lead.username, lead.email, lead.password)}
    for person in (*story.AGENTS, story.BOT):
        found[person.username] = users.create_user(person.username, person.email, person.password, is_staff=True)
    for person in (lead, *story.AGENTS, story.BOT):
        first, _, last = person.name.partition(" ")
        users.filter(username=person.username).update(first_name=first, last_name=last)
    UserSettings.objects.update(tickets_per_page=50)
    return found


def add_queues() -> dict[str, Queue]:
    """Add the customers' queue and the internal one."""
    support = Queue.objects.create(
        title="Customer support", slug="support", email_address="support@desk.example", allow_public_submission=True
    )
    internal = Queue.objects.create(title="Internal IT", slug="it", email_address="it@desk.example")
    return {"support": support, "it": internal}


def add_ticket(
    data: Mapping[str, Any], people: Mapping[str, Any], queues: Mapping[str, Queue], now: datetime
) -> None:
    """Add one ticket with its past; `bulk_create` keeps upstream's save from dating it today."""
    opened = now - timedelta(hours=data["hours_ago"])
    status = STATUS[data["status"]]
    agent = people.get(data.get("agent", ""))
    first, *turns = data["turns"]
    resolution = next((t["text"].strip() for t in reversed(turns) if t["by"] == "agent"), None)
    ticket = Ticket(
        title=data["title"],
        queue=queues[data.get("queue", "support")],
        description=first["text"].strip(),
        submitter_email=data["customer"],
        assigned_to=agent,
        created=opened,
        modified=opened,
        status=status,
        priority=data.get("priority", 3),
        resolution=resolution if status in (STATUS["resolved"], STATUS["closed"]) else None,
    )
    Ticket.objects.bulk_create([ticket])
    FollowUp.objects.bulk_create(list(follow_ups(ticket, data, people, opened)))


def follow_ups(ticket: Any, data: Mapping[str, Any], people: Mapping[str, Any], opened: datetime) -> list[FollowUp]:  # noqa: ANN401 - Django model
    """Return the ticket's turns as upstream would have stored them."""
    channel = data.get("channel", "web")
    found = [first_follow_up(ticket, opened, channel)]
    at = opened
    for turn in data["turns"][1:]:
        at += timedelta(minutes=turn.get("after_minutes", 35))
        found.append(follow_up(ticket, turn, people.get(turn.get("who", data.get("agent", ""))), at))
    last_reply = next((f for f in reversed(found) if f.user and f.public), None)
    if last_reply and ticket.status in (STATUS["resolved"], STATUS["closed"], STATUS["duplicate"]):
        last_reply.new_status = ticket.status
        last_reply.title = ticket.get_status_display()
    return found


def first_follow_up(ticket: Any, opened: datetime, channel: str) -> FollowUp:  # noqa: ANN401 - Django model
    """Repeat the description, as upstream does for every new ticket."""
    by_mail = channel == "email"
    return FollowUp(
        ticket=ticket,
        date=opened,
        public=True,
        title=f"E-Mail Received from {ticket.submitter_email}" if by_mail else "Ticket Opened Via Web",
        comment=ticket.description,
        message_id=f"<{ticket.id}.first@mail.example>" if by_mail else None,
    )


def follow_up(ticket: Any, turn: Mapping[str, Any], agent: Any, at: datetime) -> FollowUp:  # noqa: ANN401 - Django model
    """Return one later turn: a customer's, an agent's reply or an agent's private note."""
    by_customer = turn["by"] == "customer"
    reopens = by_customer and turn.get("reopens", False)
    return FollowUp(
        ticket=ticket,
        date=at,
        public=turn["by"] != "note",
        user=None if by_customer else agent,
        title="Ticket Re-Opened" if reopens else "Comment",
        comment=turn["text"].strip(),
        new_status=STATUS[turn["status"]] if "status" in turn else STATUS["reopened"] if reopens else None,
    )
