"""What would be written and why; nothing is."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from config.cli import explain as command
from integrations.errors import HelpdeskError, Unauthorized
from integrations.model import Annotation, Note, Status
from tests.unit.config.cli.assessed import GOOD
from tests.unit.workers.doubles import REF, plan, ticket

if TYPE_CHECKING:
    import redis

    from integrations.model import Outcome, Ticket
    from tests.unit.config.cli.conftest import MemoryRuntime, Run

KEY = plan(ticket()).key


def refuse_to_write(read: Ticket, annotation: Annotation) -> Outcome:
    raise AssertionError("explain must not write")


@pytest.fixture(autouse=True)
def good(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "judge", lambda *_: replace(GOOD, evidence=(), not_counted=()))


def test_a_page_with_result_fields_key_and_what_a_review_would_do(run: Run, memory: MemoryRuntime) -> None:
    done = run("explain", "acme", "4711")
    assert done.exit_code == 0
    for part in (
        "acme 4711, solved",
        "Billing date",
        "Turn 2.",
        "Good (71 of 100)",
        "No note",
        "Empathy             empathy__3_good",
        f"Key {KEY}, not yet on the ticket",
        "A review would end with “fields”",
    ):
        assert part in done.stdout


def test_nothing_is_written_to_helpdesk_or_redis(run: Run, memory: MemoryRuntime, redis_client: redis.Redis) -> None:
    memory.desk.annotate = refuse_to_write  # type: ignore[method-assign]
    assert run("explain", "acme", "4711").exit_code == 0
    assert redis_client.keys() == []


def test_for_programs(run: Run, memory: MemoryRuntime) -> None:
    made = json.loads(run("explain", "acme", "4711", "--json").stdout)
    assert made.pop("result")["band"] == "good"
    assert made == {
        "account": "acme",
        "ticket": "4711",
        "status": "solved",
        "would": "fields",
        "fields": {"empathy": "empathy__3_good"},
        "tags": ["empathy__3_good"],
        "key": KEY,
        "key_on_ticket": False,
    }


@pytest.mark.parametrize(
    ("changes", "would"),
    [
        ({}, "fields"),
        ({"status": Status.OPEN}, "not_solved"),
        ({"skip": "merged"}, "skipped_merged"),
        ({"skip": "merged", "status": Status.OPEN}, "not_solved"),
        ({"keys": frozenset({KEY})}, "unchanged"),
        ({"keys": frozenset({"heard-older"})}, "fields"),
    ],
)
def test_it_foretells_what_a_review_does(
    run: Run, memory: MemoryRuntime, changes: dict[str, object], would: str
) -> None:
    memory.desk.tickets["4711"] = ticket(**changes)
    foretold = json.loads(run("explain", "acme", "4711", "--json").stdout)["would"]
    memory.ledger.accept(REF, settle_seconds=0)
    assert foretold == would == memory.reviewer("acme").review(REF)


def test_the_note_is_the_one_that_would_be_written(
    run: Run, memory: MemoryRuntime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_note = replace(plan(ticket()), note=Note("Empathy check: Good\nref x", "<p>…</p>"))
    reviewer = replace(memory.reviewer("acme"), plan=lambda *_: with_note)
    monkeypatch.setattr(memory, "reviewer", lambda _: reviewer)
    assert "  | Empathy check: Good\n  | ref x" in run("explain", "acme", "4711").stdout
    made = json.loads(run("explain", "acme", "4711", "--json").stdout)
    assert (made["would"], made["result"]["note"]) == ("note", "Empathy check: Good\nref x")


def test_a_closed_ticket_takes_tags_at_most(run: Run, memory: MemoryRuntime) -> None:
    memory.desk.tickets["4711"] = ticket(status=Status.CLOSED)
    assert json.loads(run("explain", "acme", "4711", "--json").stdout)["would"] == "tags_only"


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (None, "the helpdesk has no such ticket"),
        (Unauthorized("GET /tickets: 401"), "mend the credentials"),
    ],
)
def test_what_the_helpdesk_refuses_is_one_sentence(
    run: Run, memory: MemoryRuntime, trouble: HelpdeskError | None, words: str
) -> None:
    memory.desk.trouble = [trouble] if trouble else []
    done = run("explain", "acme", "99")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: ")
    assert words in done.stderr
