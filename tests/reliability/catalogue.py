"""Which scenarios there are, how big each is, and which cannot be run here and why."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.reliability import rig

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager
    from random import Random

    from tests.reliability.checks import Findings
    from tests.reliability.rig import Rig

SIZES = Path(__file__).parent / "sizes.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How big a run is (`sizes.toml`). What a scenario has no use for is left at its default.

    tickets, per_second  the load
    times, every         how many strikes, one about every so many seconds
    seconds              how long a fault lasts
    watchdog             seconds that the watchdog waits; 0 = the product's own 120
    lease                the ledger's lease in seconds; 60 is the product's own
    limit                seconds until everything must be done after the load
    pause_scale          the sender's pauses before another attempt are this much of Zendesk's
    """

    tickets: int
    per_second: float = 20.0
    times: int = 0
    every: float = 2.0
    seconds: float = 0.0
    watchdog: float = 0.0
    lease: float = 60.0
    limit: float = 180.0
    pause_scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Trial:
    """One run of a scenario: everything in it that is left to chance comes from `random`."""

    name: str
    seed: int
    size: Size
    data: Path
    say: Callable[[str], None]
    random: Random

    def rig(self, *, inside: Mapping[str, str] | None = None, **settings: object) -> AbstractContextManager[Rig]:
        """Start an installation for it."""
        more = dict(inside or {})
        if self.size.lease != Size(tickets=0).lease:
            more["RELIABILITY_LEASE"] = str(self.size.lease)
        wanted = rig.Settings(pause_scale=self.size.pause_scale, inside=more, **settings)  # type: ignore[arg-type]
        return rig.running(wanted, self.data, self.seed, self.say)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A row of the table: its name, what happens in a sentence, and the function that does it."""

    name: str
    title: str
    run: Callable[[Trial], Findings]


SCENARIOS: dict[str, Scenario] = {}


def scenario(name: str) -> Callable[[Callable[[Trial], Findings]], Callable[[Trial], Findings]]:
    """Enter a function into the catalogue; the first line of its docstring is the title."""

    def enter(run: Callable[[Trial], Findings]) -> Callable[[Trial], Findings]:
        title = (run.__doc__ or "").strip().splitlines()[0].rstrip(".")
        SCENARIOS[name] = Scenario(name, title, run)
        return run

    return enter


def sizes(kind: str) -> dict[str, Size]:
    """Return the sizes of the scenarios of a kind: short or full."""
    table = tomllib.loads(SIZES.read_text())
    return {name: Size(**one[kind]) for name, one in table.items() if kind in one}


NOT_HERE: Mapping[str, str] = {
    "R19": "clocks that differ: all processes of a machine share one; telling them apart takes libfaketime",
    "R22": "a rolling upgrade: there is no release before this one",
    "R23": "a day of soaking: nobody has let it run for that long yet",
}
