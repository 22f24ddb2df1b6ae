"""The result object is a public interface: these keys, in this order, with these kinds of values."""

from __future__ import annotations

import json

from tests.unit.config.cli.assessed import GOOD, NOT_SCORED
from workers.empathy.result import result

DOCUMENTED = [
    "id",
    "band",
    "score",
    "confidence",
    "not_scored",
    "shown",
    "idea",
    "customer_feeling",
    "agents",
    "evidence",
    "not_counted",
    "note",
    "version",
]


def test_the_keys_come_in_the_documented_order() -> None:
    assert list(result(GOOD, "A note."))[: len(DOCUMENTED)] == DOCUMENTED


def test_a_scored_conversation() -> None:
    made = json.loads(json.dumps(result(GOOD, "A note.")))
    assert {name: made[name] for name in DOCUMENTED if name != "evidence"} == {
        "id": "4711",
        "band": "good",
        "score": 71,
        "confidence": "high",
        "not_scored": None,
        "shown": ["acknowledged", "owner_and_time"],
        "idea": "confirm_fix",
        "customer_feeling": "frustrated",
        "agents": [{"author": "a1", "band": "good", "score": 71}],
        "not_counted": [{"message": "2", "start": 88, "end": 95, "reason": "signature"}],
        "note": "A note.",
        "version": "1.0.0/en",
    }
    assert made["evidence"][2] == {
        "marker": "commitment",
        "rule": "en.commitment.1",
        "polarity": "+",
        "message": "2",
        "start": 30,
        "end": 55,
        "quote": "I'll call the depot today",
        "counted": True,
        "why": None,
        "sure": None,
    }
    assert [item["marker"] for item in made["evidence"]] == ["acknowledged", "apologised", "commitment", "no_owner"]


def test_one_that_is_not_scored_says_why_and_keeps_its_evidence() -> None:
    made = result(NOT_SCORED, None)
    assert (made["band"], made["score"], made["not_scored"], made["idea"], made["note"]) == (
        "not_scored",
        None,
        "one_sided",
        None,
        None,
    )
    assert made["evidence"]
