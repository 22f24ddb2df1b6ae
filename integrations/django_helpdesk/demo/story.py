"""Who and what the demo desk holds, for the seed and for whoever prints the way in. Needs no Django."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TICKETS = Path(__file__).parent / "tickets"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who can log in."""

    username: str
    password: str
    name: str
    role: str

    @property
    def email(self) -> str:
        return f"{self.username}@desk.example"


ADMIN = Person("lead", "lead-demo", "Robin Quill", "team lead and administrator")
AGENTS = (
    Person("maya", "maya-demo", "Maya Fenn", "agent, warm"),
    Person("tom", "tom-demo", "Tom Adder", "agent, in a hurry"),
    Person("ines", "ines-demo", "Ines Marlow", "agent, by the book"),
)
BOT = Person("heard-bot", "heard-bot-demo", "Heard", "the service user of Heard")

FIELDS = {
    "empathy": "empathy",
    "shown": "empathy_shown",
    "idea": "empathy_idea",
    "confidence": "empathy_confidence",
    "feeling": "customer_feeling",
    "review": "empathy_review",
    "score": "empathy_score",
    "version": "empathy_version",
    "tags": "tags",
}
"""Our field names and the demo desk's custom fields: the `fields` of its account."""

TICKET_TO_TRY = 1
"""The first ticket of the seed is open, with a question that waits for `suggested_reply()`."""

TICKET_TO_SHOW = 10
"""Open as well, until the demo's script lets its agent resolve it with `suggested_reply(TICKET_TO_SHOW)`."""


def tickets() -> list[dict[str, Any]]:
    """Return the tickets of the data files, the one to try first."""
    found: list[dict[str, Any]] = []
    for path in sorted(TICKETS.glob("*.toml")):
        found += tomllib.loads(path.read_text(encoding="utf-8"))["ticket"]
    return found


def suggested_reply(ticket: int = TICKET_TO_TRY) -> str:
    """Return a reply that solves the ticket to try, or the one to show."""
    return str(tickets()[ticket - 1]["suggested_reply"]).strip()
