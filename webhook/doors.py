"""One door for each account: who proves and reads its webhooks. And one that nothing passes, for every other name.

What goes wrong here never looks like an outage: a payload that trips us is not proven, or it is malformed.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from secrets import token_hex
from typing import TYPE_CHECKING

from config.secret import Secret
from integrations import registry
from integrations.errors import InvalidSignature, Malformed
from workers.job import key_parts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from config.accounts import Account
    from integrations.model import Delivery, Inbound
    from integrations.ports import WebhookSource

log = logging.getLogger(__name__)

NOBODY = "unknown"
MOST_TICKETS = 100
_REASON = re.compile(r"[a-z_]{1,32}")


class OurMistake(Malformed):
    """A proven webhook that our own code stumbled over."""


@dataclass(frozen=True, slots=True)
class Door:
    """One account's webhooks. Behind the door of an account that does not exist nothing is ever proven."""

    account: Account
    source: WebhookSource
    exists: bool = True

    @property
    def label(self) -> str:
        """The account's name for logs and counters; "" if there is no such account."""
        return self.account.name if self.exists else ""

    def verify(self, request: Inbound) -> None:
        """Raise InvalidSignature, its reason one plain word, unless the account's helpdesk sent this."""
        try:
            self.source.verify(request, self.account.signing_secrets, datetime.now(UTC))
        except InvalidSignature as error:
            raise InvalidSignature(error.reason if _REASON.fullmatch(error.reason) else "other") from None
        except Exception:
            log.exception("a webhook could not be verified", extra={"account": self.label})
            raise InvalidSignature("our_mistake") from None
        if not self.exists:
            raise InvalidSignature("no_such_account")

    def parse(self, request: Inbound) -> Sequence[Delivery]:
        """Return the tickets that a proven webhook speaks of; raise Malformed."""
        try:
            found = self.source.parse(request)
            self._must_be_ours(found)
        except Malformed:
            raise
        except Exception:
            log.exception("a webhook could not be parsed", extra={"account": self.label})
            raise OurMistake("the body could not be read") from None
        if len(found) > MOST_TICKETS:
            raise Malformed(f"body: expected at most {MOST_TICKETS} tickets at once, got {len(found)}")
        return found

    def _must_be_ours(self, found: Sequence[Delivery]) -> None:
        """Raise ValueError unless the ledger can take them, and they are this account's."""
        for delivery in found:
            account, _ = key_parts(delivery.ticket)
            if account != self.account.name:
                raise ValueError("a ticket of another account")


@dataclass(frozen=True, slots=True)
class Doors:
    """The doors of all accounts, and `nobody`'s."""

    known: Mapping[str, Door]
    nobody: Door

    @classmethod
    def of(cls, accounts: Mapping[str, Account]) -> Doors:
        """Make the doors of at least one account. Nobody has as many secrets as the first, but no one knows them."""
        first = next(iter(accounts.values()))
        unknowable = tuple(Secret(token_hex(32)) for _ in first.signing_secrets)
        stranger = replace(first, name=NOBODY, signing_secrets=unknowable)
        return cls(
            known={name: Door(account, registry.webhook_source(account)) for name, account in accounts.items()},
            nobody=Door(stranger, registry.webhook_source(stranger), exists=False),
        )

    def find(self, name: str) -> Door:
        """Return the account's door, or nobody's."""
        return self.known.get(name, self.nobody)
