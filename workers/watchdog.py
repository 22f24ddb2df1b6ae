"""Notices a worker that is connected and takes no messages, and lets it begin anew. One thread in its parent.

Celery on Redis is known to get there after trouble with its connections. The process looks well to whoever watches
it, so nobody else would end it; and with one worker everything would stand still.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import TYPE_CHECKING

import redis
from billiard import active_children

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)

TURN_SECONDS = 5.0
PATIENCE_SECONDS = 120.0
"""Longer than all children together can be busy without taking a message: no task runs for more than 110 s."""


@dataclass
class Watchdog:
    """`bark` is what happens when the queue has had messages for that long and this worker has taken none."""

    client: redis.Redis
    queue_key: str
    bark: Callable[[], object]
    patience: float = PATIENCE_SECONDS
    stopped: Event = field(default_factory=Event)
    _fed: bool = False
    _hungry: float = 0.0

    def start(self) -> None:
        """Watch until `stop()`, in a thread that does not keep the process alive."""
        Thread(target=self.run, name="watchdog", daemon=True).start()

    def stop(self) -> None:
        """End after the turn under way."""
        self.stopped.set()

    def feed(self, **_: object) -> None:
        """Note that the worker has taken a message (Celery's signal `task_received`)."""
        self._fed = True

    def run(self) -> None:
        """Take turns for ever."""
        while not self.stopped.wait(TURN_SECONDS):
            self.turn()

    def turn(self) -> None:
        """Count turns, not the clock: a process that was paused as a whole has missed nothing."""
        fed, self._fed = self._fed, False
        self._hungry = 0.0 if fed or not self._food() else self._hungry + TURN_SECONDS
        if self._hungry >= self.patience:
            self._hungry = 0.0
            log.error("no message was taken although there are some: the worker begins anew")
            self.bark()

    def _food(self) -> bool:
        """Say whether messages wait; where Redis is away, nobody can take any."""
        try:
            return bool(self.client.llen(self.queue_key))
        except redis.RedisError:
            return False


def begin_anew() -> None:
    """Put a new worker into this process's place, as it was started; its children end first. Ends it if that fails.

    What they had in hand comes back when its lease runs out. In place, so that no host has to restart anything.
    """
    for child in active_children():
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(child.pid, signal.SIGKILL)
            os.waitpid(child.pid, 0)
    with suppress(OSError):
        os.execv(sys.orig_argv[0], sys.orig_argv)  # noqa: S606 (the command line that started us)
    os._exit(os.EX_SOFTWARE)
