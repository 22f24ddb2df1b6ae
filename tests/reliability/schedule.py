"""When which fault strikes: drawn from the seed before the run begins, so that the same seed gives the same run."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
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


@contextmanager
def striking(strikes: Sequence[Strike], strike: Callable[[str], object]) -> Iterator[None]:
    """Let the strikes happen in the background; end when the last one has. What goes wrong in one is raised here."""
    trouble: list[BaseException] = []
    gone = threading.Event()

    def run() -> None:
        began = time.monotonic()
        try:
            for one in strikes:
                if gone.wait(max(0.0, began + one.at - time.monotonic())):
                    return
                strike(one.target)
        except BaseException as error:  # noqa: BLE001 (raised in the scenario's own thread)
            trouble.append(error)

    thread = threading.Thread(target=run, name="schedule")
    thread.start()
    try:
        yield
    except BaseException:
        gone.set()
        raise
    finally:
        thread.join()
    if trouble:
        raise trouble[0]
