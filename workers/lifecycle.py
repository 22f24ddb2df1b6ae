"""What happens when a worker starts, forks and stops."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from functools import cache
from threading import Timer
from typing import TYPE_CHECKING

from billiard import active_children
from celery.signals import task_received

from config import log
from config.errors import exit_on_problems
from workers.client import QUEUE_KEY
from workers.empathy.model import Conversation, Message
from workers.empathy.score import assess
from workers.ringer import Ringer
from workers.runtime import runtime
from workers.scripts import read_all
from workers.tasks import reconcile, review
from workers.watchdog import Watchdog, begin_anew

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from integrations.model import TicketRef

STOP_SIGNALS = (signal.SIGTERM, signal.SIGQUIT, signal.SIGINT)
LONGEST_STOP = 20.0
"""Seconds that stopping may take: Celery's own five, and time to part from Redis."""


def set_up_logging(**_: object) -> None:
    """Log as config.log says; that Celery has a receiver here keeps it from setting up its own."""
    log.set_up(runtime().settings.log_level)


def prepare(**_: object) -> None:
    """Before the pool forks: fail on a wrong configuration, and load scorer and scripts once for all children."""
    with exit_on_problems():
        runtime()
    read_all()
    _warm_up()


def begin_child(**_: object) -> None:
    """Make connections of its own in the new child, none of its parent's."""
    runtime.cache_clear()
    _warm_up()  # costs something only where children are spawned, not forked (macOS)


def _warm_up() -> None:
    """Load the scorer before the first ticket waits for it."""
    assess(Conversation(id=None, messages=(Message(id="1", role="agent", body="Thank you for waiting."),)))


def begin(**_: object) -> None:
    """Start the threads that ring and watch, in the parent, once the worker consumes; and hear of a stop."""
    ringer().start()
    task_received.connect(watchdog().feed)
    watchdog().start()
    heed_stops(_before_stopping)


def _before_stopping() -> None:
    ringer().stop()  # what is overdue is for another worker, or for the next start
    watchdog().stop()
    end_for_certain()


def heed_stops(first: Callable[[], object]) -> None:
    """Do this before Celery does anything about a signal to stop.

    Celery sends worker_shutting_down only after its handler has stopped the pool (celery/apps/worker.py, 5.7.0), and
    that is where it may wait for ever.
    """
    parent = os.getpid()

    def heed(number: signal.Signals) -> None:
        celerys = signal.getsignal(number)

        def stop(told: int, frame: FrameType | None) -> None:
            if os.getpid() == parent:  # a child inherits what it does not set itself
                first()
            if callable(celerys):
                celerys(told, frame)

        signal.signal(number, stop)

    for number in STOP_SIGNALS:
        heed(number)


def end_for_certain(seconds: float = LONGEST_STOP) -> None:
    """End this process and its children in the end, whatever Celery still waits for.

    A child that is stopped while it writes to its parent leaves half a message in the pipe; Celery's pool, on its way
    out, reads on for the other half for ever (AsynPool._flush_outqueue, celery 5.7.0). The ledger has the job.
    """
    timer = Timer(seconds, _end)
    timer.daemon = True  # a stop that works is not held up
    timer.start()


def _end() -> None:
    for child in active_children():
        with suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGKILL)
    os._exit(os.EX_SOFTWARE)


@cache
def watchdog() -> Watchdog:
    """Return this process's watchdog."""
    return Watchdog(runtime().client, QUEUE_KEY, begin_anew)


@cache
def ringer() -> Ringer:
    """Return this process's ringer."""

    def ring(ref: TicketRef) -> None:
        review.apply_async((ref.account, ref.ticket_id), retry=False)

    def start_reconcile(account: str) -> None:
        reconcile.apply_async((account,), retry=False)

    works = runtime()
    return Ringer(
        ledger=works.ledger,
        client=works.client,
        queue_key=QUEUE_KEY,
        ring=ring,
        reconcile=start_reconcile,
        accounts=tuple(works.accounts),
        reconcile_seconds=works.settings.reconcile_seconds,
    )
