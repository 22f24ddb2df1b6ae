"""Payloads in the shapes that Zendesk documents, and the account that they belong to."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from config.accounts import Account
from config.secret import Secret
from integrations.tame import Wild
from integrations.zendesk import shape
from integrations.zendesk.client import LIMITS, Client
from tests.gate import Gate
from tests.machine import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

FIXTURES = ROOT / "tests" / "fixtures" / "zendesk"
URL = "https://acme.zendesk.com"
API = f"{URL}/api/v2"
KEY = "heard-0123456789ab"
OWN_USER, MAYA, TOM, CLEO = 900001, 200001, 200002, 500001
FIELDS = {
    "empathy": "360001",
    "shown": "360002",
    "idea": "360003",
    "review": "360004",
    "version": "360005",
    "confidence": "360006",
    "score": "360007",
    "feeling": "360008",
}
LEAN = {name: FIELDS[name] for name in ("empathy", "shown", "idea", "review")}
OPTIONS = {"email": "heard@acme.example", "service_user_id": str(OWN_USER)}


def recorded(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    return found


def account(
    fields: Mapping[str, str] = FIELDS,
    options: Mapping[str, str] = OPTIONS,
    secrets: Mapping[str, Secret] | None = None,
) -> Account:
    given = {"api_token": Secret("t0ken")} if secrets is None else secrets
    return Account("acme", "zendesk", URL, fields=fields, options=options, secrets=given)


def client(gate: Gate | None = None, of: Account | None = None) -> Client:
    return Client(of or account(), gate or Gate(), replace(LIMITS, pause=0))


def ticket_body(
    name: str = "ticket_solved", /, *, set_to: Mapping[int, object] | None = None, **changes: object
) -> dict[str, Any]:
    """Return the body of a ticket's answer, changed; `set_to` gives values to custom fields."""
    body = recorded(name)
    fields = [one | {"value": (set_to or {}).get(one["id"], one["value"])} for one in body["ticket"]["custom_fields"]]
    body["ticket"] |= {"custom_fields": fields} | changes
    return body


def raw_ticket(name: str = "ticket_solved", /, **changes: Any) -> shape.RawTicket:  # noqa: ANN401
    return shape.ticket(Wild(ticket_body(name, **changes)["ticket"], "ticket"))


def comment(number: int, author: int, body: str = "text", /, **changes: object) -> dict[str, Any]:
    """Return a public comment; the number is its id and its minute."""
    base: dict[str, Any] = recorded("comments")["comments"][2]
    at = f"2026-11-20T09:{number:02d}:00Z"
    return base | {"id": number, "author_id": author, "body": body, "plain_body": body, "created_at": at} | changes


def comments(*found: dict[str, Any], users: Mapping[int, Mapping[str, object]] | None = None) -> shape.Comments:
    """Return a page of comments; `users` changes some of the recorded users, or adds some."""
    known = {one["id"]: one for one in recorded("comments")["users"]}
    for user_id, changes in (users or {}).items():
        known[user_id] = known.get(user_id, {"id": user_id, "role": "agent"}) | changes
    return shape.comments(Wild({"comments": list(found), "users": list(known.values())}, "body"))
