"""What patterns cannot say: functions over a whole reply, named in the `detector` of a rule.

Each takes the reply and what was found in it so far, and yields the places that meet its marker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.empathy.detectors import asking, echo, manner, steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from workers.empathy.context import Reply
    from workers.empathy.finding import Finding, Place

    Detectors = Mapping[str, Callable[[Reply, Sequence[Finding]], Iterable[Place]]]

DETECTORS: Detectors = {
    "named": echo.named,
    "said_back": echo.said_back,
    "specific": echo.specific,
    "question": asking.question,
    "asked_again": asking.asked_again,
    "raised": manner.raised,
    "repeated": manner.repeated,
}
"""Those that look at the text and at what patterns found."""

AFTER_READING: Detectors = {
    "clear_steps": steps.clear_steps,
    "step_dump": steps.step_dump,
    "steps_first": steps.steps_first,
    "gentle_pointer": steps.gentle_pointer,
    "calm": manner.calm,
    "abrupt": manner.abrupt,
}
"""Those that hang on everything found in the reply."""
