"""A solved Zendesk ticket gets its note, once: real gunicorn, Celery and Redis against fakedesk, killed at will."""

from __future__ import annotations

import time
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e import accounts
from tests.e2e import stack as processes
from tests.e2e.accounts import SIGNING_SECRET
from tests.fakedesk import FakeDesk, Fault, Hook, Options, seed
from tests.machine import eventually, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.stack import Stack

pytestmark = pytest.mark.e2e

PROBLEM = "I have moved our billing date three times and it jumps back every night. I am really frustrated."
REPLY = """Hi Cleo,

That is really frustrating. You moved the billing date to the 15th and in view {view} it is back on the 1st.
I have removed the old entry that overwrote it. I will check again tomorrow at 10 and write to you either way.
Is the 15th what you see now?

Maya"""
REPEATED = "I can see how annoying it is to set the same date again and again."
_numbers = count()


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def desk(port: int) -> Iterator[FakeDesk]:
    options = Options(updates_per_minute=10_000, requests_per_minute=100_000, webhook_pause_scale=0.1)
    running = FakeDesk(options, hooks=[Hook(f"http://127.0.0.1:{port}/webhooks/acme", SIGNING_SECRET)])
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def stack(desk: FakeDesk, port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    given = accounts.zendesk_secrets(desk) | {"HEARD_RECONCILE_SECONDS": "10"}
    with processes.running(tmp_path_factory.mktemp("heard"), accounts.zendesk(desk), given, port) as running:
        yield running


@pytest.fixture(autouse=True)
def calm(desk: FakeDesk) -> Iterator[None]:
    yield
    desk.faults.clear()


def reply() -> str:
    """Return a reply that no other ticket has: numbers alone would not make it another."""
    return REPLY.format(view="".join("abcdefghij"[int(digit)] for digit in str(next(_numbers))))


def solve(desk: FakeDesk, text: str = "") -> int:
    ticket = desk.people.open_ticket(PROBLEM, "Billing date")
    desk.people.agent_replies(ticket, text or reply(), status="solved")
    return ticket


def notes(desk: FakeDesk, ticket: int) -> list[str]:
    comments = desk.store.ticket(ticket).comments
    return [one.plain_body for one in comments if one.author_id == seed.SERVICE]


def writes(desk: FakeDesk, ticket: int) -> list[dict[str, Any]]:
    return [one for one in desk.journal.entries("write", ticket=ticket) if one["who"] == seed.SERVICE]


def band(desk: FakeDesk, ticket: int) -> object:
    return desk.store.ticket(ticket).fields.get(int(seed.ACCOUNT_FIELDS["empathy"]))


def await_note(desk: FakeDesk, ticket: int, seconds: float = 30) -> None:
    eventually(lambda: bool(notes(desk, ticket)), f"a note on ticket {ticket}", seconds)


def settled(stack: Stack, seconds: float = 60) -> None:
    """Wait until nothing is to be done any more, and a moment longer: what comes twice would come now."""

    def idle() -> bool:
        stats = stack.stats()
        return stats.waiting + stats.claimed == 0

    eventually(idle, "no job is left", seconds)
    time.sleep(1.5)
    eventually(idle, "no job is left", seconds)


def test_a_solved_ticket_gets_note_fields_and_tags_in_one_private_write(desk: FakeDesk, stack: Stack) -> None:
    ticket = solve(desk)
    await_note(desk, ticket)
    settled(stack)
    (note,) = notes(desk, ticket)
    assert note.startswith("Empathy check: ")
    assert band(desk, ticket) in {"empathy__3_good", "empathy__4_strong"}
    assert band(desk, ticket) in desk.store.ticket(ticket).tags
    (write,) = writes(desk, ticket)
    assert (write["note"], write["public"], write["ticket_status"]) == (True, False, None)
    assert desk.store.ticket(ticket).status == "solved"
    assert len([e for e in desk.journal.entries("request") if f"/tickets/{ticket}" in e["path"]]) == 3


def test_a_hundred_webhooks_for_one_solve_make_one_note(desk: FakeDesk, stack: Stack) -> None:
    ticket = solve(desk)
    desk.webhooks.repeat(ticket, 50)
    desk.webhooks.repeat(ticket, 50, same_invocation=True)
    await_note(desk, ticket)
    eventually(lambda: len(desk.journal.entries("webhook", ticket=ticket)) >= 101, "all webhooks are answered")
    assert {e["status"] for e in desk.journal.entries("webhook", ticket=ticket)} <= {200, 202}
    settled(stack)
    assert len(notes(desk, ticket)) == 1


def test_solved_again_with_new_replies_updates_the_fields_and_adds_one_note_at_most(
    desk: FakeDesk, stack: Stack
) -> None:
    ticket = solve(desk, "It's been forwarded to the relevant department and will be looked into at some point.")
    eventually(lambda: band(desk, ticket) is not None, "a first result")
    settled(stack)
    first_band, first_notes = band(desk, ticket), len(notes(desk, ticket))
    desk.people.customer_replies(ticket, "It jumped back again.")
    desk.people.agent_replies(ticket, reply(), status="solved")
    eventually(lambda: band(desk, ticket) != first_band, "a new result")
    settled(stack)
    assert first_notes <= len(notes(desk, ticket)) <= first_notes + 1
    assert len(writes(desk, ticket)) == 2


def test_the_fourth_ticket_with_the_same_kind_line_says_so(desk: FakeDesk, stack: Stack) -> None:
    tickets = []
    for _ in range(4):
        tickets.append(solve(desk, f"Hi Cleo,\n\n{REPEATED} I have removed the old entry, it stays on the 15th now."))
        await_note(desk, tickets[-1])
        settled(stack)
    said = ["in other tickets" in note for ticket in tickets for note in notes(desk, ticket)]
    assert said == [False, False, False, True]


def test_a_ticket_closed_before_we_come_gets_tags_and_no_note(desk: FakeDesk, stack: Stack) -> None:
    ticket = desk.people.open_ticket(PROBLEM)
    desk.people.agent_replies(ticket, reply(), status="solved")
    desk.people.set_status(ticket, "closed")
    eventually(lambda: any(tag.startswith("empathy__") for tag in desk.store.ticket(ticket).tags), "tags")
    settled(stack)
    assert notes(desk, ticket) == []
    assert not [one for one in writes(desk, ticket) if one["note"]]


def test_an_answer_lost_after_the_write_leads_to_no_second_note(desk: FakeDesk, stack: Stack) -> None:
    desk.faults.add(Fault("reset", after=True, match=r"^PUT /api/v2/tickets/\d+"))
    ticket = solve(desk)
    await_note(desk, ticket)
    settled(stack)
    assert len(notes(desk, ticket)) == 1


def test_a_worker_killed_in_the_middle_of_two_writes(desk: FakeDesk, stack: Stack) -> None:
    """One had arrived, the other had not; nobody was told."""
    put = r"^PUT /api/v2/tickets/\d+"
    desk.faults.add(Fault("hang", after=True, seconds=20, match=put))
    desk.faults.add(Fault("hang", after=False, seconds=20, match=put))
    tickets = [solve(desk), solve(desk)]
    before = len(desk.journal.entries("fault", kind="hang"))
    eventually(lambda: len(desk.journal.entries("fault", kind="hang")) == before + 2, "both writes are sent")
    stack.kill("worker")
    desk.faults.clear()
    assert sorted(len(notes(desk, ticket)) for ticket in tickets) == [0, 1]
    stack.start("worker")
    settled(stack, seconds=100)  # the dead worker's lease has to run out
    assert [len(notes(desk, ticket)) for ticket in tickets] == [1, 1]


def test_redis_killed_with_a_job_in_it(desk: FakeDesk, stack: Stack) -> None:
    stack.kill("worker")
    ticket = solve(desk)
    eventually(lambda: stack.stats().waiting == 1, "the job is accepted")
    stack.kill_redis()
    stack.start_redis()
    stack.start("worker")
    await_note(desk, ticket)
    settled(stack)
    assert len(notes(desk, ticket)) == 1


def test_redis_killed_under_running_processes(desk: FakeDesk, stack: Stack) -> None:
    stack.kill_redis()
    ticket = solve(desk)
    stack.start_redis()
    await_note(desk, ticket, seconds=90)
    settled(stack)
    assert len(notes(desk, ticket)) == 1


def test_redis_killed_while_every_child_has_a_ticket_in_hand(desk: FakeDesk, stack: Stack) -> None:
    """That these tickets are done is told to nobody; the worker must ask for others all the same."""
    desk.faults.add(Fault("slow", seconds=1.5, count=2, match=r"^PUT /api/v2/tickets/\d+"))
    slow, failed = len(desk.journal.entries("fault", kind="slow")), stack.log("worker").count("celery.app.trace")
    tickets = [solve(desk), solve(desk)]
    eventually(lambda: len(desk.journal.entries("fault", kind="slow")) == slow + 2, "both writes are under way")
    stack.kill_redis()
    eventually(lambda: stack.log("worker").count("celery.app.trace") == failed + 2, "neither end can be written down")
    stack.start_redis()
    tickets.append(solve(desk))
    await_note(desk, tickets[-1])
    settled(stack, seconds=100)  # what was in hand comes again when its lease runs out
    assert [len(notes(desk, ticket)) for ticket in tickets] == [1, 1, 1]


def test_a_receiver_that_was_dead_costs_a_reconcile_pass_and_no_ticket(desk: FakeDesk, stack: Stack) -> None:
    stack.kill("web")
    ticket = solve(desk)
    eventually(lambda: bool(desk.journal.entries("webhook", ticket=ticket, status=0)), "the webhook finds nobody")
    stack.start("web")
    await_note(desk, ticket, seconds=90)
    settled(stack)
    assert len(notes(desk, ticket)) == 1


def test_a_stop_by_the_host_lets_the_ticket_in_hand_end(desk: FakeDesk, stack: Stack) -> None:
    desk.faults.add(Fault("slow", seconds=3, match=r"^PUT /api/v2/tickets/\d+"))
    before = len(desk.journal.entries("fault", kind="slow"))
    ticket = solve(desk)
    eventually(lambda: len(desk.journal.entries("fault", kind="slow")) > before, "the write is under way")
    stack.stop("worker")
    assert len(notes(desk, ticket)) == 1
    assert stack.stats().claimed == 0
    stack.start("worker")
    settled(stack)
    assert len(notes(desk, ticket)) == 1


def test_nothing_was_ever_public_or_a_status_and_no_retry_after_was_broken(desk: FakeDesk, stack: Stack) -> None:
    """Over this ticket and those of all the tests before it, in whatever order."""
    await_note(desk, solve(desk))
    ours = [one for one in desk.journal.entries("write") if one["who"] == seed.SERVICE]
    assert all(one["public"] is False for one in ours if one["note"])
    assert all(one["ticket_status"] is None for one in ours)
    assert not [one for one in ours if one["unknown"]]
    assert desk.journal.entries("violation") == []


def test_no_text_is_in_redis_or_in_the_logs(desk: FakeDesk, stack: Stack) -> None:
    solve(desk)
    settled(stack)
    dump = (stack.data / "redis").rglob("*")
    stored = b"".join(path.read_bytes() for path in dump if path.is_file())
    everything = stored.decode(errors="replace") + stack.log("web") + stack.log("worker")
    for secret in ("billing date", "Cleo", "frustrat", "annoying", desk.options.client_secret, SIGNING_SECRET):
        assert secret not in everything
