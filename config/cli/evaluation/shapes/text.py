"""Our corpus: sentences with labels -> the last message of an agent with the labels of its sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.cli.evaluation.corpus import STEP, TIMED, UPSET, body
from config.cli.evaluation.labelled import Labelled, place
from config.cli.evaluation.schemes import Scheme
from config.cli.evaluation.shapes.gold import BANDS
from workers.empathy.model import Conversation, Message

if TYPE_CHECKING:
    from config.cli.evaluation import corpus
    from config.cli.evaluation.labelled import Place

MEANT = {STEP: "clear_steps"}
"""A label that is no marker's name, and the marker that it speaks for."""


def text(labelled: corpus.Conversation) -> Labelled:
    """Return the conversation up to its last message of an agent; a writer's style makes the group."""
    last = max(at for at, turn in enumerate(labelled.turns) if turn.role == "agent")
    turns = labelled.turns[: last + 1]
    messages = tuple(Message(str(number), turn.role, body(turn)) for number, turn in enumerate(turns, 1))
    upset = any(UPSET in sentence.labels for turn in turns for sentence in turn.sentences)
    return Labelled(
        line=labelled.line,
        conversation=Conversation(labelled.id, messages),
        scheme=Scheme.CORPUS,
        labels=_labels(turns[-1]),
        feel=upset,
        emp=float(labelled.empathy),
        band=BANDS[labelled.band],
        group=labelled.voice,
    )


def _labels(turn: corpus.Turn) -> dict[str, Place | None]:
    """Return each label with the first sentence that carries it."""
    whole = body(turn)
    found: dict[str, Place | None] = {}
    for sentence in turn.sentences:
        for label in sorted(sentence.labels - {TIMED}):
            found.setdefault(MEANT.get(label, label), place(whole, sentence.text))
    return found
