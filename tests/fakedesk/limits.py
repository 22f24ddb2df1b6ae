"""Rate limits: counts in fixed windows, the headers that tell of them, and who did not wait when told to."""

from __future__ import annotations

import math
import re
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.fakedesk.errors import ApiError, too_many_requests

if TYPE_CHECKING:
    from tests.fakedesk.model import Clock
    from tests.fakedesk.options import Options

TICKET_UPDATE = re.compile(r"PUT /api/v2/tickets/(\d+)(\.json)?$")
TEN_MINUTES = 600.0
MINUTE = 60.0


@dataclass(slots=True)
class Window:
    """So many requests in so many seconds, from the first one on."""

    most: int
    seconds: float
    began: float = -math.inf
    used: int = 0

    def left(self, now: float) -> int:
        return self.most if now >= self.began + self.seconds else max(0, self.most - self.used)

    def resets(self, now: float) -> int:
        return max(1, math.ceil(self.began + self.seconds - now))

    def take(self, now: float) -> bool:
        """Count one request; False when there is no place left."""
        if now >= self.began + self.seconds:
            self.began, self.used = now, 0
        self.used += 1
        return self.used <= self.most


@dataclass(slots=True)
class Limits:
    """The windows of one account."""

    options: Options
    clock: Clock
    windows: dict[str, Window] = field(default_factory=dict)
    shut: dict[str, tuple[float, float]] = field(default_factory=dict)
    """Bucket -> (told when, until when)."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def admit(self, method: str, path: str, user_id: int) -> dict[str, str]:
        """Count a request in every bucket it falls into; return the headers, or raise 429."""
        with self.lock:
            now = self.clock.seconds()
            buckets = self._buckets(method, path, user_id)
            full = [name for name in buckets if not self._window(name).take(now)]
            headers = self._headers(buckets, now)
            if full:
                seconds = max(self._window(name).resets(now) for name in full)
                self._shut(full, now, seconds)
                error = too_many_requests(seconds)
                raise ApiError(error.status, error.body, headers | error.headers)
            return headers

    def shut_account(self, seconds: int) -> None:
        """Note that the whole account was told to wait (a fault on command)."""
        with self.lock:
            self._shut(["account"], self.clock.seconds(), seconds)

    def violated(self, method: str, path: str, user_id: int) -> bool:
        """Say whether this request should have waited."""
        with self.lock:
            now = self.clock.seconds()
            told = [self.shut.get(name, (0.0, 0.0)) for name in self._buckets(method, path, user_id)]
            return any(when + self.options.grace_seconds < now < until for when, until in told)

    def _shut(self, names: list[str], now: float, seconds: int) -> None:
        for name in names:
            self.shut[name] = (now, now + seconds)

    def _buckets(self, method: str, path: str, user_id: int) -> list[str]:
        names = ["account"]
        if found := TICKET_UPDATE.match(f"{method} {path}"):
            names += ["tickets-update", f"ticket-{found.group(1)}-{user_id}"]
        if path.startswith("/api/v2/incremental/"):
            names.append("incremental-exports")
        if path.startswith("/api/v2/search/export"):
            names.append("search-export")
        return names

    def _window(self, name: str) -> Window:
        sizes = {
            "account": (self.options.requests_per_minute, MINUTE),
            "tickets-update": (self.options.updates_per_minute, MINUTE),
            "incremental-exports": (self.options.incremental_per_minute, MINUTE),
            "search-export": (self.options.exports_per_minute, MINUTE),
        }
        return self.windows.setdefault(name, Window(*sizes.get(name, (self.options.updates_per_ticket, TEN_MINUTES))))

    def _headers(self, buckets: list[str], now: float) -> dict[str, str]:
        account = self._window("account")
        headers = {
            "X-Rate-Limit": str(account.most),
            "X-Rate-Limit-Remaining": str(account.left(now)),
            "ratelimit-limit": str(account.most),
            "ratelimit-remaining": str(account.left(now)),
            "ratelimit-reset": str(account.resets(now)),
        }
        for name in buckets[1:2]:
            window = self._window(name)
            headers[f"Zendesk-RateLimit-{name}"] = (
                f"total={window.most}; remaining={window.left(now)}; resets={window.resets(now)}"
            )
        return headers
