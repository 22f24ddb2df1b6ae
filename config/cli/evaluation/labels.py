"""What a label says in terms of our markers, and what a mistake about it costs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from workers.empathy.care import CARE
from workers.empathy.formula import COSTS, MISSING, START, risen
from workers.empathy.lexicon import lexicon
from workers.empathy.needs import NEEDS

CODES = MappingProxyType(
    {
        "ack": ("acknowledged", "paraphrased"),  # who says it in own words has shown that it was heard
        "val": ("validated_feeling",),
        "res": ("paraphrased",),
        "chk": ("checked_understanding",),
        "ask": ("invited_story", "asked_specific"),  # open and closed questions
        "thx": ("thanked",),
        "apo": ("apologised",),
        "act": ("action_done", "commitment"),  # done, or to be done
        "own": ("commitment",),  # ours needs no time, so `own` shows the worse precision
        "stp": ("clear_steps", "offered_guidance", "recap_for_later", "gentle_pointer"),  # all lead the customer on
        "cnf": ("confirmed_fix",),
        "off": ("open_door", "closing_offer"),  # at the end, or anywhere
        "jdg": ("judged", "condescended", "own_opinion"),  # an opinion about the customer in any tone
        "gss": ("guessed_feeling", "assumed"),  # a feeling, or a deed
        "dis": ("dismissed_feeling",),
        "rep": ("asked_to_repeat",),
        "noo": ("no_owner", "company_we"),  # nobody, or only the company, acts
        "scr": ("scripted",),
        "sho": ("raised_voice",),
        "per": (),  # taking the customer's perspective has no marker of its own: read, not measured
    }
)
"""The codes of the labelling guide. Any of the markers counts."""

TOGETHER = (("ack", "val"), ("jdg", "dis"))
"""Codes that annotators often part differently: what matters is that one of the two was seen."""


@dataclass(frozen=True, slots=True)
class Label:
    """A row: any of the names says that it is there, any of the markers, or else the score, that we found it."""

    name: str
    names: tuple[str, ...]
    markers: tuple[str, ...]
    by_score: bool = False


@cache
def marker_ids() -> tuple[str, ...]:
    """Return the ids of all markers and anti-markers."""
    return tuple(lexicon().markers)


def code_labels() -> tuple[Label, ...]:
    """Return the rows for conversations that are labelled by code."""
    joined = (Label(" or ".join(pair), pair, sum((CODES[code] for code in pair), ())) for pair in TOGETHER)
    return (*joined, *(Label(code, (code,), markers) for code, markers in CODES.items() if markers))


def marker_labels() -> tuple[Label, ...]:
    """Return the rows for conversations that are labelled by marker id."""
    return tuple(Label(marker, (marker,), (marker,)) for marker in marker_ids())


def cost(marker: str) -> float:
    """Return about how many points the score is off where this marker is missed, or found though it is not there."""
    if marker in COSTS:
        return COSTS[marker]
    called_for = max(need.weight * need.met_by.get(marker, 0) for need in NEEDS)
    return round(risen(CARE.get(marker, 0)) - START + MISSING * called_for)
