"""What can go wrong with a helpdesk, and the few bits that tell what to do about it.

HelpdeskError (retryable; ambiguous: a write may have arrived; retry_after in seconds)
  Unreachable    connect, DNS or TLS failed            retry; nothing was sent
  TimedOut       no answer, or cut off after sending   retry; look before a second write
  RateLimited    429, or 503 with Retry-After          retry; the whole account waits; after a 503 look first
  ServerFault    5xx                                   retry; look before a second write
  Conflict       409, compare-and-swap lost            retry at once from a fresh read
  Unauthorized   401, 403                              the account is paused
  Gone           404, 410                              the ticket is no more
  Refused        other 4xx                             parked with the reason
  Surprise       the answer is not what was promised   retry; look before a second write
"""

from __future__ import annotations


class HelpdeskError(Exception):
    """A call to a helpdesk failed; the message never holds ticket text or secrets."""

    retryable = False
    ambiguous = False

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unreachable(HelpdeskError):
    """The request was never sent: DNS, connect or TLS."""

    retryable = True


class TimedOut(HelpdeskError):
    """Sent, but no whole answer came."""

    retryable = True
    ambiguous = True


class RateLimited(HelpdeskError):
    """The account must wait `retry_after` seconds; what a 503 answers may have been done."""

    retryable = True

    def __init__(self, message: str, *, retry_after: float | None = None, ambiguous: bool = False) -> None:
        super().__init__(message, retry_after=retry_after)
        self.ambiguous = ambiguous


class ServerFault(HelpdeskError):
    """The helpdesk failed (5xx)."""

    retryable = True
    ambiguous = True


class Conflict(HelpdeskError):
    """Someone changed the ticket since it was read."""

    retryable = True


class Unauthorized(HelpdeskError):
    """The credentials are refused or lack a right; every job of the account would fail alike."""


class Gone(HelpdeskError):
    """The ticket does not exist any more."""


class Refused(HelpdeskError):
    """The helpdesk will not take this request, however often it is sent."""


class Surprise(HelpdeskError):
    """The answer does not have the promised shape, or a write did not show when read back."""

    retryable = True
    ambiguous = True


class InvalidSignature(Exception):
    """A webhook that is not proven to come from the helpdesk; `reason` is for counters, never for the sender."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Malformed(Exception):
    """A webhook with a valid signature whose body is not of the promised form; names the field, never its text."""
