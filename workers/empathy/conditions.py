"""What a rule may ask of the surroundings of a sentence, by the names in its `when`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.empathy.context import OPENING, TOLD
from workers.empathy.detectors.asking import asks_again

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from workers.empathy.context import Reply, Said

CONDITIONS: Mapping[str, Callable[[Said, Reply], bool]] = {
    "question": lambda said, _: said.question,
    "statement": lambda said, _: not said.question,
    "opening": lambda said, _: said.index < OPENING,
    "early": lambda said, _: said.index < OPENING,
    "shared": lambda said, _: said.shared >= 1,
    "shared2": lambda said, _: said.shared >= 2,  # noqa: PLR2004 (as the name says)
    "no_detail": lambda said, _: said.shared == 0,
    "feeling": lambda _, reply: reply.before.upset,
    "no_feeling": lambda _, reply: not reply.before.upset,
    "trouble": lambda _, reply: reply.before.trouble,
    "not_told": lambda _, reply: reply.before.words < TOLD,
    "no_i": lambda _, reply: not reply.has_i,
    "no_way_out": lambda _, reply: not reply.way_out,
    "guided": lambda _, reply: reply.guided,
    "unanswered": lambda said, reply: not asks_again(said, reply),
    "after_solution": lambda said, reply: reply.number > 0 or len(reply.said) == 1 or said.index >= reply.solved_from,
}
