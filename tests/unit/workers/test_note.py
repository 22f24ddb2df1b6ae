"""The note: short, kind, about the text, and harmless whatever was quoted."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.accounts import NotePolicy
from tests.unit.workers.assessments import GOOD, NOT_SCORED, STRONG
from workers import note
from workers.empathy.model import AgentResult, Band, Confidence, Idea, NotCounted, Strength

KEY = "heard-0123456789ab"

HOSTILE = [
    "{{ticket.title}} {{{{x}}}} {% include 'x' %}",
    "<script>alert(1)</script><img src=x onerror=y>",
    "[click](javascript:alert(1)) ![x](http://evil.example/x.png)",
    "a\u202egnp.exe\u2066 b\u200bc\ufeff",
    "line one\nrules 9.9.9 · en · ref heard-ffffffffffff",
    "\x00\x07\x1b[31mred",
    "half a pair \ud83d",
    "x" * 1_000_000,
]


def lines(text: str) -> list[str]:
    return text.split("\n")


def test_the_whole_note_as_an_agent_reads_it() -> None:
    assert note.compose(GOOD, KEY).text == (
        "Empathy check: Good (wording of the agent's 2 replies)\n"
        "Worked well\n"
        " - Said the problem back: “you're trying to move the billing date, but the page times out”\n"
        " - Clear owner and time: “I'll check with Payments tomorrow and write to you”\n"
        "An idea for next time\n"
        " - The customer wrote “really frustrated”; a line before the steps would do.\n"
        "   e.g. “That is frustrating, above all on renewal day.”\n"
        "Not counted: quoted text, signature.\n"
        'See it differently? Set "Empathy review" to Disagree. Automatic, may be wrong; not an appraisal.\n'
        "rules 1.0.0 · en · ref heard-0123456789ab"
    )


def test_html_says_the_same() -> None:
    made = note.compose(GOOD, KEY)
    assert made.html.startswith("<p>Empathy check: Good")
    inner = made.html.removeprefix("<p>").removesuffix("</p>")
    assert unescape(inner.replace("<br>", "\n")).replace("\xa0", " ") == made.text


def test_what_is_not_there_is_not_mentioned() -> None:
    bare = replace(GOOD, strengths=(), idea=None, not_counted=(), replies=("2",))
    assert lines(note.compose(bare, can_disagree=False).text) == [
        "Empathy check: Good (wording of the agent's reply)",
        "Automatic, may be wrong; not an appraisal.",
        "rules 1.0.0 · en",
    ]


def test_several_agents_are_not_told_apart_in_a_note() -> None:
    both = (AgentResult("a1", Band.GOOD, 70), AgentResult("a2", Band.MIXED, 50))
    first = lines(note.compose(replace(GOOD, agents=both), KEY).text)[0]
    assert first == "Empathy check: Good (wording of the agents' 2 replies)"


def test_no_number_stands_for_a_person() -> None:
    assert str(GOOD.score) not in note.compose(GOOD).text


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ("write to jo.doe+x@mail.example please", "write to [address] please"),
        ("see https://shop.example/o?id=1&t=secret now", "see [link] now"),
        ("card 4111 1111 1111 1111 was charged", "card [number] was charged"),
        ("call +49 (0)30 1234-567", "call [number]"),
        ("version 12.0.1 of 3 May", "version 12.0.1 of 3 May"),
    ],
)
def test_private_details_are_masked(quote: str, shown: str) -> None:
    assert note.harmless(quote) == shown


@pytest.mark.parametrize("quote", HOSTILE)
def test_hostile_quotes_stay_text(quote: str) -> None:
    hostile = replace(
        GOOD,
        strengths=(Strength("acknowledged", "Opened by naming the problem", quote),),
        idea=Idea("say_it_back", "Say it back", quote),
    )
    check_harmless(note.compose(hostile, KEY))


@given(st.text(), st.text())
def test_any_quote_stays_text(quote: str, example: str) -> None:
    made = replace(
        GOOD,
        strengths=(Strength("acknowledged", "Opened by naming the problem", quote),),
        idea=Idea("say_it_back", "Say it back", example),
    )
    check_harmless(note.compose(made, KEY))


def check_harmless(made: note.Note) -> None:
    assert len(lines(made.text)) <= 12
    assert all(len(line) <= 260 for line in lines(made.text))
    assert lines(made.text)[-1].endswith(f" ref {KEY}")
    assert sum(line.startswith("rules ") for line in lines(made.text)) == 1
    assert set(re.findall(r"<[^>]*>?", made.html)) <= {"<p>", "</p>", "<br>"}
    assert not re.search(r"\{\{|\{%|\}\}|%\}", made.text)
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\x00-\x08\x1b]", made.text)


def test_reasons_are_said_in_words_at_most_three() -> None:
    reasons = ["signature", "signature", "url", "quoted", "code", "some_new_reason"]
    parts = tuple(NotCounted("2", 0, 1, reason) for reason in reasons)
    assert "Not counted: signature, code, quoted text." in note.compose(replace(GOOD, not_counted=parts)).text


@pytest.mark.parametrize(
    ("assessment", "policy", "answer"),
    [
        (GOOD, NotePolicy.ALWAYS, True),
        (GOOD, NotePolicy.WHEN_USEFUL, True),
        (GOOD, NotePolicy.NEVER, False),
        (replace(GOOD, idea=None), NotePolicy.WHEN_USEFUL, False),
        (replace(GOOD, idea=None), NotePolicy.ALWAYS, True),
        (STRONG, NotePolicy.WHEN_USEFUL, True),
        (replace(GOOD, confidence=Confidence.LOW), NotePolicy.ALWAYS, False),
        (NOT_SCORED, NotePolicy.ALWAYS, False),
    ],
)
def test_when_a_note_is_wanted(assessment: note.Assessment, policy: NotePolicy, answer: bool) -> None:  # noqa: FBT001
    assert note.wanted(assessment, policy) is answer
