"""What a helpdesk must let a test do. A new helpdesk joins the contract suite by one class like this."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from config.accounts import Account
    from config.secret import Secret
    from integrations.model import Inbound
    from tests.contract.wire import Wire


@dataclass(frozen=True, slots=True)
class Traits:
    """Where helpdesks differ by nature, and the promises with them."""

    compares_and_swaps: bool
    """Two writes from the same read: the second is refused."""
    closed_takes_note: bool
    """Whether a ticket that is closed for good can still get a note."""
    dates_webhooks: bool
    """Whether a webhook carries a signed time, so that an old one can be refused."""
    page_size: int
    """How many things the adapter gets in one page of a list."""
    tags_in_writes: frozenset[str] = frozenset()
    """Names of properties that would replace a ticket's tags."""


class Rig(Protocol):
    """A running helpdesk. Tickets are named by the id that `Helpdesk.fetch` takes; names of fields are ours."""

    traits: ClassVar[Traits]
    wire: Wire
    secret: Secret
    missing_ticket: str
    spoilt_bodies: ClassVar[Sequence[tuple[bytes, str]]]
    """Bodies of webhooks with one field of a wrong kind, and the name of that field."""

    def account(self, **changes: object) -> Account:
        """Return the account of Heard, reached over the wire."""

    def refused_account(self) -> Account:
        """Return the same with wrong credentials."""

    def now(self) -> datetime:
        """Return the time by the helpdesk's clock."""

    def let_pass(self, seconds: float) -> None:
        """Let time pass on that clock, if it can be moved."""

    def tidy(self) -> None:
        """Take away the tickets of earlier tests, where they would slow the helpdesk down."""

    # people

    def open_ticket(self, text: str = ..., subject: str = ...) -> str:
        """A customer writes for the first time."""

    def customer_writes(self, ticket: str, text: str) -> None:
        """The customer writes again, which reopens a solved ticket."""

    def agent_writes(self, ticket: str, text: str, *, solve: bool = False, public: bool = True) -> None:
        """An agent answers, or leaves a private note; perhaps solving the ticket in the same move."""

    def automation_writes(self, ticket: str, text: str) -> None:
        """Something automatic writes publicly."""

    def close(self, ticket: str) -> None:
        """The solved ticket is closed for good."""

    def human_sets(self, ticket: str, field: str, value: str) -> None:
        """An agent sets one of our drop-downs by hand."""

    def human_tags(self, ticket: str, *tags: str) -> None:
        """An agent gives the ticket exactly these tags, beside those of ours."""

    # what is there, by other means than the adapter

    def notes(self, ticket: str) -> Sequence[str]:
        """Return the private notes of Heard, as agents read them."""

    def customer_sees(self, ticket: str) -> str:
        """Return all that the customer can read of the ticket, mail included."""

    def fields(self, ticket: str) -> Mapping[str, str | tuple[str, ...]]:
        """Return what our fields hold, empty ones left out, without `version`."""

    def tags(self, ticket: str) -> frozenset[str]:
        """Return all tags."""

    def status(self, ticket: str) -> str:
        """Return the status in the helpdesk's own word."""

    def announced(self) -> Sequence[Inbound]:
        """Return every webhook sent so far, in order."""
