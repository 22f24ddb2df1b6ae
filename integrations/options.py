"""The options of our list fields, which are our tags: alike on every helpdesk, in the order of reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def _tags(family: str, *values: str) -> tuple[str, ...]:
    return tuple(f"{family}__{value}" for value in values)


OPTIONS: Mapping[str, tuple[str, ...]] = {
    "empathy": _tags("empathy", "1_needs_a_look", "2_mixed", "3_good", "4_strong", "9_not_scored"),
    "confidence": _tags("empathy_confidence", "high", "medium", "low"),
    "feeling": _tags("customer_feeling", "frustrated", "worried", "thankful", "none_expressed"),
    "review": _tags("empathy_review", "agree", "disagree"),
    "shown": _tags(
        "empathy_shown",
        "acknowledged",
        "validated_feeling",
        "paraphrased",
        "own_words",
        "owner_and_time",
        "clear_steps",
        "stayed_calm",
        "confirmed_fix",
        "kind_close",
    ),
    "idea": _tags(
        "empathy_idea",
        "acknowledge_first",
        "say_it_back",
        "own_words",
        "owner_and_time",
        "no_blame",
        "do_not_ask_again",
        "steps",
        "confirm_fix",
        "tone",
    ),
}
"""Every tag that we may write, by our names of the fields; of the review, what an agent must be able to choose."""
