"""A Retry-After gate in memory (`integrations.ports.Gate`)."""

from __future__ import annotations

from dataclasses import dataclass, field

from integrations.errors import RateLimited


@dataclass
class Gate:
    """Keeps the seconds of every time that it was shut; stays shut from the first on."""

    shuts: list[float] = field(default_factory=list)

    def check(self) -> None:
        if self.shuts:
            raise RateLimited("shut", retry_after=self.shuts[-1])

    def shut(self, seconds: float) -> None:
        self.shuts.append(seconds)
