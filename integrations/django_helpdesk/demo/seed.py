"""Fills a new demo desk: tables, people, queues, fields, saved searches, tickets."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from helpdesk.models import PreSetReply, Queue, Ticket, UserSettings

from integrations.django_helpdesk.demo import fields, past, searches, story

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
        past.add(data, people, queues, now)
    fields.blank(Ticket.objects.all())
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
