"""The markers as data: complete, each can fire, each fires on its examples and not on its counter-examples."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.unit.workers.empathy.conversations import counted, example
from workers.empathy.conditions import CONDITIONS
from workers.empathy.detect import by_rules, detect
from workers.empathy.detectors import AFTER_READING, DETECTORS
from workers.empathy.hear import read_replies
from workers.empathy.lexicon import Marker, lexicon

POSITIVE = (
    *("acknowledged", "validated_feeling", "paraphrased", "checked_understanding", "invited_story", "asked_specific"),
    *("thanked", "apologised", "used_i", "inclusive_we", "action_done", "commitment", "offered_guidance"),
    *("clear_steps", "recap_for_later", "corrected_kindly", "gentle_pointer", "confirmed_fix", "open_door"),
    *("closing_offer", "stayed_calm", "specific"),
)
NEGATIVE = (
    *("judged", "guessed_feeling", "assumed", "company_we", "no_owner", "scripted", "asked_to_repeat"),
    *("dismissed_feeling", "raised_voice", "condescended", "own_opinion", "step_dump", "late_acknowledgement"),
    "abrupt_end",
)
LEAST_EXAMPLES = 5

MARKERS = list(lexicon().markers.values())
MATCH = [(marker.id, given) for marker in MARKERS for given in marker.match]
NO_MATCH = [(marker.id, given) for marker in MARKERS for given in marker.no_match]


def test_all_markers_are_there() -> None:
    polarity = {marker.id: marker.polarity for marker in MARKERS}
    assert polarity == dict.fromkeys(POSITIVE, "+") | dict.fromkeys(NEGATIVE, "-")


@pytest.mark.parametrize("marker", MARKERS, ids=lambda marker: marker.id)
def test_an_entry_says_what_it_is(marker: Marker) -> None:
    assert all((marker.definition, marker.applies_when, marker.reason, marker.note, marker.rules))
    assert len(marker.match) >= LEAST_EXAMPLES
    assert len(marker.no_match) >= LEAST_EXAMPLES


def test_no_example_is_given_twice() -> None:
    texts = Counter(str(given) for _, given in MATCH + NO_MATCH)
    assert [text for text, times in texts.items() if times > 2] == []


def test_rule_ids_are_unique_and_name_their_marker() -> None:
    ids = [rule.id for rule in lexicon().rules]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(rf"en\.{rule.marker}\.[1-9]\d*", rule.id) for rule in lexicon().rules)


def test_a_rule_has_patterns_or_a_detector_and_known_conditions() -> None:
    for rule in lexicon().rules:
        assert bool(rule.say) != bool(rule.detector), rule.id
        assert rule.detector is None or rule.detector in {**DETECTORS, **AFTER_READING}
        assert set(rule.when) <= set(CONDITIONS), rule.id
        assert 0 < rule.weight <= 1
    assert {rule.detector for rule in lexicon().rules if rule.detector} == {*DETECTORS, *AFTER_READING}


@pytest.mark.parametrize(("marker", "given"), MATCH)
def test_an_example_matches(marker: str, given: str | dict[str, str]) -> None:
    assert marker in counted(example(given))


@pytest.mark.parametrize(("marker", "given"), NO_MATCH)
def test_a_counter_example_does_not_match(marker: str, given: str | dict[str, str]) -> None:
    assert marker not in counted(example(given))


def test_each_rule_fires_on_some_example() -> None:
    replies = [reply for _, given in MATCH for reply in read_replies(example(given))]
    fired = {one.rule.id for reply in replies for one in (*by_rules(reply).found, *detect(reply))}
    assert {rule.id for rule in lexicon().rules} - fired == set()
