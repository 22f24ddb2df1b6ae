"""What a failed call means: from a status or a broken connection to the errors that the flow reads."""

from __future__ import annotations

import re
import ssl
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import requests
import urllib3.exceptions as wire

from integrations.errors import (
    Conflict,
    Gone,
    HelpdeskError,
    RateLimited,
    Refused,
    ServerFault,
    Surprise,
    TimedOut,
    Unauthorized,
    Unreachable,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

ERRORS: Mapping[int, type[HelpdeskError]] = {
    401: Unauthorized,
    403: Unauthorized,
    404: Gone,
    408: TimedOut,
    409: Conflict,
    410: Gone,
}
TOO_MANY, UNAVAILABLE, FAULT = 429, 503, 500
PAUSE = 60.0
"""Seconds to wait after a 429 that does not say how long."""
SHORTEST, LONGEST = 1.0, 900.0


def by_status(message: str, status: int, headers: Mapping[str, str]) -> HelpdeskError:
    """Return the error of a status that is no success; header names in lower case."""
    if is_rate_limit(status, headers):
        seconds = wait_seconds(headers.get("retry-after", ""), datetime.now(UTC))
        return RateLimited(message, retry_after=seconds, ambiguous=status != TOO_MANY)
    return ERRORS.get(status, ServerFault if status >= FAULT else Refused)(message)


def is_rate_limit(status: int, headers: Mapping[str, str]) -> bool:
    """Say whether the helpdesk asks us to wait."""
    return status == TOO_MANY or (status == UNAVAILABLE and "retry-after" in headers)


def wait_seconds(retry_after: str, now: datetime) -> float:
    """Return how long a Retry-After header asks us to wait, in seconds or as a date (RFC 9110, 10.2.3)."""
    if re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,9})?", retry_after):
        seconds = float(retry_after)
    else:
        try:
            until = parsedate_to_datetime(retry_after)
            seconds = (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds()
        except (ValueError, TypeError, OverflowError):
            seconds = PAUSE
    return bounded(seconds)


def bounded(seconds: float) -> float:
    """Return how long we wait when told to wait so long; what is out of bounds is taken for the sender's mistake."""
    return min(max(seconds, SHORTEST), LONGEST)


def by_wire(error: requests.RequestException | wire.HTTPError, name: str) -> HelpdeskError:
    """Return the error of a call without a whole answer: never sent, or sent and in doubt."""
    message = f"{name}: {type(error).__name__}"
    if isinstance(error, wire.DecodeError):
        return Surprise(message)
    if isinstance(error, ValueError):
        return Refused(f"{message}: the address or a credential cannot stand in a request")
    return Unreachable(message) if never_sent(error) else TimedOut(message)


def never_sent(error: Exception) -> bool:
    """Say whether the helpdesk certainly saw nothing; of TLS errors, only a wrong certificate makes that sure."""
    if isinstance(error, requests.ConnectTimeout):
        return True
    cause = error.args[0] if error.args else None
    reason = getattr(cause, "reason", cause)
    if isinstance(reason, wire.SSLError):
        return bool(reason.args) and isinstance(reason.args[0], ssl.SSLCertVerificationError)
    return isinstance(reason, wire.NewConnectionError | wire.ConnectTimeoutError)
