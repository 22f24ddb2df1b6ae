"""How much care a ticket's replies show, by kinds: more of the same kind adds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workers.empathy.context import Reply
    from workers.empathy.weigh import Weighed

CARE = (
    dict.fromkeys(("acknowledged", "validated_feeling", "paraphrased"), 1.0)
    | dict.fromkeys(("apologised", "action_done", "commitment"), 0.8)
    | dict.fromkeys(("checked_understanding", "stayed_calm", "corrected_kindly", "offered_guidance"), 0.6)
    | dict.fromkeys(("confirmed_fix", "open_door", "thanked"), 0.6)
    | dict.fromkeys(("invited_story", "inclusive_we", "recap_for_later", "closing_offer"), 0.3)
)
"""What each kind is worth. Facts, steps and questions about the case are no care by themselves."""
LEFT_WITH = 0.5
"""The share that only the last reply earns: it is what the customer is left with."""


def care(replies: Sequence[Reply], weighed: Sequence[Weighed]) -> float:
    """Return the sum over all kinds, each by its best finding that counts."""
    if not replies:
        return 0.0
    whole = best(weighed)
    last = best(one for one in weighed if one.reply.message.id == replies[-1].message.id)
    return sum(
        worth * ((1 - LEFT_WITH) * whole[kind] + LEFT_WITH * last.get(kind, 0.0))
        for kind, worth in CARE.items()
        if kind in whole
    )


def best(weighed: Iterable[Weighed]) -> dict[str, float]:
    """Return the worth of the best finding that counts, for each marker that has one."""
    found: dict[str, float] = {}
    for one in weighed:
        if one.counted:
            found[one.marker] = max(one.worth, found.get(one.marker, 0.0))
    return found
