"""Accepts deliveries within a webhook's patience: all of them remembered, or LedgerAway in under two seconds."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

import redis

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from integrations.model import Delivery
    from workers.job import Accepted
    from workers.ledger import Ledger

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 0.4
"""No accept begins later than this: one that Redis leaves unanswered may take 1.5 s (`workers.client`)."""
REST_SECONDS = 1.0
"""After a failure Redis is left alone for so long: webhooks must not queue up behind others that wait for it."""


class LedgerAway(Exception):
    """Not every ticket could be remembered. Those that were are known when the helpdesk tries again."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Intake:
    """Accepts for all threads of a process. `clock` (seconds) is for tests."""

    def __init__(self, ledger: Ledger, clock: Callable[[], float] = time.monotonic) -> None:
        self._ledger = ledger
        self._clock = clock
        self._rests_until = clock()

    def accept(self, deliveries: Sequence[Delivery], settle_seconds: float) -> list[Accepted]:
        """Return what became of each delivery; raise LedgerAway."""
        began = self._clock()
        if began < self._rests_until:
            raise LedgerAway("redis_rests")
        try:
            return [self._accept_one(delivery, settle_seconds, began) for delivery in deliveries]
        except redis.RedisError:
            self._rests_until = self._clock() + REST_SECONDS
            raise LedgerAway("redis") from None
        except LedgerAway:
            raise
        except Exception:
            log.exception("a webhook could not be accepted")
            raise LedgerAway("our_mistake") from None

    def _accept_one(self, delivery: Delivery, settle_seconds: float, began: float) -> Accepted:
        if self._clock() - began > PATIENCE_SECONDS:
            raise LedgerAway("redis_slow")
        return self._ledger.accept(delivery.ticket, settle_seconds=settle_seconds, delivery_id=delivery.delivery_id)
