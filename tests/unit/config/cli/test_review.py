"""A look by hand: one ticket, now, with the outcome in words; beside workers that may hold it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from integrations.errors import Refused, TimedOut, Unauthorized
from integrations.model import Status
from tests.unit.workers.doubles import REF, ticket

if TYPE_CHECKING:
    from tests.unit.config.cli.conftest import MemoryRuntime, Run


def test_the_ticket_is_written_at_once_though_its_job_was_not_due(run: Run, memory: MemoryRuntime) -> None:
    memory.ledger.accept(REF, settle_seconds=3600)
    done = run("review", "acme", "4711")
    assert (done.exit_code, len(memory.desk.written)) == (0, 1)
    assert done.stdout == "acme 4711: the fields and tags are on the ticket; there was no need for a note.\n"
    assert memory.ledger.jobs() == []


def test_a_second_time_nothing_is_written(run: Run, memory: MemoryRuntime) -> None:
    run("review", "acme", "4711")
    assert "already carries this result" in run("review", "acme", "4711").stdout
    assert len(memory.desk.written) == 1


def test_what_was_given_up_is_looked_at_again(run: Run, memory: MemoryRuntime) -> None:
    memory.desk.trouble = [Refused("no")]
    assert run("review", "acme", "4711").exit_code == 1
    assert [view.ref for view in memory.ledger.parked()] == [REF]
    assert run("review", "acme", "4711").exit_code == 0
    assert memory.ledger.parked() == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status": Status.OPEN}, "the ticket is not solved; nothing was written"),
        ({"skip": "merged"}, "tickets of this kind are left alone (merged); nothing was written"),
    ],
)
def test_what_is_rightly_left_alone_is_no_failure(
    run: Run, memory: MemoryRuntime, changes: dict[str, object], words: str
) -> None:
    memory.desk.tickets["4711"] = ticket(**changes)
    done = run("review", "acme", "4711")
    assert (done.exit_code, done.stdout) == (0, f"acme 4711: {words}.\n")


def test_a_ticket_that_is_not_there(run: Run, memory: MemoryRuntime) -> None:
    assert "no such ticket" in run("review", "acme", "99").stdout


def test_a_failed_look_says_what_to_do_and_leaves_the_job(run: Run, memory: MemoryRuntime) -> None:
    memory.desk.trouble = [TimedOut("late")]
    done = run("review", "acme", "4711")
    assert done.exit_code == 1
    assert "What to do: check whether it is slow or down." in done.stdout
    assert [view.reason for view in memory.ledger.jobs()] == ["timed_out"]


def test_refused_credentials_pause_the_account(run: Run, memory: MemoryRuntime) -> None:
    memory.desk.trouble = [Unauthorized("no")]
    assert "`heard resume ACCOUNT`" in run("review", "acme", "4711").stdout
    done = run("review", "acme", "4711")
    assert (done.exit_code, "the account is paused" in done.stdout) == (1, True)
    assert memory.desk.written == []


def test_what_a_worker_has_in_hand_is_left_to_it(run: Run, memory: MemoryRuntime) -> None:
    memory.ledger.accept(REF, settle_seconds=0)
    claim = memory.ledger.claim(REF)
    assert claim
    done = run("review", "acme", "4711")
    assert (done.exit_code, memory.desk.written) == (1, [])
    assert "a worker has this ticket in hand and will look again" in done.stdout
    memory.ledger.finish(claim, "note")
    assert [view.state for view in memory.ledger.jobs()] == ["waiting"]


def test_no_worker_is_rung_for_a_look_by_hand(run: Run, memory: MemoryRuntime) -> None:
    """A worker that waits for the bell would be faster than we are, and the outcome would be its to tell."""
    memory.ledger.accept(REF, settle_seconds=3600)
    run("review", "acme", "4711")
    assert memory.ledger.bell(0.01) is None


def test_for_programs(run: Run, memory: MemoryRuntime) -> None:
    assert json.loads(run("review", "acme", "4711", "--json").stdout) == {
        "account": "acme",
        "ticket": "4711",
        "outcome": "fields",
        "meaning": "the fields and tags are on the ticket; there was no need for a note",
    }


def test_an_unknown_account_is_wrong_usage_and_nothing_is_accepted(run: Run, memory: MemoryRuntime) -> None:
    done = run("review", "acmee", "4711")
    assert done.exit_code == 2
    assert "accounts.toml names no acmee; it names acme." in done.stderr
    assert memory.ledger.jobs() == []
