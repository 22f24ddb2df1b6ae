"""What the flow asks of a helpdesk. Each folder beside this file answers it.

A folder `integrations/<kind>/` gives:

    __init__.py   SPEC: HelpdeskSpec                        what accounts.toml must say
    webhook.py    source(account) -> WebhookSource          web side: signing secrets only
    desk.py       helpdesk(account, gate) -> Helpdesk       worker side: API credentials
    client.py     the wire: paths, parameters, one method per call
    shape.py      what the wire answers, checked member by member
    mapping.py    that in our nouns, pure functions
    health.py     what `check` finds
    setup.py      setup(account, gate, endpoint) -> Setup   admin side, where the API can set something up
    README.md     set-up, rights, traps, what was not verified on a live account

and whatever else that helpdesk takes: see how long its traps are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from config.secret import Secret
    from integrations.errors import HelpdeskError
    from integrations.model import Annotation, Delivery, Inbound, Problem, Solved, Ticket, Written
    from integrations.objects import Change, Survey, Wanted


class WebhookSource(Protocol):
    """The receiving side of one account."""

    def verify(self, request: Inbound, secrets: Sequence[Secret], now: datetime) -> None:
        """Prove that the helpdesk sent this, over the raw bytes; raise InvalidSignature otherwise."""

    def parse(self, request: Inbound) -> Sequence[Delivery]:
        """Return the tickets to look at; empty = verified, but not for us. Raise Malformed."""


class Gate(Protocol):
    """One Retry-After gate per account, shared by all workers."""

    def check(self) -> None:
        """Raise RateLimited while the account's gate is shut."""

    def shut(self, seconds: float) -> None:
        """Keep every worker of this account from calling for so many seconds (clamped to 1..900)."""


class Helpdesk(Protocol):
    """The working side of one account. Every method may raise a HelpdeskError."""

    def fetch(self, ticket_id: str) -> Ticket:
        """Read the ticket with its whole conversation and what we wrote on it before."""

    def annotate(self, ticket: Ticket, annotation: Annotation) -> Written:
        """Make the ticket carry the annotation, once per `annotation.key`, from the state that `fetch` returned.

        Writes nothing (UNCHANGED) when the key is already there. Never sends a status, a public comment or
        a replacing tag list. After an ambiguous error the caller fetches anew before it tries again.
        """

    def recently_solved(self, since: datetime) -> Iterator[Solved]:
        """List tickets solved since then that may be assessed, checked already or not, oldest first."""

    def check(self) -> Sequence[Problem]:
        """Say what would keep this account from working: token, rights, fields."""


class Setup(Protocol):
    """The set-up side of one account, with an admin's rights. Every method may raise a HelpdeskError.

    What is made carries a marker in its description by which `survey` knows it again; titles are for people.
    """

    stays: Sequence[str]
    """What no removal takes away, in sentences."""

    def survey(self) -> Survey:
        """Read the account as it stands, without changing anything."""

    def wanted(self, survey: Survey, *, whole: bool = False) -> Sequence[Wanted]:
        """Return what this account should hold, in the order in which it is made; `whole` = all that we ever make."""

    def create(self, wanted: Wanted, properties: Mapping[str, object]) -> str:
        """Make an object; return its id."""

    def change(self, change: Change, properties: Mapping[str, object]) -> None:
        """Mend what `change.details` names; `properties` is all that the object shall hold."""

    def remove(self, change: Change) -> None:
        """Remove an object."""

    def signing_secret(self, webhook_id: str) -> Secret:
        """Return what the helpdesk signs this webhook with."""

    def advice(self, error: HelpdeskError) -> str:
        """Say what an admin can do about an error, "" where its own words are enough."""
