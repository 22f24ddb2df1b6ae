"""`score` in one process: what comes out, where, and with which exit status."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import click
import pytest

from config.cli import score as command
from tests.unit.config.cli.assessed import GOOD, NOT_SCORED, evidence
from workers.empathy.model import Assessment, Band, Conversation

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.config.cli.conftest import Run


def line(number: str, body: str = "I see.") -> str:
    return json.dumps({"id": number, "messages": [{"role": "agent", "body": body}]})


def by_hand(conversation: Conversation) -> Assessment:
    """A result that says which conversation it is of; a body of "crash" is one that we fail on."""
    if conversation.messages[0].body == "crash":
        raise KeyError("Anna Example")
    return replace(GOOD, id=conversation.id, evidence=(), not_counted=())


@pytest.fixture(autouse=True)
def scorer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "assess", by_hand)


def ids(output: str) -> list[object]:
    return [json.loads(line)["id"] for line in output.splitlines()]


class TestJson:
    def test_one_result_a_line_in_order(self, run: Run) -> None:
        done = run("score", "--json", given="\n".join(line(n) for n in "abc"))
        assert (done.exit_code, ids(done.stdout), done.stderr) == (0, ["a", "b", "c"], "")

    def test_a_reply_is_one_result_without_an_id(self, run: Run) -> None:
        assert ids(run("score", "--json", given="Sorry.").stdout) == [None]

    def test_bad_lines_go_to_standard_error_as_objects(self, run: Run) -> None:
        bad = '{"messages": [{"role": "chef", "body": "x"}]}'
        done = run("score", "--json", given="\n".join([line("a"), bad, "{", line("b")]))
        assert (done.exit_code, ids(done.stdout)) == (1, ["a", "b"])
        assert [json.loads(text) for text in done.stderr.splitlines()] == [
            {"line": 2, "field": "messages[0].role", "error": 'expected customer, agent or bot, got "chef"'},
            {
                "line": 3,
                "field": None,
                "error": "not JSON at column 2 (Expecting property name enclosed in double quotes)",
            },
        ]

    def test_letters_are_letters_and_half_a_pair_is_no_crash(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        quote = "Grüße \ud83d"
        odd = replace(GOOD, evidence=(replace(evidence("thanked", "I'm sorry"), quote=quote),))
        monkeypatch.setattr(command, "assess", lambda _: odd)
        done = run("score", "--json", given=line("a"))
        assert "Grüße \\ud83d".encode() in done.stdout_bytes
        assert json.loads(done.stdout)["evidence"][0]["quote"] == quote

    def test_the_note_is_that_of_an_account_without_wishes(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        plain = replace(GOOD, idea=None)
        for assessment, noted in [(GOOD, True), (plain, False), (replace(plain, band=Band.STRONG), True)]:
            monkeypatch.setattr(command, "assess", lambda _, made=assessment: made)
            note = json.loads(run("score", "--json", given="Hello.").stdout)["note"]
            assert bool(note) is noted
            assert not note or note.startswith("Empathy check: ")


class TestForPeople:
    def test_one_conversation_gets_a_page_with_its_note(self, run: Run) -> None:
        done = run("score", given=line("a", "I see it."))
        assert done.exit_code == 0
        for part in ("Agent\n  I see it.", "Good (71 of 100)", "  | Empathy check: Good"):
            assert part in done.stdout

    def test_many_get_a_row_each(self, run: Run) -> None:
        done = run("score", given=f"{line('a')}\n{line('b')}\n")
        assert [text.split()[:3] for text in done.stdout.splitlines()] == [["a", "Good", "71"], ["b", "Good", "71"]]

    def test_one_line_of_jsonl_is_a_row_if_told_so(self, run: Run) -> None:
        assert len(run("score", "--jsonl", given=line("a")).stdout.splitlines()) == 1

    def test_bad_lines_are_told_in_their_place(self, run: Run) -> None:
        done = run("score", given=f"{line('a')}\n{{}}\n{line('b')}\n")
        assert done.exit_code == 1
        assert done.stderr == "heard score: line 2: messages: expected a list of messages, but it is missing\n"
        assert len(done.stdout.splitlines()) == 2

    def test_evidence_of_a_bare_reply_shows_though_it_is_not_scored(
        self, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one_sided = replace(NOT_SCORED, evidence=(replace(evidence("apologised", "I'm sorry"), message="1"),))
        monkeypatch.setattr(command, "assess", lambda _: one_sided)
        done = run("score", given="I'm sorry, that was late.")
        assert done.exit_code == 0
        assert "+ apologised" in done.stdout
        assert "there is no message by the customer" in done.stdout

    def test_text_may_be_forced(self, run: Run) -> None:
        assert "  {name}, hello" in run("score", "--text", given="{name}, hello").stdout


class TestColour:
    @pytest.fixture(autouse=True)
    def found(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(command, "assess", lambda _: GOOD)

    def colourful(self, run: Run, *words: str, terminal: bool) -> bool:
        out = run("score", *words, given=json.dumps({"messages": [{"role": "agent", "body": "x"}]}), color=terminal)
        return out.stdout != click.unstyle(out.stdout)

    def test_only_where_it_is_read(self, run: Run) -> None:
        assert self.colourful(run, terminal=True)
        assert not self.colourful(run, terminal=False)

    def test_or_as_told(self, run: Run) -> None:
        assert self.colourful(run, "--color", terminal=False)
        assert not self.colourful(run, "--no-color", terminal=True)

    def test_no_color_is_obeyed_unless_told_otherwise(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NO_COLOR", "1")
        assert not self.colourful(run, terminal=True)
        assert self.colourful(run, "--color", terminal=False)
        monkeypatch.setenv("NO_COLOR", "")
        assert self.colourful(run, terminal=True)


def test_a_conversation_that_we_fail_on_costs_only_itself(run: Run) -> None:
    done = run("score", "--json", given="\n".join([line("a"), line("b", "crash"), line("c")]))
    assert (done.exit_code, ids(done.stdout)) == (1, ["a", "c"])
    told = json.loads(done.stderr)
    assert (told["line"], told["field"]) == (2, None)
    assert re.fullmatch(r"Heard failed on this one; please report KeyError at \S+\.py:\d+", told["error"])


def test_a_bare_reply_is_judged_against_what_the_customer_wrote(run: Run) -> None:
    done = run(
        "score", "--customer", "Where is my parcel? I am worried.", given="Sorry it is late, I will call today."
    )
    assert done.exit_code == 0
    assert "Where is my parcel?" in done.stdout


def test_in_jsonl_the_customer_speaks_for_himself(run: Run) -> None:
    done = run("score", "--jsonl", "--customer", "Where is it?", given="{}")
    assert done.exit_code == 2
    assert "--customer" in done.stderr


def test_a_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "ticket.json"
    file.write_text(json.dumps(json.loads(line("a")), indent=2))
    assert ids(run("score", "--json", str(file)).stdout) == ["a"]


def test_a_file_that_is_not_there_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    done = run("score", str(tmp_path / "absent.json"))
    assert done.exit_code == 2
    assert "No such file" in done.stderr


@pytest.mark.parametrize("given", ["", "[]"])
def test_nothing_to_score_is_bad_input(run: Run, given: str) -> None:
    done = run("score", given=given)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("heard score: line 1: ")


def test_no_lines_are_no_error_where_lines_are_expected(run: Run) -> None:
    done = run("score", "--jsonl", "--json", given="")
    assert (done.exit_code, done.output) == (0, "")


def test_the_example_in_the_help_is_a_conversation(run: Run) -> None:
    text = run("score", "--help").stdout
    example = text[text.index('{"id"') :].split("\n\n")[0]
    done = run("score", "--json", given=example)
    assert (done.exit_code, ids(done.stdout)) == (0, ["4711"])
