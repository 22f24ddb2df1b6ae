"""Stand-ins for what the worker gives an adapter."""

from __future__ import annotations

from integrations.errors import RateLimited


class Gate:
    """Remembers for how long it was shut; opens when told to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def check(self) -> None:
        if self.seconds:
            raise RateLimited("shut", retry_after=self.seconds)

    def shut(self, seconds: float) -> None:
        self.seconds = seconds
