"""Whose words the labels are, and which rows of the table they make: ours, a labelling guide's, a public set's."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from config.cli.evaluation.corpus import AGENT_LABELS, STEP, TIMED
from config.cli.evaluation.labels import CODES, Label, code_labels, marker_ids, marker_labels

if TYPE_CHECKING:
    from collections.abc import Mapping


class Scheme(StrEnum):
    """The shapes of labels. A conversation in the first shape that has none fits codes and markers alike."""

    CODES = "codes"
    MARKERS = "markers"
    CORPUS = "corpus"
    SILVER = "silver"
    EPITOME = "epitome"
    ESCONV = "esconv"
    ANNOMI = "annomi"
    POLITENESS = "politeness"
    GOEMOTIONS = "goemotions"
    UCC = "ucc"
    RATED = "rated"
    """No labels at all: only empathy, politeness or the customer's feeling is measured."""


QUESTIONS = ("invited_story", "asked_specific", "checked_understanding", "asked_to_repeat")
"""Sets made elsewhere know one kind of question; whether the answer was given before is ours to see."""
UNDERSTANDING = ("acknowledged", "validated_feeling", "paraphrased")
CONTEMPT = ("judged", "condescended", "own_opinion")

SILVER = {
    "ack": ("acknowledged", "validated_feeling"),
    "warm": (),  # warmth has no marker of its own
    "apo": ("apologised",),
    "res": ("paraphrased",),
    "clq": QUESTIONS,
    "per": (),
    "act": CODES["act"],
    "stp": CODES["stp"],
    "grt": ("thanked",),
    "cnf": ("confirmed_fix",),
    "off": CODES["off"],
    "blm": CONTEMPT,
    "dis": ("dismissed_feeling",),
    "scr": ("scripted",),
    "cwe": ("company_we",),
    "sho": ("raised_voice",),
}
SILVER_TOGETHER = (("ack", "warm", "apo"), ("blm", "dis"))
EPITOME = {"er": ("validated_feeling", "acknowledged", "apologised"), "ex": QUESTIONS}
"""Emotional reactions and explorations. Its `ip` is about the writer's own life in practice: read, not measured."""
ESCONV = {
    "Questions": QUESTIONS,
    "Restatement or Paraphrasing": ("paraphrased", "checked_understanding"),
    "Reflection of feelings": ("validated_feeling", "acknowledged", "guessed_feeling"),
    "Affirmation and Reassurance": ("validated_feeling", "inclusive_we", "open_door"),
    "Providing Suggestions": CODES["stp"],
}
ANNOMI = {"question": QUESTIONS, "reflection": (*UNDERSTANDING, "guessed_feeling"), "input": CODES["stp"]}
GOEMOTIONS = {"gratitude": ("thanked",), "remorse": ("apologised",), "caring": ("validated_feeling",)}
UCC = {
    "condescending": ("condescended", "judged", "assumed"),
    "dismissive": ("dismissed_feeling", "judged"),
    "hostile": ("judged", "raised_voice"),
    "sarcastic": ("judged", "condescended"),
    "antagonize": ("judged", "raised_voice"),
}


@cache
def rows(scheme: Scheme) -> tuple[Label, ...]:
    """Return the rows that conversations labelled in this way make."""
    return _rows()[scheme]


@cache
def _rows() -> dict[Scheme, tuple[Label, ...]]:
    return {
        Scheme.CODES: code_labels(),
        Scheme.MARKERS: marker_labels(),
        Scheme.CORPUS: tuple(Label(one, (one,), (one,)) for one in marker_ids() if one in CORPUS),
        Scheme.SILVER: (*(_joined(pair, SILVER) for pair in SILVER_TOGETHER), *_single(SILVER)),
        Scheme.EPITOME: _single(EPITOME),
        Scheme.ESCONV: _single(ESCONV),
        Scheme.ANNOMI: _single(ANNOMI),
        Scheme.POLITENESS: (Label("polite", ("polite",), (), by_score=True),),
        Scheme.GOEMOTIONS: _single(GOEMOTIONS),
        Scheme.UCC: (_joined(tuple(UCC), UCC, "any of these"), *_single(UCC)),
        Scheme.RATED: (),
    }


CORPUS = (AGENT_LABELS - {STEP, TIMED}) | {"clear_steps"}
"""The markers that sentences are labelled with; one step is as good as several here."""


def _single(meant: Mapping[str, tuple[str, ...]]) -> tuple[Label, ...]:
    return tuple(Label(name, (name,), markers) for name, markers in meant.items() if markers)


def _joined(names: tuple[str, ...], meant: Mapping[str, tuple[str, ...]], title: str | None = None) -> Label:
    markers = dict.fromkeys(marker for name in names for marker in meant[name])
    return Label(title or " or ".join(names), names, tuple(markers))
