"""Ask the helpdesk which tickets were solved of late: what no webhook told us of, and what Redis forgot.

A ticket is accepted once for each state of it that no look has seen: solved again after a check, it is another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

from workers.client import PREFIX
from workers.job import Accepted, state_id
from workers.settle import UNAUTHORIZED

if TYPE_CHECKING:
    import redis

    from config.accounts import Account
    from integrations.ports import Helpdesk
    from workers.ledger import Ledger

FIRST_LOOK_BACK = timedelta(hours=24)
OVERLAP = timedelta(minutes=30)
"""Covers a clock that differs from the helpdesk's, and search indexes that lag."""


@dataclass(frozen=True, slots=True)
class Reconciler:
    """Reconciles one account."""

    account: Account
    helpdesk: Helpdesk
    ledger: Ledger
    client: redis.Redis
    prefix: str = PREFIX

    def run(self) -> int | None:
        """Accept what was missed; return how many, None where the account stays paused. Raises HelpdeskError."""
        if not self._may_run():
            return None
        began = datetime.fromtimestamp(self.ledger.now(), UTC)
        found = [
            self.ledger.accept(one.ref, settle_seconds=0, delivery_id=state_id(one.updated_at), why="reconcile")
            for one in self.helpdesk.recently_solved(self._since(began))
        ]
        self.client.set(self._last, began.isoformat())
        return sum(one is not Accepted.KNOWN for one in found)

    def _may_run(self) -> bool:
        """Say whether the account is at work; a pause for refused credentials ends when they work again."""
        reason = self.ledger.paused().get(self.account.name)
        if reason == UNAUTHORIZED and not any(problem.fatal for problem in self.helpdesk.check()):
            self.ledger.resume(self.account.name)
            return True
        return reason is None

    def _since(self, now: datetime) -> datetime:
        last = cast("str | None", self.client.get(self._last))
        return (datetime.fromisoformat(last) if last else now - FIRST_LOOK_BACK) - OVERLAP

    @property
    def _last(self) -> str:
        return f"{self.prefix}reconciled:{self.account.name}"
