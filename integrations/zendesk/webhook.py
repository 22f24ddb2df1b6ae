"""The receiving side: signed webhooks of both kinds, an event's or a trigger's, down to the id of a solved ticket."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from integrations import signing
from integrations.errors import InvalidSignature, Malformed
from integrations.model import Delivery, TicketRef
from integrations.tame import webhook_body

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from config.accounts import Account
    from config.secret import Secret
    from integrations.model import Inbound
    from integrations.tame import Wild

HEADER = "x-zendesk-webhook-"
EVENT = "zen:event-type:"
STATUS_CHANGED = f"{EVENT}ticket.status_changed"
TEST_SECRET = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ=="  # noqa: S105 (public: signs "Test webhook" before creation)
_ID = re.compile(r"[0-9]{1,20}")
_DELIVERY_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")


def source(account: Account) -> Source:
    """Return the receiving side of the account."""
    return Source(account.name, account.options)


class Source:
    """One account's webhooks."""

    def __init__(self, account: str, options: Mapping[str, str]) -> None:
        self._account = account
        self._account_id = options.get("account_id")
        self._own_user = options.get("service_user_id")

    def verify(self, request: Inbound, secrets: Sequence[Secret], now: datetime) -> None:
        """Check signature, time and account; whoever knows only the public test secret is refused."""
        stamp = request.headers.get(f"{HEADER}signature-timestamp", "")
        signature = request.headers.get(f"{HEADER}signature", "")
        private = [secret for secret in secrets if secret.reveal() != TEST_SECRET]
        signing.must_match(stamp.encode("utf-8", "replace") + request.body, signature, private)
        signing.must_be_recent(stamp, now)
        if self._account_id and request.headers.get("x-zendesk-account-id") != self._account_id:
            raise InvalidSignature("account")

    def parse(self, request: Inbound) -> Sequence[Delivery]:
        """Return the ticket that was solved; a trigger's body names it, of events only one says that."""
        body = webhook_body(request.body)
        kind = body["type"].value
        if isinstance(kind, str) and kind.startswith(EVENT):
            return self._event(body) if kind == STATUS_CHANGED else ()
        if self._is_own(body["actor_id"]):
            return ()
        return (self._delivery(body["ticket_id"], request.headers.get(f"{HEADER}invocation-id")),)

    def _event(self, body: Wild) -> Sequence[Delivery]:
        delivery = self._delivery(body["detail"]["id"], body["id"].value)
        event = body["event"]
        change = (event["previous"].text().upper(), event["current"].text().upper())
        return (delivery,) if _is_solving(*change) and not self._is_own(body["detail"]["actor_id"]) else ()

    def _delivery(self, ticket: Wild, delivery_id: object) -> Delivery:
        known = isinstance(delivery_id, str) and _DELIVERY_ID.fullmatch(delivery_id)
        return Delivery(TicketRef(self._account, _ticket_id(ticket)), f"zd-{delivery_id}" if known else None)

    def _is_own(self, actor: Wild) -> bool:
        return self._own_user is not None and str(actor.value) == self._own_user


def _is_solving(previous: str, current: str) -> bool:
    """Say whether a ticket was solved, or closed without being solved first; the nightly closing is no news."""
    return current == "SOLVED" or (current == "CLOSED" and previous != "SOLVED")


def _ticket_id(found: Wild) -> str:
    """Return an id, which may come as a number or as a text; without leading zeros, so that it has one form."""
    value = found.value
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not _ID.fullmatch(text) or not int(text):
        raise Malformed(f"{found.path}: expected a ticket id of 1 to 20 digits")
    return str(int(text))
