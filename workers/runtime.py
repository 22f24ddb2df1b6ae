"""What one worker process works with; made anew in each process, at its first use."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from config.accounts import Side
from config.accounts_file import load_accounts
from config.settings import load_settings
from integrations import registry
from workers.client import redis_client
from workers.ledger import Ledger
from workers.plan import plan
from workers.reconcile import Reconciler
from workers.repeats import NoRepeats, Repeats
from workers.review import Reviewer
from workers.throttle import RedisGate, Throttle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config.accounts import Account
    from config.settings import Settings
    from integrations.ports import Helpdesk


class Runtime:
    """Settings, accounts and one Redis client; a helpdesk per account, kept for its connections and tokens."""

    def __init__(self, settings: Settings, accounts: Mapping[str, Account]) -> None:
        self.settings = settings
        self.accounts = accounts
        self.client = redis_client(settings.redis_url)
        self.ledger = Ledger(self.client)
        self._throttle = Throttle(self.client)
        self._helpdesks: dict[str, Helpdesk] = {}
        self._repeats = {name: self._repeats_of(account) for name, account in accounts.items()}

    def reviewer(self, account: str) -> Reviewer:
        """Return who looks at this account's tickets; KeyError if accounts.toml does not name it."""
        return Reviewer(
            self.accounts[account],
            self._helpdesk(account),
            self.ledger,
            self._throttle,
            plan,
            self._repeats[account],
        )

    def reconciler(self, account: str) -> Reconciler:
        """Return who asks this account's helpdesk for missed tickets; KeyError likewise."""
        return Reconciler(self.accounts[account], self._helpdesk(account), self.ledger, self.client)

    def _repeats_of(self, account: Account) -> Repeats | NoRepeats:
        return Repeats(self.client, account.name, account.repeats_days) if account.repeats_days else NoRepeats()

    def _helpdesk(self, account: str) -> Helpdesk:
        if account not in self._helpdesks:
            gate = RedisGate(self.client, account)
            self._helpdesks[account] = registry.helpdesk(self.accounts[account], gate)
        return self._helpdesks[account]


@cache
def runtime() -> Runtime:
    """Return this process's runtime; raises ConfigError at the first call."""
    settings = load_settings(os.environ)
    accounts = load_accounts(settings.accounts_file, os.environ, Side.WORKER, registry.SPECS)
    return Runtime(settings, accounts)
