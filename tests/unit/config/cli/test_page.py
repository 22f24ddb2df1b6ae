"""A result for people: it reads with colour and without, and no ticket steers the terminal."""

from __future__ import annotations

import re
from dataclasses import replace

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.accounts import NotePolicy
from config.cli import page
from config.cli.paint import Span, clean, paint, shortened
from tests.unit.config.cli.assessed import GOOD, NOT_SCORED, REPLY, TALK, evidence
from workers.empathy.model import AgentResult, Assessment, Band, Confidence, Conversation, Message, NotScored

PLAIN = click.unstyle(page.whole(TALK, GOOD))


def styled(text: str, **style: object) -> str:
    return click.style(text, **style)


class TestWithoutColour:
    def test_the_reply_stands_there_word_for_word(self) -> None:
        assert "\n".join(f"  {line}" for line in REPLY.splitlines()) in PLAIN

    def test_each_finding_has_its_sign_name_and_quote(self) -> None:
        assert "  + acknowledged  “I'm sorry the parcel is late”" in PLAIN
        assert "  - no owner  “Your claim has been forwarded”" in PLAIN
        assert "    apologised, not counted (said in the same words before)  “I'm sorry”" in PLAIN
        assert "    left out: signature" in PLAIN

    def test_the_customer_is_there_in_short(self) -> None:
        assert "Customer c1\n  I am so annoyed" in PLAIN
        long = replace(TALK, messages=(Message("1", "customer", "so long " * 500),))
        assert len(page.whole(long, GOOD)) < 700

    def test_a_private_turn_is_not_read(self) -> None:
        assert "Agent a1 (private, not read)" in PLAIN

    def test_the_verdict(self) -> None:
        for line in (
            "Good (71 of 100)",
            "  confidence  high",
            "  customer    frustrated",
            "  shown       acknowledged, owner and time",
            "  idea        confirm fix: One question at the end would do.",
            "  rules       1.0.0/en",
        ):
            assert line in PLAIN.splitlines()

    def test_several_agents_each_have_a_band(self) -> None:
        two = replace(GOOD, agents=(AgentResult("a1", Band.GOOD, 70), AgentResult("a2", Band.MIXED, 40)))
        assert "  a2          Mixed" in click.unstyle(page.whole(TALK, two)).splitlines()

    @pytest.mark.parametrize("reason", NotScored)
    def test_no_score_says_why_in_words(self, reason: NotScored) -> None:
        lines = click.unstyle(page.whole(TALK, replace(NOT_SCORED, not_scored=reason))).splitlines()
        (because,) = [line for line in lines if line.startswith("  because")]
        assert "Not scored" in lines
        assert len(because.split()) > 3

    def test_the_note_or_why_there_is_none(self) -> None:
        assert page.note("One\nTwo", GOOD, NotePolicy.ALWAYS) == "\nNote\n  | One\n  | Two"

    @pytest.mark.parametrize(
        ("assessment", "policy", "why"),
        [
            (NOT_SCORED, NotePolicy.ALWAYS, "there is no result"),
            (replace(GOOD, confidence=Confidence.LOW), NotePolicy.ALWAYS, "the result is too uncertain to speak of"),
            (GOOD, NotePolicy.NEVER, "the account wants none"),
            (GOOD, NotePolicy.ALWAYS, "the band is what the last note said"),
            (
                replace(GOOD, idea=None),
                NotePolicy.WHEN_USEFUL,
                "there is nothing to suggest and nothing special to praise",
            ),
        ],
    )
    def test_the_one_reason_why_there_is_no_note(self, assessment: Assessment, policy: NotePolicy, why: str) -> None:
        assert page.note(None, assessment, policy) == f"\nNo note: {why}."


class TestColour:
    def test_markers_are_green_anti_markers_yellow_the_rest_dim(self) -> None:
        whole = page.whole(TALK, GOOD)
        assert styled("I'll call the depot today", fg="green", bold=True) in whole
        assert styled("Your claim has been forwarded", fg="yellow", bold=True) in whole
        assert styled("-- \nSam", dim=True).replace("\n", "\n  ") in whole

    def test_where_findings_overlap_an_anti_marker_shows_before_a_marker(self) -> None:
        both = (evidence("specific", "sorry the parcel"), evidence("no_owner", "the parcel is late", polarity="-"))
        whole = page.whole(TALK, replace(GOOD, evidence=both))
        assert styled("sorry ", fg="green", bold=True) + styled("the parcel", fg="yellow", bold=True) in whole

    def test_a_finding_that_counts_shows_before_one_that_does_not(self) -> None:
        assert styled("I'm sorry", fg="green", bold=True) in page.whole(TALK, GOOD)


class TestRow:
    def test_one_line_with_what_a_lead_filters_by(self) -> None:
        columns = ["4711", "Good", "71", "acknowledged, owner and time", "idea: confirm fix"]
        assert re.split(r"  +", page.row(GOOD)) == columns

    def test_no_score_says_why(self) -> None:
        columns = re.split(r"  +", page.row(NOT_SCORED))
        assert columns[:3] == ["-", "Not scored", "-"]
        assert columns[3].startswith("there is no message by the customer")


HOSTILE = "\x1b[2J\x1b]0;title\x07\x9b31m\u202ereversed\u2066\x00\x7f"


def test_no_ticket_steers_the_terminal() -> None:
    talk = Conversation(
        id=HOSTILE,
        messages=(Message("1", "customer", HOSTILE, author=HOSTILE), Message("2", "agent", HOSTILE, author=HOSTILE)),
    )
    found = replace(
        GOOD, id=HOSTILE, evidence=(replace(GOOD.evidence[0], start=0, end=9, quote=HOSTILE),), not_counted=()
    )
    shown = click.unstyle(page.whole(talk, found)) + page.row(found) + page.note(HOSTILE, found, NotePolicy.ALWAYS)
    assert not {ord(letter) for letter in shown} & {0, 7, 0x1B, 0x7F, 0x9B, 0x202E, 0x2066}
    assert "reversed" in shown


def test_windows_line_ends_are_line_ends() -> None:
    assert clean("a\r\nb\tc") == "a\nb\tc"


def test_shortened_is_one_line() -> None:
    assert shortened("a\n  b", 9) == "a b"
    assert shortened("abcdefghij", 5) == "abcd…"


spans = st.builds(Span, st.integers(-2, 30), st.integers(-2, 30), st.integers(0, 3), st.sampled_from(["green", None]))


@given(st.text("abc \n", max_size=25), st.lists(spans, max_size=5))
def test_painting_changes_no_letter(text: str, painted: list[Span]) -> None:
    assert click.unstyle(paint(text, painted)) == text
