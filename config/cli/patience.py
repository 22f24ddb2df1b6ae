"""A command that a person watches waits when the helpdesk says so, and says it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from integrations.failures import bounded

if TYPE_CHECKING:
    from collections.abc import Callable


class PatientGate:
    """A gate of this process only (`integrations.ports.Gate`): who comes to it shut waits before it."""

    def __init__(self, tell: Callable[[float], None], sleep: Callable[[float], None] = time.sleep) -> None:
        self._tell = tell
        self._sleep = sleep
        self._until = 0.0

    def check(self) -> None:
        """Wait as long as we were told to."""
        left = self._until - time.monotonic()
        if left > 0:
            self._tell(left)
            self._sleep(left)
        self._until = 0.0

    def shut(self, seconds: float) -> None:
        """Make the next call wait (clamped to 1..900 seconds)."""
        self._until = max(self._until, time.monotonic() + bounded(seconds))
