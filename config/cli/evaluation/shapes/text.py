"""Our corpus: sentences with labels -> the last message of an agent with the labels of its sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.cli.evaluation.corpus import STEP, TIMED, UPSET, body
from config.cli.evaluation.labelled import Labelled, place
from config.cli.evaluation.schemes import Scheme
from config.cli.evaluation.shapes.gold import BANDS
from workers.empathy.model import Conversation, Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from config.cli.evaluation import corpus
    from config.cli.evaluation.labelled import Place

MEANT = {STEP: "clear_steps"}
"""A label that is no marker's name, and the marker that it speaks for."""


def text(labelled: corpus.Conversation) -> Labelled:
    """Return the conversation up to its last message of an agent; a writer's style makes the group."""
    last = max(at for at, turn in enumerate(labelled.turns) if turn.role == "agent")
    turns = labelled.turns[: last + 1]
    messages = tuple(Message(str(number), turn.role, body(turn)) for number, turn in enumerate(turns, 1))
    labels = _labels(turns[-1])
    return Labelled(
        line=labelled.line,
        conversation=Conversation(labelled.id, messages),
        scheme=Scheme.CORPUS,
        labels=labels,
        feel=_feel(turns),
        emp=labelled.empathy,
        band=BANDS[labelled.band] if labelled.band else None,
        group=labelled.voice,
        disputed=_meant(one.disputed for one in turns[-1].sentences) - set(labels),
    )


def _labels(turn: corpus.Turn) -> dict[str, Place | None]:
    """Return each label with the first sentence that carries it."""
    whole = body(turn)
    found: dict[str, Place | None] = {}
    for sentence in turn.sentences:
        for label in _meant([sentence.labels]):
            found.setdefault(label, place(whole, sentence.text))
    return found


def _meant(given: Iterable[frozenset[str]]) -> frozenset[str]:
    """Return the markers that labels speak for."""
    return frozenset(MEANT.get(label, label) for labels in given for label in labels - {TIMED})


def _feel(turns: Sequence[corpus.Turn]) -> bool | None:
    """Say whether the customer is upset anywhere; None where the readers differ about it."""
    sentences = [sentence for turn in turns for sentence in turn.sentences]
    if any(UPSET in one.labels for one in sentences):
        return True
    return None if any(UPSET in one.disputed for one in sentences) else False
