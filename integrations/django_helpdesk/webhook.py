"""The receiving side: a key in the address instead of a signature, and the one follow-up that closes a ticket."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from integrations.errors import InvalidSignature
from integrations.model import Delivery, TicketRef
from integrations.tame import webhook_body

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from config.accounts import Account
    from config.secret import Secret
    from integrations.model import Inbound

CLOSING = (3, 4)
"""New statuses that solve a ticket: resolved, closed."""


def source(account: Account) -> Source:
    """Return the receiving side of the account."""
    return Source(account.name)


class Source:
    """One account's webhooks."""

    def __init__(self, account: str) -> None:
        self._account = account

    def verify(self, request: Inbound, secrets: Sequence[Secret], now: datetime) -> None:  # noqa: ARG002 (nothing is dated)
        """Compare the key in the address; upstream signs nothing and dates nothing."""
        given = request.query.get("key", "").encode()
        matches = [hmac.compare_digest(given, secret.reveal().encode()) for secret in secrets]
        if not given or not any(matches):
            raise InvalidSignature("key")

    def parse(self, request: Inbound) -> Sequence[Delivery]:
        """Return the ticket if the announced follow-up closed it; our own follow-ups close nothing."""
        body = webhook_body(request.body)
        if body["followup_id"].absent:
            return ()
        announced = body["followup_id"].number()
        ref = TicketRef(self._account, str(body["ticket"]["id"].number()))
        for follow_up in body["ticket"]["followup_set"].each():
            if follow_up["id"].value == announced and follow_up["new_status"].value in CLOSING:
                return (Delivery(ref, f"djhd-{announced}"),)
        return ()
