"""Sends webhooks and tries again as Zendesk does, and remembers every answer."""

from __future__ import annotations

import heapq
import itertools
import json
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import requests

from tests.fakedesk.webhooks import Hook, Sent, pause_before_retry

if TYPE_CHECKING:
    from tests.fakedesk import FakeDesk

THREADS = 8
REMEMBERED = (200, 202)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one attempt got; `status` 0 = no connection, 504 = no answer within Zendesk's patience."""

    account: str
    ticket: int
    attempt: int
    status: int
    seconds: float
    retry_after: str


@dataclass(frozen=True, slots=True, order=True)
class _Due:
    at: float
    number: int
    account: str = field(compare=False)
    sent: Sent = field(compare=False)
    attempt: int = field(compare=False, default=1)


@dataclass
class Sender:
    """Sends for several accounts from a few threads. `url` is the receiver's."""

    url: str
    secret: str
    desks: dict[str, FakeDesk]
    answers: list[Answer] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._queue: list[_Due] = []
        self._busy = 0
        self._changed = threading.Condition()
        self._numbers = itertools.count()
        self._closed = False
        for _ in range(THREADS):
            threading.Thread(target=self._work, name="sender", daemon=True).start()

    def send(self, account: str, ticket: int, *, delay: float = 0.0, invocation: str = "") -> str:
        """Send the webhook of a solved ticket after `delay` seconds; return its invocation id."""
        hook = Hook(f"{self.url}/webhooks/{account}", self.secret)
        body = json.dumps({"ticket_id": str(ticket)}).encode()
        sent = self.desks[account].webhooks.sign(hook, ticket, body, invocation)
        self._put(_Due(time.monotonic() + delay, next(self._numbers), account, sent))
        return sent.invocation

    def idle(self) -> bool:
        """Say whether nothing is under way or waits for its next attempt."""
        with self._changed:
            return not self._queue and not self._busy

    def remembered(self) -> set[tuple[str, int]]:
        """Return the tickets of which a webhook was answered with 200 or 202."""
        return {(one.account, one.ticket) for one in list(self.answers) if one.status in REMEMBERED}

    def close(self) -> None:
        """Give up what waits."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _put(self, due: _Due) -> None:
        with self._changed:
            heapq.heappush(self._queue, due)
            self._changed.notify()

    def _work(self) -> None:
        while due := self._next():
            try:
                self._attempt(due)
            finally:
                with self._changed:
                    self._busy -= 1

    def _next(self) -> _Due | None:
        with self._changed:
            while not self._closed:
                wait = self._queue[0].at - time.monotonic() if self._queue else None
                if wait is not None and wait <= 0:
                    self._busy += 1
                    return heapq.heappop(self._queue)
                self._changed.wait(wait)
            return None

    def _attempt(self, due: _Due) -> None:
        desk, sent = self.desks[due.account], due.sent
        sent = desk.webhooks.sign(sent.hook, sent.ticket_id, sent.body, sent.invocation)  # anew at each attempt
        answer = self._post(due, sent)
        self.answers.append(answer)
        pause = pause_before_retry(answer.status, answer.retry_after, due.attempt, desk.options)
        if pause is not None:
            at = time.monotonic() + pause * desk.options.webhook_pause_scale
            self._put(_Due(at, next(self._numbers), due.account, due.sent, due.attempt + 1))

    def _post(self, due: _Due, sent: Sent) -> Answer:
        began = time.monotonic()
        patience = self.desks[due.account].options.webhook_timeout
        try:
            got = requests.post(sent.hook.url, data=sent.body, headers=dict(sent.headers), timeout=patience)
            status, retry_after = got.status_code, got.headers.get("Retry-After", "")
        except requests.Timeout:
            status, retry_after = 504, "timeout"
        except requests.RequestException:
            status, retry_after = 0, ""
        took = time.monotonic() - began
        return Answer(due.account, sent.ticket_id, due.attempt, status, took, retry_after)
