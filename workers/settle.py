"""What a look that failed means for its job: later, never, or not before a person has seen to it.

RateLimited         after Retry-After; no attempt used up: the account waits, not the ticket
NotYet              after the time it names; no attempt used up
Conflict            in 2 s, from a fresh read
Unauthorized        the account is paused, the job waits with it
Gone                finished: there is no ticket any more
other, retryable    after min(1 h, 5 s x 2^attempts) at random (full jitter), not before Retry-After
other helpdesk      parked: the same request would be refused again
anything else       a mistake of ours: soon again, parked at the fifth time with the error's class name
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from integrations.errors import Conflict, Gone, HelpdeskError, RateLimited, Unauthorized

if TYPE_CHECKING:
    from workers.job import Claim
    from workers.ledger import Ledger

CONFLICT_SECONDS = 2.0
RATE_LIMIT_SECONDS = 30.0  # where the helpdesk does not say
BASE_SECONDS, MOST_SECONDS = 5.0, 3600.0
BUGS = 5
UNAUTHORIZED = "unauthorized"


class NotYet(Exception):
    """The ticket must not be written to for another `seconds`; `reason` in fixed words."""

    def __init__(self, seconds: float, reason: str) -> None:
        super().__init__(reason)
        self.seconds = seconds
        self.reason = reason


def settle(ledger: Ledger, claim: Claim, error: Exception) -> str:
    """Settle the claim by what went wrong; return the word for the log."""
    match error:
        case NotYet():
            ledger.defer(claim, error.seconds, error.reason, counts=False)
            return error.reason
        case RateLimited():
            ledger.defer(claim, error.retry_after or RATE_LIMIT_SECONDS, "rate_limited", counts=False)
        case Conflict():
            ledger.defer(claim, CONFLICT_SECONDS, "conflict")
        case Unauthorized():
            ledger.pause(claim.ref.account, UNAUTHORIZED)
            ledger.defer(claim, 0, UNAUTHORIZED, counts=False)
        case Gone():
            ledger.finish(claim, "gone")
        case HelpdeskError(retryable=True):
            ledger.defer(claim, max(backoff(claim.attempts), error.retry_after or 0), word(error))
        case HelpdeskError():
            ledger.park(claim, word(error))
        case _:
            _settle_bug(ledger, claim, type(error).__name__)
    return word(error)


def backoff(attempts: int) -> float:
    """Return seconds to wait after so many attempts: full jitter, at least one second."""
    most = min(MOST_SECONDS, BASE_SECONDS * 2 ** min(attempts, 12))
    return random.uniform(1, most)  # noqa: S311 (spreads load, guards nothing)


def word(error: Exception) -> str:
    """Return an error's class as one word: TimedOut -> timed_out. A helpdesk's own kinds are called by ours."""
    kinds = (kind for kind in type(error).__mro__ if kind.__module__ == HelpdeskError.__module__)
    name = next(kinds, type(error)).__name__
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


def _settle_bug(ledger: Ledger, claim: Claim, name: str) -> None:
    if claim.attempts + 1 >= BUGS:
        ledger.park(claim, name)
    else:
        ledger.defer(claim, backoff(0), name)
