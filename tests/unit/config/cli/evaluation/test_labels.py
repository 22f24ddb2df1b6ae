"""The map from labels to markers, and the baselines, speak of markers that exist."""

from __future__ import annotations

from config.cli.evaluation.baselines import KEYWORDS, UNKIND, compound, keyword_score, keywords
from config.cli.evaluation.labels import CODES, code_labels, cost, marker_ids, marker_labels
from workers.empathy.formula import COSTS


def test_every_marker_that_is_named_exists() -> None:
    named = {marker for markers in CODES.values() for marker in markers}
    assert named | set(KEYWORDS) | UNKIND <= set(marker_ids())
    assert len(marker_ids()) == 36


def test_a_row_for_each_code_that_we_have_a_marker_for() -> None:
    rows = {label.name: label for label in code_labels()}
    assert set(CODES) - set(rows) == {"per"}
    assert rows["ack or val"].names == ("ack", "val")
    assert rows["ack or val"].markers == ("acknowledged", "paraphrased", "validated_feeling")
    assert {label.name for label in marker_labels()} == set(marker_ids())


def test_the_worse_a_mistake_the_more_it_costs() -> None:
    assert cost("judged") == COSTS["judged"] > cost("acknowledged") == 19
    assert cost("acknowledged") > cost("commitment") > cost("thanked") > cost("closing_offer") > cost("used_i") == 2


def test_keywords_are_crude() -> None:
    hits = keywords("Sorry, I\N{RIGHT SINGLE QUOTATION MARK}VE looked! Sorry for the inconvenience!!")
    assert {marker: count for marker, count in hits.items() if count} == {
        "apologised": 2,
        "action_done": 1,
        "scripted": 1,
        "raised_voice": 1,
    }
    assert keyword_score(hits) == 1


def test_vader_is_the_stock_one() -> None:
    """Both are in its favour of nothing: an apology is sad, a refusal polite."""
    assert compound("I'm so sorry to hear that, I understand how frustrating this must be.") < 0
    assert compound("That's not our problem, read the manual.") > 0
