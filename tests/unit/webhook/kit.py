"""Accounts, settings and requests for the receiver's tests."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from config.accounts import Account
from config.secret import Secret
from config.settings import load_settings
from integrations.errors import InvalidSignature, Malformed
from integrations.model import Delivery, TicketRef

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from config.settings import Settings
    from integrations.model import Inbound

KEY = "a-key-that-nobody-guesses"
OLD_KEY = "an-older-key-that-is-good-still"
CANARY = "Maria Canary"
ADDRESS = f"/webhooks/desk?key={KEY}"
ACCOUNTS = """
[accounts.desk]
helpdesk = "django_helpdesk"
url = "http://127.0.0.1:8000"
token = "DESK_TOKEN"
signing_secrets = ["DESK_KEY"]

[accounts.desk.fields]
empathy = "empathy"
version = "version"
"""
"""The same account as the file says it; its key is the value of DESK_KEY."""


def account(name: str = "desk", **changes: object) -> Account:
    plain = {
        "name": name,
        "helpdesk": "django_helpdesk",
        "url": "http://127.0.0.1:8000",
        "signing_secrets": (Secret(KEY), Secret(OLD_KEY)),
    }
    return Account(**{**plain, **changes})


def settings(redis_url: str, **environ: str) -> Settings:
    return load_settings({"REDIS_URL": redis_url, **environ})


def solved(ticket: int = 4711, follow_up: int = 1, status: int = 3) -> bytes:
    """The webhook that django-helpdesk sends when a follow-up resolves a ticket, as short as it may be."""
    follow_ups = [{"id": follow_up, "new_status": status, "comment": CANARY}]
    body = {"followup_id": follow_up, "ticket": {"id": ticket, "title": CANARY, "followup_set": follow_ups}}
    return json.dumps(body).encode()


class ArraySource:
    """A helpdesk that posts arrays of ticket ids; keeps what it was asked, and fails when told to."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.asked: list[tuple[Inbound, Sequence[Secret]]] = []
        self.trouble: Mapping[str, Exception] = {}

    def verify(self, request: Inbound, secrets: Sequence[Secret], now: datetime) -> None:
        self.asked.append((request, secrets))
        if "verify" in self.trouble:
            raise self.trouble["verify"]
        if request.query.get("key") not in [secret.reveal() for secret in secrets]:
            raise InvalidSignature("key")

    def parse(self, request: Inbound) -> Sequence[Delivery]:
        if "parse" in self.trouble:
            raise self.trouble["parse"]
        try:
            ids = json.loads(request.body)
        except ValueError:
            raise Malformed("body: expected JSON") from None
        return [Delivery(TicketRef(self.name, str(one)), f"delivery-{one}") for one in ids]
