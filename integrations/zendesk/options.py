"""What our ticket fields must be: their types, and the tags that are their options."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_DROP_DOWN = {"tagger": "drop-down"}
TYPES: Mapping[str, Mapping[str, str]] = {
    "empathy": _DROP_DOWN,
    "confidence": _DROP_DOWN,
    "idea": _DROP_DOWN,
    "feeling": _DROP_DOWN,
    "review": _DROP_DOWN,
    "shown": {"multiselect": "multi-select"},
    "score": {"integer": "number", "text": "text"},
    "version": {"text": "text"},
}
"""The API's word for each type that will do, and the one that people read."""


def _tags(family: str, *values: str) -> frozenset[str]:
    return frozenset(f"{family}__{value}" for value in values)


OPTIONS: Mapping[str, frozenset[str]] = {
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
"""Every tag that we may write (and for the review, that a person must be able to choose)."""
