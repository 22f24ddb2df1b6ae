"""What a conversation calls for, and by which markers each need is met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from workers.empathy.context import Reply


@dataclass(frozen=True, slots=True)
class Need:
    """One need: how much it weighs, how far it is due (0..1), and how far each marker meets it (0..1)."""

    name: str
    weight: float
    due: Callable[[Sequence[Reply]], float]
    met_by: Mapping[str, float]


def _upset(replies: Sequence[Reply]) -> float:
    """Return how surely a feeling was expressed: the surer, the more its answer is due."""
    return max((reply.before.feeling.strength for reply in replies if reply.before.upset), default=0.0)


def _trouble(replies: Sequence[Reply]) -> bool:
    return any(reply.before.trouble for reply in replies)


def _burden(replies: Sequence[Reply]) -> bool:
    return any(reply.before.burden for reply in replies)


def _heated(replies: Sequence[Reply]) -> bool:
    return any(reply.before.heated for reply in replies)


def _open_end(replies: Sequence[Reply]) -> bool:
    return _trouble(replies) and not replies[-1].before.solved


NEEDS = (
    Need(
        "heard",
        2.0,
        _burden,
        {"acknowledged": 1.0, "paraphrased": 1.0, "validated_feeling": 0.7, "checked_understanding": 0.6}
        | {"apologised": 0.5, "asked_specific": 0.3, "specific": 0.3},
    ),
    Need(
        "feeling",
        2.0,
        _upset,
        {"validated_feeling": 1.0, "apologised": 0.5, "acknowledged": 0.4, "paraphrased": 0.4},
    ),
    Need(
        "action",
        2.0,
        _trouble,
        {"action_done": 1.0, "commitment": 1.0, "corrected_kindly": 0.8, "clear_steps": 0.6, "gentle_pointer": 0.7}
        | {"offered_guidance": 0.6, "recap_for_later": 0.4, "asked_specific": 0.4, "invited_story": 0.4},
    ),
    Need(
        "end",
        1.0,
        _open_end,
        {"confirmed_fix": 1.0, "open_door": 0.8, "commitment": 0.7, "closing_offer": 0.6},
    ),
    Need("person", 1.0, _trouble, {"used_i": 1.0, "inclusive_we": 0.8, "commitment": 0.5}),
    Need("own words", 1.0, _trouble, {"specific": 1.0, "paraphrased": 1.0}),
    Need("calm", 1.0, _heated, {"stayed_calm": 1.0}),
)


def met(need: Need, shown: Mapping[str, float]) -> float:
    """Return how far a need is met, given the worth of what is shown: by its best marker. More adds nothing."""
    return max((share * shown.get(marker, 0.0) for marker, share in need.met_by.items()), default=0.0)


def missing(replies: Sequence[Reply], shown: Mapping[str, float], needs: Iterable[Need] = NEEDS) -> float:
    """Return the weight of what was called for and is not met."""
    return sum(need.weight * need.due(replies) * (1 - met(need, shown)) for need in needs)
