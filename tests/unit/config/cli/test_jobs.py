"""What waits, what was given up and why, and trying again; on a real Redis."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from integrations.model import TicketRef

if TYPE_CHECKING:
    from tests.unit.config.cli.conftest import Run
    from workers.ledger import Ledger

A, B, OTHER = TicketRef("acme", "4711"), TicketRef("acme", "4712"), TicketRef("other", "9")


@pytest.fixture
def ledger(heard_ledger: Ledger) -> Ledger:
    return heard_ledger


def park(ledger: Ledger, ref: TicketRef, reason: str) -> None:
    ledger.accept(ref, settle_seconds=0)
    claim = ledger.claim(ref)
    assert claim
    assert ledger.park(claim, reason)


def rows(output: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.splitlines()]


class TestJobs:
    def test_none(self, run: Run, ledger: Ledger) -> None:
        done = run("jobs")
        assert (done.exit_code, done.stdout) == (0, "None.\n")

    def test_each_with_its_state_and_when_it_is_due(self, run: Run, ledger: Ledger) -> None:
        ledger.accept(A, settle_seconds=90)
        ledger.accept(B, settle_seconds=7200)
        ledger.accept(OTHER, settle_seconds=0)
        ledger.claim(OTHER)
        lines = run("jobs").stdout.splitlines()
        assert [line.split() for line in lines] == [
            ["ACCOUNT", "TICKET", "DUE", "ATTEMPTS", "CRASHES", "REASON"],
            ["acme", "4711", "in", "1", "min", "0", "0", "-"],
            ["acme", "4712", "in", "2.0", "h", "0", "0", "-"],
            ["other", "9", "being", "looked", "at", "0", "0", "-"],
        ]

    def test_one_that_is_late_says_how_late(self, run: Run, ledger: Ledger) -> None:
        ledger.clock_offset = -600
        ledger.accept(A, settle_seconds=0)
        assert "10 min ago" in run("jobs").stdout

    def test_one_that_failed_says_why_and_what_to_do(self, run: Run, ledger: Ledger) -> None:
        ledger.accept(A, settle_seconds=0)
        claim = ledger.claim(A)
        assert claim
        ledger.defer(claim, 60, "timed_out")
        out = run("jobs").stdout
        assert "the helpdesk does not answer in time" in out
        assert "What to do: check whether it is slow or down." in out

    def test_of_one_account(self, run: Run, ledger: Ledger) -> None:
        ledger.accept(A, settle_seconds=9)
        ledger.accept(OTHER, settle_seconds=9)
        assert [row["ticket"] for row in rows(run("jobs", "other", "--json").stdout)] == ["9"]

    def test_for_programs(self, run: Run, ledger: Ledger) -> None:
        ledger.clock_offset = 1_800_000_000.5 - ledger.now()  # the middle of a second: nothing rounds over its edge
        ledger.accept(A, settle_seconds=60)
        (row,) = rows(run("jobs", "--json").stdout)
        assert row == {
            "account": "acme",
            "ticket": "4711",
            "state": "waiting",
            "due": "2027-01-15T08:01:00Z",
            "attempts": 0,
            "crashes": 0,
            "created": "2027-01-15T08:00:00Z",
            "reason": None,
        }

    def test_a_paused_account_is_said(self, run: Run, ledger: Ledger) -> None:
        ledger.pause("acme", "holiday")
        assert "acme is paused (holiday): its jobs wait until `heard resume acme`." in run("jobs").stdout

    def test_a_pause_for_refused_credentials_ends_by_itself(self, run: Run, ledger: Ledger) -> None:
        ledger.pause("acme", "unauthorized")
        out = run("jobs").stdout
        assert "until the credentials work at the next reconcile pass, or `heard resume acme`." in out
        assert "paused" not in run("jobs", "other").stdout


class TestParked:
    def test_each_reason_is_explained_once(self, run: Run, ledger: Ledger) -> None:
        for ref in (A, B):
            park(ledger, ref, "refused")
        park(ledger, OTHER, "KeyError")
        out = run("parked").stdout
        assert out.count("the helpdesk does not take what we send for this ticket") == 1
        assert out.count("a mistake in Heard (KeyError)") == 1
        assert "heard replay ACCOUNT TICKET" in out
        assert [line.split()[1] for line in out.splitlines()[1:4]] == ["4711", "4712", "9"]

    def test_for_programs(self, run: Run, ledger: Ledger) -> None:
        park(ledger, A, "refused")
        (row,) = rows(run("parked", "--json").stdout)
        assert (row["state"], row["due"], row["reason"]) == ("parked", None, "refused")

    def test_none(self, run: Run, ledger: Ledger) -> None:
        ledger.accept(A, settle_seconds=0)
        assert run("parked").stdout == "None.\n"


class TestReplay:
    def test_one(self, run: Run, ledger: Ledger) -> None:
        park(ledger, A, "refused")
        park(ledger, B, "refused")
        assert run("replay", "acme", "4711").stdout == "1 ticket will be looked at again.\n"
        assert [view.ref for view in ledger.jobs()] == [A]
        assert [view.ref for view in ledger.parked()] == [B]

    @pytest.mark.parametrize(("words", "left"), [(("--all",), []), (("--all", "acme"), [OTHER])])
    def test_all(self, run: Run, ledger: Ledger, words: tuple[str, ...], left: list[TicketRef]) -> None:
        for ref in (A, B, OTHER):
            park(ledger, ref, "refused")
        done = run("replay", *words, "--json")
        assert (done.exit_code, rows(done.stdout)) == (0, [{"replayed": 3 - len(left)}])
        assert [view.ref for view in ledger.parked()] == left

    def test_what_is_not_parked(self, run: Run, ledger: Ledger) -> None:
        ledger.accept(A, settle_seconds=0)
        done = run("replay", "acme", "4711")
        assert done.exit_code == 1
        assert "acme 4711 is not parked; `heard parked` lists what is." in done.stderr

    def test_of_a_paused_account_it_waits_on(self, run: Run, ledger: Ledger) -> None:
        park(ledger, A, "refused")
        ledger.pause("acme", "by hand")
        assert "acme is paused: not before `heard resume acme`." in run("replay", "--all").stdout

    @pytest.mark.parametrize("words", [(), ("acme",), ("--all", "acme", "4711")])
    def test_unclear_wishes_are_wrong_usage(self, run: Run, ledger: Ledger, words: tuple[str, ...]) -> None:
        park(ledger, A, "refused")
        done = run("replay", *words)
        assert done.exit_code == 2
        assert "say which" in done.stderr
        assert len(ledger.parked()) == 1


class TestPauseAndResume:
    def test_hold_and_let_go(self, run: Run, ledger: Ledger) -> None:
        ledger.accept(A, settle_seconds=0)
        done = run("pause", "acme", "--reason", "migration on Friday")
        assert "acme is paused (migration on Friday). Nothing is lost" in done.stdout
        assert ledger.paused() == {"acme": "migration on Friday"}
        assert ledger.claim(A) is None
        assert run("resume", "acme").stdout == "acme goes on; 1 ticket waits.\n"
        assert ledger.claim(A)

    def test_twice_is_as_once(self, run: Run, ledger: Ledger) -> None:
        for word in ("pause", "pause", "resume", "resume"):
            done = run(word, "acme")
            assert done.exit_code == 0
        assert done.stdout == "acme was not paused. Paused: none.\n"

    def test_a_name_that_was_never_seen_is_questioned(self, run: Run, ledger: Ledger) -> None:
        ledger.accept(A, settle_seconds=0)
        assert "is the name right? Known: acme." in run("pause", "acmee").stdout
        assert "is the name right" not in run("pause", "acme").stdout

    def test_a_reason_may_hold_plain_words_only(self, run: Run, ledger: Ledger) -> None:
        done = run("pause", "acme", "--reason", "see <https://example.com>")
        assert done.exit_code == 2
        assert "expected a few plain words" in done.stderr
        assert ledger.paused() == {}

    def test_for_programs(self, run: Run, ledger: Ledger) -> None:
        assert rows(run("pause", "acme", "--json").stdout) == [
            {"account": "acme", "paused": True, "reason": "by hand"}
        ]
        assert rows(run("resume", "acme", "--json").stdout) == [
            {"account": "acme", "paused": False, "was_paused": True}
        ]


EVERY = [("jobs",), ("parked",), ("replay", "--all"), ("pause", "acme"), ("resume", "acme")]


@pytest.mark.parametrize("words", EVERY)
def test_a_redis_that_does_not_answer_is_one_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://:hunter2@127.0.0.1:1/0")
    done = run(*words)
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: Redis does not serve us")
    assert "REDIS_URL" in done.stderr
    assert "hunter2" not in done.output


@pytest.mark.parametrize("words", EVERY)
def test_wrong_settings_are_named_with_status_78(
    run: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("REDIS_URL", "http://example.com")
    done = run(*words)
    assert done.exit_code == 78
    assert "REDIS_URL: expected an address such as redis://" in done.stderr


@pytest.mark.parametrize("words", [("jobs", "a b"), ("replay", "acme", "../1"), ("resume", ""), ("pause", "a" * 65)])
def test_what_can_be_no_name_is_wrong_usage(run: Run, ledger: Ledger, words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.exit_code == 2
    assert "letters, digits, - or _" in done.stderr
