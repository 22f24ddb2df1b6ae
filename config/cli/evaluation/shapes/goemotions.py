"""GoEmotions: comments with emotions. Each is an agent's reply once, and once a customer's message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.cli.evaluation.labelled import Labelled
from config.cli.evaluation.schemes import GOEMOTIONS, Scheme
from config.cli.evaluation.shapes.common import ANSWER, answered, conversation, required, shown

if TYPE_CHECKING:
    from config.cli.formats import Fields

NEGATIVE = frozenset({"annoyance", "anger", "disappointment", "fear", "nervousness"})
"""Frustration and worry: a customer may be sad, disgusted or ashamed as well, which no reply of a desk is about."""
_OTHERS = (
    "admiration amusement approval confusion curiosity desire disapproval disgust embarrassment excitement grief joy "
    "love neutral optimism pride realization relief sadness surprise"
)
EMOTIONS = NEGATIVE | frozenset(GOEMOTIONS) | frozenset(_OTHERS.split())


def goemotions(fields: Fields, line: int) -> tuple[Labelled, ...]:
    """Return both conversations."""
    emotions = _emotions(fields)
    present = dict.fromkeys(emotion for emotion in GOEMOTIONS if emotion in emotions)
    heard = conversation(fields, ("customer", required(fields, "text")), ("agent", ANSWER))
    return (
        answered(fields, line, Scheme.GOEMOTIONS, present),
        Labelled(line, heard, Scheme.RATED, {}, feel=not NEGATIVE.isdisjoint(emotions)),
    )


def _emotions(fields: Fields) -> set[str]:
    listed = fields.get("labels")
    assert isinstance(listed, list)
    for emotion in listed:
        if not isinstance(emotion, str) or emotion not in EMOTIONS:
            raise fields.wrong("labels", "emotions such as gratitude or neutral", got=shown(emotion))
    return set(listed)
