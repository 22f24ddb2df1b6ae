"""Rings: hands the keys of due jobs to Celery. One thread in each worker's parent process; any one of them is enough.

It waits on the doorbell for what became due at once; once a second one of these threads, whoever comes first, sweeps
up what is overdue. Celery's queue is kept short: what waits, waits in the ledger, where accounts take turns.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import TYPE_CHECKING

from workers.client import PREFIX

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import redis

    from integrations.model import TicketRef
    from workers.ledger import Ledger

log = logging.getLogger(__name__)

BELL_SECONDS = 1.0
SWEEP_SECONDS = 0.9
QUEUE_AHEAD = 200
PAUSE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Ringer:
    """`ring` and `reconcile` hand work to Celery; both may fail, and then the next sweep tries again."""

    ledger: Ledger
    client: redis.Redis
    queue_key: str
    ring: Callable[[TicketRef], object]
    reconcile: Callable[[str], object]
    accounts: Sequence[str]
    reconcile_seconds: float
    stopped: Event = field(default_factory=Event)

    def start(self) -> None:
        """Ring until `stop()`, in a thread that does not keep the process alive."""
        Thread(target=self.run, name="ringer", daemon=True).start()

    def stop(self) -> None:
        """End after the turn under way."""
        self.stopped.set()

    def run(self) -> None:
        """Take turns for ever; trouble is said once and outlived."""
        well = True
        while not self.stopped.is_set():
            try:
                self.turn()
            except Exception as error:  # noqa: BLE001 (a thread that dies would stop the flow without a word)
                if well:
                    log.warning("ringing is interrupted", extra={"error": type(error).__name__})
                well = False
                self.stopped.wait(PAUSE_SECONDS)
            else:
                if not well:
                    log.info("ringing again")
                well = True

    def turn(self) -> None:
        """Wait for the bell; then sweep and start reconcile passes, where no other worker just did."""
        heard = self.ledger.bell(BELL_SECONDS)
        if heard and self._room():
            self.ring(heard)
        if self._my_turn("sweep", SWEEP_SECONDS):
            self.sweep()

    def sweep(self) -> None:
        """Ring what is overdue, as far as Celery's queue has room, and start the reconcile passes that are due."""
        for ref in self.ledger.overdue(self._room()):
            self.ring(ref)
        for account in self.accounts:
            if self._my_turn(f"reconcile:{account}", self.reconcile_seconds):
                self.reconcile(account)

    def _room(self) -> int:
        return max(0, QUEUE_AHEAD - self.client.llen(self.queue_key))

    def _my_turn(self, name: str, seconds: float) -> bool:
        """Take this turn unless somebody had it within that time; another interval is another turn, due at once."""
        return bool(self.client.set(f"{PREFIX}turn:{name}:{seconds:g}", "1", nx=True, px=round(seconds * 1000)))
