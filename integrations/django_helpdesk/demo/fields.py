"""The Empathy custom fields of the demo desk; staff only, so that a customer's page never shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpdesk.models import CustomField, TicketCustomFieldValue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helpdesk.models import Ticket

EMPATHY = ("1_needs_a_look", "2_mixed", "3_good", "4_strong", "9_not_scored")
IDEAS = (
    "acknowledge_first",
    "say_it_back",
    "own_words",
    "owner_and_time",
    "no_blame",
    "do_not_ask_again",
    "steps",
    "confirm_fix",
    "tone",
)
CONFIDENCE = ("high", "medium", "low")
FEELINGS = ("frustrated", "worried", "thankful", "none_expressed")
REVIEWS = ("agree", "disagree", "upheld", "changed")
LISTS = (
    ("empathy", "Empathy:", "empathy", EMPATHY),
    ("empathy_idea", "Empathy idea:", "empathy_idea", IDEAS),
    ("customer_feeling", "Customer feeling:", "customer_feeling", FEELINGS),
    ("empathy_confidence", "Empathy confidence:", "empathy_confidence", CONFIDENCE),
    ("empathy_review", "Empathy review:", "empathy_review", REVIEWS),
)
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
    for name, label, prefix, options in LISTS:
        values = "\n".join(f"{prefix}__{option}" for option in options)
        create(name, label, data_type="list", list_values=values, empty_selection_list=True)
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
