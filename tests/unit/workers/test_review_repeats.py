"""Repetition along the straight line: the fourth ticket with the same kind line, looked at once or often."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from config.accounts import Account, NotePolicy
from integrations.errors import TimedOut
from integrations.model import Outcome, Role, Status, TicketRef
from tests.unit.workers.doubles import ACCOUNT, MemoryDesk, message, ticket
from workers.conversation import to_conversation
from workers.empathy.across import UNSEEN
from workers.empathy.hear import hear
from workers.empathy.score import judge
from workers.kind_lines import KindLines, kind_lines
from workers.plan import plan
from workers.repeats import Repeats
from workers.review import Reviewer
from workers.throttle import Throttle

if TYPE_CHECKING:
    from collections.abc import Mapping

    import redis

    from integrations.model import Ticket
    from workers.empathy.across import Spot, Times
    from workers.empathy.hear import Heard
    from workers.empathy.model import Assessment
    from workers.ledger import Ledger

UPSET = "I'm really annoyed: order 55-{number} came without its lid, and I can't use the pot on Sunday."
KIND = "I can see how annoying it is to wait for a part that is missing."
DEED = "I've put the lid for order 55-{number} in the post today, it will be with you on Friday."
SPEAKING = replace(ACCOUNT, notes=NotePolicy.ALWAYS, fields={"empathy": "1"})


def solved(number: int, *, kind: str = KIND, agent: str = "jane@acme.example") -> Ticket:
    turns = (
        message(1, Role.CUSTOMER, body=UPSET.format(number=number), author_id="cleo@home.example"),
        message(2, body=f"Hi Cleo{'x' * (number % 3)},\n\n{kind} {DEED.format(number=number)}", author_id=agent),
    )
    return ticket(ref=TicketRef("acme", str(number)), messages=turns)


def lines(one: Ticket) -> KindLines:
    return kind_lines(one, hear(to_conversation(one)))


@dataclass
class Line:
    """The whole line over a helpdesk in memory and a real Redis, and what it assessed."""

    reviewer: Reviewer
    desk: MemoryDesk
    made: dict[str, Assessment]

    def look(self, one: Ticket) -> str | None:
        self.desk.tickets.setdefault(one.ref.ticket_id, one)
        self.reviewer.ledger.accept(one.ref, settle_seconds=0)
        return self.reviewer.review(one.ref)

    def whys(self, one: Ticket) -> set[str | None]:
        """Return why the kind line of a ticket did not count."""
        found = self.made[one.ref.ticket_id].evidence
        return {item.why for item in found if item.quote in KIND}


@pytest.fixture
def line(ledger: Ledger, redis_client: redis.Redis) -> Line:
    made: dict[str, Assessment] = {}

    def watched(one: Ticket, heard: Heard, account: Account, seen: Mapping[Spot, Times] = UNSEEN) -> object:
        made[one.ref.ticket_id] = judge(heard, seen)
        return plan(one, heard, account, seen)

    desk = MemoryDesk()
    repeats = Repeats(redis_client, "acme", 30)
    reviewer = Reviewer(SPEAKING, desk, ledger, Throttle(redis_client), watched, repeats)  # type: ignore[arg-type]
    return Line(reviewer, desk, made)


def test_the_fourth_ticket_with_the_same_kind_line_is_discounted_and_says_why(line: Line) -> None:
    tickets = [solved(number) for number in range(1, 5)]
    assert [line.look(one) for one in tickets] == ["note"] * 4
    assert [line.whys(one) for one in tickets] == [{None}] * 3 + [{"in 3 other tickets"}]
    scores = [line.made[str(number)].score or 0 for number in range(1, 5)]
    assert scores[0] == scores[1] == scores[2] > scores[3]
    notes = [annotation.note.text for _, annotation in line.desk.written if annotation.note]
    assert [("lines that stand in other tickets too" in note) for note in notes] == [False] * 3 + [True]


def test_ten_of_the_desks_are_a_text_block(line: Line) -> None:
    tickets = [solved(number, agent=f"agent-{number}") for number in range(1, 12)]
    for one in tickets:
        line.look(one)
    assert line.whys(tickets[9]) == {None}
    assert "in 10 or more other tickets" in line.whys(tickets[10])
    assert "scripted" in {one.marker for one in line.made["11"].evidence if one.counted}


def test_looking_again_counts_nothing_twice(line: Line) -> None:
    first, second, last = solved(1), solved(2), solved(3)
    for one in (first, first, first, second, second):
        line.look(one)
    line.desk.tickets["1"] = replace(
        line.desk.tickets["1"], messages=(*first.messages, message(3, body=f"{KIND} It left today."))
    )
    assert line.look(first) == "note"
    line.look(last)
    assert line.whys(last) == line.whys(first) == {None}


def test_what_was_not_done_was_not_said(line: Line) -> None:
    """Explained, still open, or failing: nothing is remembered before the review is over."""
    one, repeats = solved(1), line.reviewer.repeats
    line.desk.tickets["1"] = replace(one, status=Status.OPEN)
    assert line.look(one) == "not_solved"
    line.desk.tickets["1"] = one
    line.desk.trouble = [TimedOut("first the fetch")]
    assert line.look(one) == "timed_out"
    assert repeats.seen(lines(solved(2))) == {}
    line.reviewer.ledger.clock_offset += 60
    assert line.reviewer.review(one.ref) == Outcome.NOTE
    assert [times.desk for times in repeats.seen(lines(solved(2))).values()] == [1]


def test_a_result_that_is_on_the_ticket_stays_when_others_follow(line: Line) -> None:
    first = solved(1)
    for number in range(1, 8):
        line.look(solved(number))
    assert line.look(first) == "unchanged"


def test_a_fault_of_redis_here_costs_nothing_but_the_knowledge(line: Line, redis_client: redis.Redis) -> None:
    for number in range(1, 4):
        line.look(solved(number))
    (bucket,) = [key for key in redis_client.scan_iter("heard:repeats:*") if not key.endswith("secret")]
    redis_client.set(bucket, "of another kind")
    last = solved(4)
    assert line.look(last) == "note"
    assert line.whys(last) == {None}


def test_no_text_and_no_ones_id_is_in_redis(line: Line, redis_client: redis.Redis) -> None:
    numbers = range(9_876_543_210, 9_876_543_215)  # too long to be in a hash by chance
    for number in numbers:
        line.look(solved(number))
    held = {key: _content(redis_client, key) for key in redis_client.scan_iter()}
    assert len([key for key in held if key.startswith("heard:repeats:acme:")]) == 2
    everything = repr(held).lower()
    assert [word for word in ("jane", "cleo", "example", "annoying", "missing") if word in everything] == []
    remembered = repr({key: value for key, value in held.items() if ":repeats:" in key})
    assert [number for number in numbers if str(number) in remembered] == []


def _content(client: redis.Redis, key: str) -> object:
    read = {
        "hash": client.hgetall,
        "string": client.get,
        "set": client.smembers,
        "list": lambda key: client.lrange(key, 0, -1),
        "zset": lambda key: client.zrange(key, 0, -1, withscores=True),
    }
    return read[client.type(key)](key)
