"""Fresh wording is read for what it does; where a rule speaks against it, the rule wins."""

from __future__ import annotations

import pytest

from tests.unit.workers.empathy.conversations import talk, weighed

UPSET = "I'm really annoyed: order 55-210 was billed twice, and nobody has answered for two weeks."


def found(agent: str, customer: str = UPSET) -> dict[str, str]:
    """Return the rule by which each marker was found."""
    return {one.marker: one.finding.rule.id for one in weighed(talk(customer, agent)) if one.counted}


@pytest.mark.parametrize(
    ("agent", "marker"),
    [
        ("That invoice should never have gone out twice.", "acknowledged"),
        ("Two weeks without a line is a long time.", "validated_feeling"),
        ("Put the refund through at noon.", "action_done"),
        ("Whoever told you to wait for two weeks was wrong, and that was us.", "apologised"),
        ("Tell me how it looks on your side once you have opened it.", "confirmed_fix"),
    ],
)
def test_wording_that_no_pattern_knows(agent: str, marker: str) -> None:
    assert marker in found(agent)


@pytest.mark.parametrize(
    ("agent", "marker"),
    [
        ("We've got lockers in nine towns now.", "action_done"),
        ("Some customers find the fee annoying, but most accept it.", "validated_feeling"),
        ("Thanks, Tom", "thanked"),
        ("I'm not sorry that we moved to the new system.", "apologised"),
    ],
)
def test_what_rules_speak_against_is_not_read(agent: str, marker: str) -> None:
    assert marker not in found(agent)


def test_what_is_read_says_how_sure_it_is() -> None:
    said = weighed(talk(UPSET, "Put the refund through at noon."))
    (one,) = [one.finding for one in said if one.marker == "action_done"]
    assert one.rule.id.endswith(".read")
    assert one.sure is not None
    assert 0.3 < one.sure <= 1
