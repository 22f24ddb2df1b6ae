"""What must not change an assessment, and that equal input gives equal bytes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.workers.empathy.conversations import MIXED_CASES, talk
from workers.empathy.model import Assessment, Conversation
from workers.empathy.result import result
from workers.empathy.score import assess

ROOT = Path(__file__).parents[4]
CUSTOMER = "I'm really annoyed, order 55-210 came without the lid and I can't use the pot on Sunday."
REPLY = (
    "Hi Lou,\n\nA pot without its lid is no use, and I can see why that's annoying. I've put the lid in the post "
    "today, it's with you on Friday. Is there anything else you need for Sunday?"
)


def essence(assessment: Assessment) -> tuple[object, ...]:
    found = [(item.rule, item.counted, item.why) for item in assessment.evidence]
    return assessment.band, assessment.score, assessment.shown, assessment.customer_feeling, found


def changed(reply: str) -> tuple[object, ...]:
    return essence(assess(talk(CUSTOMER, reply)))


@pytest.mark.parametrize(
    "reply",
    [
        REPLY.replace("'", "\u2019"),
        REPLY.replace("\n", "\r\n"),
        REPLY.upper().replace("A", "a").lower(),
        f"{REPLY}\n\nKind regards\nJo Reed\n-- \nJo Reed | Pots & Lids | Mill Lane 4",
        f"{REPLY}\n\nOn Mon, 2 Nov 2026 at 09:14, Lou wrote:\n> {CUSTOMER}",
    ],
    ids=["curly", "crlf", "case", "signature", "quoted"],
)
def test_spelling_and_what_is_not_the_agents_own_words_change_nothing(reply: str) -> None:
    assert changed(reply) == essence(assess(talk(CUSTOMER, REPLY)))


@pytest.mark.parametrize(
    ("reply", "marker"),
    [
        ("I'm not sorry about the lid, it was in the box when it left us.", "apologised"),
        ("You are not wrong, and this was not your mistake.", "judged"),
        ("Some customers find the lid annoying, most like it.", "validated_feeling"),
    ],
)
def test_negation_and_other_peoples_feelings_are_understood(reply: str, marker: str) -> None:
    counted = {item.marker for item in assess(talk(CUSTOMER, reply)).evidence if item.counted}
    assert marker not in counted


SCRIPT = """
import json, sys
from tests.unit.workers.empathy.conversations import MIXED_CASES, talk
from workers.empathy.result import result
from workers.empathy.score import assess
for bodies in MIXED_CASES:
    print(json.dumps(result(assess(talk(*bodies)), None)))
"""


def test_no_hash_seed_changes_a_byte() -> None:
    outputs = {_run(seed) for seed in ("0", "1", "4711")}
    assert len(outputs) == 1
    assert outputs == {"".join(json.dumps(result(assess(talk(*one)), None)) + "\n" for one in MIXED_CASES)}


def _run(seed: str) -> str:
    environ = os.environ | {"PYTHONHASHSEED": seed}
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, env=environ, capture_output=True, text=True, check=True
    )
    return run.stdout


def test_an_assessment_remembers_nothing() -> None:
    first = [assess(talk(*one)) for one in MIXED_CASES]
    again = [assess(talk(*one)) for one in reversed(MIXED_CASES)]
    assert first == list(reversed(again))


PHRASES = st.sampled_from(
    [
        "I\u2019m so sorry that happened.",
        "  I've   refunded it\ttoday!! ",
        "\u200bYou should have READ the manual, it is NOT hard.",
        "Let me walk you through it \u2013 right now.",
        "> quoted words of the customer",
        "https://shop.example/a?b=c",
        "<b>Please</b> click &amp; wait.",
        "Is that working now?\r\n",
        "\ufb01rst press F5, then wait",
        "We apologise for any inconvenience.",
        "-- \nJo | Mill Lane 4",
        "\u202ehidden\u202c",
        "1. Open it.\n2. Close it.",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PHRASES | st.text(max_size=30), max_size=8), st.sampled_from([CUSTOMER, "hello", ""]))
def test_a_quote_is_what_stands_at_its_offsets(parts: list[str], customer: str) -> None:
    conversation = talk(customer, "\n".join(parts), "and then?", " ".join(parts))
    bodies = {message.id: message.body for message in conversation.messages}
    assessment = assess(conversation)
    for item in assessment.evidence:
        assert bodies[item.message][item.start : item.end] == item.quote != ""
    for part in assessment.not_counted:
        assert 0 <= part.start < part.end <= len(bodies[part.message])


def test_what_is_not_public_is_not_read() -> None:
    messages = talk(CUSTOMER, "YOU STUPID PEOPLE, READ THE MANUAL!!", "any news?", REPLY).messages
    private = Conversation("t1", tuple(replace(one, public=one.id != "2") for one in messages))
    assessment = assess(private)
    assert assessment.replies == ("4",)
    assert {item.message for item in assessment.evidence} == {"4"}
