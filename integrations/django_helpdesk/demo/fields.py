"""The Empathy custom fields of the demo desk; staff only, so that a customer's page never shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpdesk.models import CustomField, TicketCustomFieldValue

from integrations.django_helpdesk.demo import story
from integrations.options import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helpdesk.models import Ticket

LISTS = {
    "empathy": "Empathy:",
    "idea": "Empathy idea:",
    "feeling": "Customer feeling:",
    "confidence": "Empathy confidence:",
    "review": "Empathy review:",
}
FOR_A_LEAD = {"review": ("empathy_review__upheld", "empathy_review__changed")}
# Text and not integer for the score: the API can take a value back from neither, but text can say "-".
TEXTS = (
    ("empathy_shown", "Empathy shown:", 500),
    ("empathy_score", "Empathy score:", 3),
    ("empathy_version", "Empathy version:", 100),
    ("tags", "Tags:", 1000),
)
ORDER = (
    "empathy",
    "empathy_idea",
    "empathy_shown",
    "customer_feeling",
    "empathy_review",
    "empathy_confidence",
    "empathy_score",
    "tags",
    "empathy_version",
)
HELP = {
    "empathy_review": "Do you see it as the Empathy note does? Your word counts; nothing overwrites it.",
    "tags": "Separated by commas. Heard adds its own and leaves yours alone.",
}


def add() -> None:
    """Create the fields, in the order in which a ticket page lists them."""
    for ours, label in LISTS.items():
        values = "\n".join(OPTIONS[ours] + FOR_A_LEAD.get(ours, ()))
        create(story.FIELDS[ours], label, data_type="list", list_values=values, empty_selection_list=True)
    for name, label, max_length in TEXTS:
        create(name, label, data_type="varchar", max_length=max_length)


def create(name: str, label: str, **rest: object) -> None:
    """Create one field that only staff see."""
    CustomField.objects.create(
        name=name, label=label, help_text=HELP.get(name, ""), staff_only=True, ordering=ORDER.index(name) + 1, **rest
    )


def blank(tickets: Iterable[Ticket]) -> None:
    """Give every ticket the fields, empty: they show in order, and an agent's first save lists no changes of them."""
    custom = list(CustomField.objects.all())
    TicketCustomFieldValue.objects.bulk_create(
        TicketCustomFieldValue(ticket=ticket, field=field, value="") for ticket in tickets for field in custom
    )
