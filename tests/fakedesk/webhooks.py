"""Signed webhooks, sent as Zendesk sends them: on a change of status, at least once, with its few retries.

kind "trigger"  a trigger "status changed to solved": the body is what an admin typed, here only the ticket's id
kind "event"    subscribed events: `events` of status_changed, comment_added, tags_changed, custom_field_changed
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import requests

from tests.fakedesk.events import events_of
from tests.fakedesk.limits import MINUTE, Window
from tests.fakedesk.model import stamp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.fakedesk.model import Audit, Ticket
    from tests.fakedesk.options import Options
    from tests.fakedesk.store import Store

TIMEOUT_RETRIES, CONFLICT_RETRIES, BUSY_RETRIES = 5, 3, 5
LONGEST_RETRY_AFTER = 60
SENDERS = 16


SECRET = "fakedesk-signing-secret"


@dataclass(frozen=True, slots=True)
class Hook:
    """One webhook. Without a `url` its requests are only kept in `outbox`."""

    url: str = ""
    secret: str = SECRET
    kind: str = "trigger"
    events: tuple[str, ...] = ("status_changed",)
    id: str = "01FAKEHOOK0000000000000001"


@dataclass(frozen=True, slots=True)
class Sent:
    """One request as it goes out; a retry keeps the invocation and is signed anew."""

    hook: Hook
    ticket_id: int
    invocation: str
    body: bytes
    headers: Mapping[str, str]


@dataclass(slots=True)
class Webhooks:
    """The webhooks of one account; `outbox` has everything that was ever to be sent."""

    store: Store
    hooks: list[Hook] = field(default_factory=list)
    outbox: list[Sent] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    window: Window | None = None
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(SENDERS, "fakedesk-webhook"))

    def changed(self, ticket: Ticket, audit: Audit) -> None:
        """Fire what this change fires; what triggers call comes by `call`."""
        for hook in (*self.hooks, *self._subscribed()):
            for body in self._bodies(hook, ticket, audit):
                self._fire(self.sign(hook, ticket.id, body))

    def call(self, webhook: str, ticket_id: int, body: str) -> None:
        """Call a webhook made by the API, if it is active."""
        found = self.store.webhooks[webhook]
        if found["status"] == "active":
            hook = Hook(found["endpoint"], self.store.webhook_secrets[webhook], id=webhook)
            self._fire(self.sign(hook, ticket_id, body.encode()))

    def sign(self, hook: Hook, ticket_id: int, body: bytes, invocation: str = "") -> Sent:
        """Return a signed request: base64 of HMAC-SHA256 over timestamp and raw body."""
        moment = stamp(self.store.now())
        digest = hmac.new(hook.secret.encode(), moment.encode() + body, hashlib.sha256).digest()
        invocation = invocation or uuid.uuid4().hex[:26].upper()
        headers = {
            "content-type": "application/json; charset=utf-8",
            "user-agent": "Zendesk Webhook",
            "x-zendesk-account-id": str(self.store.options.account_id),
            "x-zendesk-webhook-id": hook.id,
            "x-zendesk-webhook-invocation-id": invocation,
            "x-zendesk-webhook-signature": base64.b64encode(digest).decode(),
            "x-zendesk-webhook-signature-timestamp": moment,
        }
        return Sent(hook, ticket_id, invocation, body, headers)

    def repeat(self, ticket_id: int, times: int = 1, *, same_invocation: bool = False) -> int:
        """Send the last webhook of a ticket again, as happens; return how many went out."""
        last = [sent for sent in self.outbox if sent.ticket_id == ticket_id][-1:]
        for sent in last * times:
            invocation = sent.invocation if same_invocation else ""
            self._fire(self.sign(sent.hook, ticket_id, sent.body, invocation))
        return len(last) * times

    def close(self) -> None:
        """Stop sending; what waits for its next attempt is given up."""
        self.closing.set()
        self.pool.shutdown(wait=True, cancel_futures=True)

    def _bodies(self, hook: Hook, ticket: Ticket, audit: Audit) -> list[bytes]:
        if hook.kind == "event":
            found = events_of(ticket, audit, self.store)
            return [_json(body) for body in found if body["type"].rpartition(".")[2] in hook.events]
        solved = any(event.get("field_name") == "status" and event["value"] == "solved" for event in audit.events)
        return [_json({"ticket_id": str(ticket.id)})] if solved else []

    def _subscribed(self) -> list[Hook]:
        """Return the webhooks made by the API that events call."""
        made = [one for one in self.store.webhooks.values() if one["status"] == "active"]
        names = {one["id"]: tuple(name.rpartition(".")[2] for name in one["subscriptions"]) for one in made}
        return [
            Hook(one["endpoint"], self.store.webhook_secrets[one["id"]], "event", names[one["id"]], one["id"])
            for one in made
            if any("." in name for name in one["subscriptions"])
        ]

    def _fire(self, sent: Sent) -> None:
        """Send it, unless a trial account's calls of this minute are used up: what is over is never sent."""
        most = self.store.options.invocations_per_minute
        self.window = self.window or Window(most, MINUTE)
        if most and not self.window.take(self.store.clock.seconds()):
            return
        self.outbox.append(sent)
        if sent.hook.url:
            self.pool.submit(self._deliver, sent)

    def _deliver(self, sent: Sent) -> None:
        for attempt in range(1, 2 + TIMEOUT_RETRIES):
            status, retry_after = self._post(sent, attempt)
            pause = pause_before_retry(status, retry_after, attempt, self.store.options)
            if pause is None or self.closing.wait(pause * self.store.options.webhook_pause_scale):
                return
            sent = self.sign(sent.hook, sent.ticket_id, sent.body, sent.invocation)

    def _post(self, sent: Sent, attempt: int) -> tuple[int, str]:
        try:
            answer = requests.post(
                sent.hook.url,
                data=sent.body,
                headers=dict(sent.headers),
                timeout=self.store.options.webhook_timeout,
                allow_redirects=False,
            )
            status, retry_after = answer.status_code, answer.headers.get("Retry-After", "")
        except requests.Timeout:
            status, retry_after = 504, "timeout"
        except requests.RequestException:
            status, retry_after = 0, ""
        facts = {"hook": sent.hook.id, "invocation": sent.invocation, "ticket": sent.ticket_id}
        self.store.journal.add("webhook", **facts, attempt=attempt, status=status)
        return status, retry_after


def pause_before_retry(status: int, retry_after: str, attempt: int, options: Options) -> float | None:
    """Return how long to wait before the next attempt, None = give up; `retry_after` "timeout" = no answer."""
    if retry_after == "timeout":
        return options.webhook_retry_seconds if attempt <= TIMEOUT_RETRIES else None
    if status == 409:
        return options.webhook_retry_seconds if attempt <= CONFLICT_RETRIES else None
    short = retry_after.isdigit() and int(retry_after) < LONGEST_RETRY_AFTER
    return float(retry_after) if status in {429, 503} and short and attempt <= BUSY_RETRIES else None


def _json(body: dict[str, Any]) -> bytes:
    return json.dumps(body, separators=(",", ":")).encode()
