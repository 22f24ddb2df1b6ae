"""When which fault strikes: drawn from the seed before the run begins, so that the same seed gives the same run."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random


@dataclass(frozen=True, slots=True)
class Strike:
    """A fault: so many seconds after the start, on this target."""

    at: float
    target: str


def draw(random: Random, targets: Sequence[str], *, every: float, times: int) -> tuple[Strike, ...]:
    """Return `times` strikes, one about `every` seconds, each on a target drawn by lot."""
    return tuple(
        Strike(round((number + random.uniform(0.6, 1.0)) * every, 3), random.choice(targets))
        for number in range(times)
    )


def play(strikes: Sequence[Strike], strike: Callable[[str], object], beside: Callable[[], object]) -> None:
    """Let the strikes happen while `beside` runs in a thread of its own; return when both are done.

    The strikes are this thread's: Linux ends a process that is bound to its parent with the thread that started it.
    """
    with ThreadPoolExecutor(1, "load") as pool:
        load = pool.submit(beside)
        began = time.monotonic()
        for one in strikes:
            time.sleep(max(0.0, began + one.at - time.monotonic()))
            strike(one.target)
        load.result()
