"""The ledger's nouns: what a worker holds, what a person sees, and the words that may be stored."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from integrations.model import TicketRef

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_WORDS = re.compile(r"[A-Za-z][A-Za-z0-9_ :-]{0,79}")

State = Literal["waiting", "claimed", "parked"]


class Accepted(StrEnum):
    """What accepting did: made or revived a job, joined one that was there, or found the delivery known."""

    NEW = "new"
    COALESCED = "coalesced"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Claim:
    """A job in a worker's hands; void once another worker has claimed it (a larger fence)."""

    ref: TicketRef
    fence: int
    generation: int
    attempts: int
    crashes: int


@dataclass(frozen=True, slots=True)
class JobView:
    """A job as a person sees it; times in seconds since 1970, `due` None when parked."""

    ref: TicketRef
    state: State
    due: float | None
    attempts: int
    crashes: int
    created: float
    reason: str | None


@dataclass(frozen=True, slots=True)
class AccountStats:
    """How many jobs of an account are where, and for how long the oldest has been due (0 if none is)."""

    waiting: int
    claimed: int
    parked: int
    oldest_due_seconds: float


@dataclass(frozen=True, slots=True)
class LedgerStats:
    """The whole ledger; `oldest_due_seconds` leaves paused accounts out, `outcomes` counts finished looks."""

    waiting: int
    claimed: int
    parked: int
    oldest_due_seconds: float
    paused: Mapping[str, str]
    outcomes: Mapping[str, int]
    per_account: Mapping[str, AccountStats]


def key_parts(ref: TicketRef) -> tuple[str, str]:
    """Return account and ticket id, both safe in a key; raise ValueError."""
    for name, value in (("account", ref.account), ("ticket_id", ref.ticket_id)):
        if not _ID.fullmatch(value):
            raise ValueError(f"{name}: expected 1 to 64 letters, digits, - or _, got {value!r}")
    return ref.account, ref.ticket_id


def state_id(updated_at: datetime) -> str:
    """Return a delivery id for a ticket as it stood after a change: the same for a look and for a list."""
    return f"state-{updated_at.isoformat()}"


def words(value: str) -> str:
    """Return a reason or outcome: a few fixed words, so that no text of a ticket can come in; raise ValueError."""
    if not _WORDS.fullmatch(value):
        raise ValueError(f"reason: expected a few plain words of at most 80 characters, got {len(value)} characters")
    return value
