"""The straight line: claim the ticket's job, read the ticket, assess it, write the annotation, finish."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import redis

from integrations.model import Outcome, Written
from workers.conversation import to_conversation
from workers.empathy.hear import hear
from workers.job import state_id
from workers.kind_lines import KindLines, kind_lines
from workers.plan import foreseen, left_alone
from workers.repeats import NoRepeats, Repeats
from workers.settle import NotYet, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from config.accounts import Account
    from integrations.model import Annotation, Ticket, TicketRef
    from integrations.ports import Helpdesk
    from workers.empathy.across import Spot, Times
    from workers.empathy.hear import Heard
    from workers.ledger import Ledger
    from workers.throttle import Throttle

STAMP_SECONDS = 2.0
"""A revision stamp has a resolution of a second: a change in the same second as the read would not be noticed."""
LONGEST_PAUSE = 60.0


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Looks at the tickets of one account; `plan` says what a ticket should carry, `repeats` what others hold."""

    account: Account
    helpdesk: Helpdesk
    ledger: Ledger
    throttle: Throttle
    plan: Callable[[Ticket, Heard, Account, Mapping[Spot, Times]], Annotation]
    repeats: Repeats | NoRepeats = NoRepeats()  # noqa: RUF009 (it has no state)

    def review(self, ref: TicketRef) -> str | None:
        """Take the ticket's job and settle it; return what came of it in a word, None if there was none to take."""
        claim = self.ledger.claim(ref)
        if claim is None:
            return None
        try:
            self._wait_for_turn()
            written, lines = self._look(ref)
        except redis.RedisError:
            raise  # nothing can be settled now; the lease runs out and the job comes back
        except Exception as error:  # noqa: BLE001 (whatever it is, it must cost this ticket only)
            return settle(self.ledger, claim, error)
        seen = state_id(written.updated_at) if written.updated_at else None
        self.ledger.finish(claim, written.outcome, delivery_id=seen)
        self.repeats.remember(lines)
        return written.outcome

    def _wait_for_turn(self) -> None:
        if seconds := self.throttle.admit(self.account.name, self.account.updates_per_minute):
            raise NotYet(seconds, "throttled")

    def _look(self, ref: TicketRef) -> tuple[Written, KindLines]:
        ticket = self.helpdesk.fetch(ref.ticket_id)
        if reason := left_alone(ticket):
            return Written(reason, ticket.updated_at), KindLines(ref)
        heard = hear(to_conversation(ticket))
        lines = kind_lines(ticket, heard)
        annotation = self.plan(ticket, heard, self.account, self.repeats.seen(lines))
        if foreseen(ticket, annotation) is Outcome.UNCHANGED:
            return Written(Outcome.UNCHANGED, ticket.updated_at), lines
        _let_the_stamp_age(ticket, datetime.now(UTC))
        return self.helpdesk.annotate(ticket, annotation), lines


def _let_the_stamp_age(ticket: Ticket, now: datetime) -> None:
    if not ticket.revision or ticket.updated_at is None:
        return
    left = timedelta(seconds=STAMP_SECONDS) - (now - ticket.updated_at)
    if left > timedelta(0):
        raise NotYet(min(max(left.total_seconds(), STAMP_SECONDS), LONGEST_PAUSE), "just_changed")
