"""Payloads recorded from a real django-helpdesk 2.6.1, and the account that they belong to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from config.accounts import Account
from integrations.django_helpdesk import shape
from integrations.tame import Wild
from tests.machine import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config.secret import Secret

FIXTURES = ROOT / "tests" / "fixtures" / "django_helpdesk"
FIELDS = {
    "empathy": "empathy",
    "shown": "empathy_shown",
    "idea": "empathy_idea",
    "review": "empathy_review",
    "score": "empathy_score",
    "version": "empathy_version",
    "tags": "tags",
}


def recorded(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    return found


def ticket(name: str = "ticket_resolved", **changes: object) -> shape.RawTicket:
    return shape.ticket(Wild(recorded(name) | changes, "ticket"))


def account(secrets: Mapping[str, Secret] | None = None, **options: str) -> Account:
    given = secrets or {}
    return Account("acme", "django_helpdesk", "https://desk.example", fields=FIELDS, options=options, secrets=given)
