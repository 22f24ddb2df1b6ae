"""POST /webhooks/<account>: how far a webhook came decides the answer, whatever it was that stopped it.

What is not proven is 401; what is proven but cannot be read is 400; what could not be remembered is 503. A mistake of
our own follows the same rule: one payload that trips us must not look like an outage, or the helpdesk stops sending.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask import Response, jsonify, request
from werkzeug.exceptions import RequestEntityTooLarge

from integrations.errors import InvalidSignature, Malformed
from integrations.model import Inbound
from webhook.doors import OurMistake
from webhook.intake import LedgerAway
from workers.job import Accepted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from webhook.doors import Door, Doors
    from webhook.intake import Intake
    from webhook.tally import Tally

log = logging.getLogger(__name__)

ANSWERS: Mapping[int, str] = {
    202: "accepted: the ledger remembers every ticket of it",
    200: "known: every delivery of it was accepted before",
    204: "proven, and not about a solved ticket",
    400: "proven, but not of the promised form; or it did not arrive whole",
    401: "not proven to come from the helpdesk, or there is no such account",
    405: "not a POST",
    413: "longer than 256 KiB",
    415: "compressed",
    503: "not remembered; try again in half a minute",
}
"""Every status that this address answers with. Nothing else, ever."""

HEADERS: Mapping[int, Mapping[str, str]] = {
    405: {"Allow": "POST"},
    503: {"Retry-After": "30"},  # Zendesk tries again only if asked to within a minute
}
LONGEST_BODY = 256 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What a webhook gets. `reason` is for counters and logs, `body` for the sender."""

    status: int
    reason: str
    body: Mapping[str, object] = field(default_factory=dict)


def refusal(status: int, reason: str, error: str | None = None) -> Answer:
    """Return an answer that says what is wrong."""
    return Answer(status, reason, {"error": error or ANSWERS[status]})


CUT_OFF = refusal(400, "cut_off", "the body did not arrive whole")


def answer(door: Door, inbound: Inbound, intake: Intake) -> Answer:
    """Verify, parse, accept; the answer comes when the ledger remembers."""
    try:
        door.verify(inbound)
        deliveries = door.parse(inbound)
        done = intake.accept(deliveries, door.account.settle_seconds)
    except InvalidSignature as error:
        return refusal(401, error.reason)
    except OurMistake as error:
        return refusal(400, "our_mistake", str(error))
    except Malformed as error:
        return refusal(400, "malformed", str(error))
    except LedgerAway as error:
        return refusal(503, error.reason)
    return _remembered(done) if done else Answer(204, "not_for_us")


def _remembered(done: list[Accepted]) -> Answer:
    known = done.count(Accepted.KNOWN)
    body = {"accepted": len(done) - known, "known": known}
    return Answer(200, "known", body) if known == len(done) else Answer(202, "accepted", body)


def webhook_view(doors: Doors, intake: Intake, tally: Tally) -> Callable[[str], Response]:
    """Return the view of /webhooks/<account>, for every method."""

    def receive(account: str) -> Response:
        began = time.monotonic()
        door = doors.find(account)
        inbound = _arrived()
        found = inbound if isinstance(inbound, Answer) else answer(door, inbound, intake)
        return _give(door.label, found, began, tally)

    return receive


def _arrived() -> Inbound | Answer:
    """Return the request as it came, or why it cannot be taken."""
    if request.method != "POST":
        return refusal(405, "method")
    if request.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        return refusal(415, "encoding")
    body = _body()
    if isinstance(body, Answer):
        return body
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Inbound(headers=headers, query=request.args.to_dict(), body=body)


def _body() -> bytes | Answer:
    """Return the raw body; it is read no further than the limit."""
    try:
        body = request.get_data(cache=False)
    except RequestEntityTooLarge:
        return refusal(413, "length")
    except Exception as error:  # noqa: BLE001 (the sender hung up or sent false chunks; each server has its own error)
        log.info("a webhook broke off", extra={"error": type(error).__name__})
        return CUT_OFF
    if len(body) > LONGEST_BODY:
        return refusal(413, "length")
    return CUT_OFF if len(body) < (request.content_length or 0) else body


def _give(account: str, found: Answer, began: float, tally: Tally) -> Response:
    """Count the answer, log it, send it. Neither holds anything that the sender chose."""
    tally.add(account, found.status, found.reason)
    took = round((time.monotonic() - began) * 1000)
    level = logging.INFO if found.status < 400 else logging.WARNING  # noqa: PLR2004 (HTTP's own boundary)
    extra = {"account": account, "status": found.status, "reason": found.reason, "ms": took}
    log.log(level, "webhook", extra=extra)
    response = jsonify(found.body) if found.body else Response()
    response.status_code = found.status
    response.headers.update(HEADERS.get(found.status, {}))
    return response
