"""Tickets as people make them, each with something of a person's that must stay as it is."""

from __future__ import annotations

import itertools
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.fakedesk import seed

if TYPE_CHECKING:
    from tests.fakedesk import FakeDesk

CANARY = "quetzalfeather"
"""Stands in every text; it must be found nowhere but in the helpdesk."""
PROBLEM = f"I have moved our billing date three times and it jumps back every night. I am really frustrated. {CANARY}"
REPLY = """Hi Cleo,

That is really frustrating. You moved the billing date to the 15th and in view {view} it is back on the 1st.
I have removed the old entry that overwrote it. I will check again tomorrow at 10 and write to you either way.
Is the 15th what you see now? It is about {canary}.

Maya"""
TERSE = "It has been forwarded to the department for {view} and will be looked into at some point. {canary}"
FOREIGN_TAG = "vip_customer"
PRODUCT, REVIEW = 360099, int(seed.ACCOUNT_FIELDS["review"])
PRODUCTS = ("product_app", "product_web")
_numbers = itertools.count()
_lock = threading.Lock()


@dataclass
class Case:
    """A ticket of a run: who solved it how often, when last, and what of it is not ours to touch."""

    account: str
    ticket: int
    solves: int = 0
    solved_at: float = 0.0
    tags: set[str] = field(default_factory=set)
    fields: dict[int, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, int]:
        return self.account, self.ticket


def reply(text: str = REPLY) -> str:
    """Return a reply that no other ticket has: numbers alone would not make it another."""
    with _lock:
        number = next(_numbers)
    return text.format(view="".join("abcdefghij"[int(digit)] for digit in str(number)), canary=CANARY)


def open_case(account: str, desk: FakeDesk, subject: str = "Billing date") -> Case:
    """Let a customer write, and an agent put a tag and a product on the ticket."""
    case = Case(account, desk.people.open_ticket(PROBLEM, subject))
    edit(desk, case, FOREIGN_TAG, PRODUCT, PRODUCTS[case.ticket % 2])
    return case


def solve(desk: FakeDesk, case: Case) -> None:
    """Let an agent answer and solve it; every second answer is a poor one, so that the result changes."""
    case.solves += 1
    case.solved_at = time.time()
    desk.people.agent_replies(case.ticket, reply(REPLY if case.solves % 2 else TERSE), status="solved")


def reopen(desk: FakeDesk, case: Case) -> None:
    """Let the customer write again."""
    desk.people.customer_replies(case.ticket, f"It jumped back again. {CANARY}")


def edit(
    desk: FakeDesk, case: Case, tag: str, field_id: int = REVIEW, value: str = "empathy_review__disagree"
) -> None:
    """Let a person put a tag on the ticket and choose in a field; both must stay."""
    desk.people.add_tags(case.ticket, [tag])
    desk.people.set_field(case.ticket, field_id, value)
    case.tags.add(tag)
    case.fields[field_id] = value
