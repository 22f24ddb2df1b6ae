"""What a run says: one line a scenario for people, one JSON object a line for programs."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.reliability.checks import Findings


def line(name: str, seed: int, found: Findings) -> str:
    """Return a scenario's line, as in `R3 seed=17 accepted=150 notes=150 lost=0 …`."""
    counts = {
        "accepted": found.accepted,
        "notes": found.notes,
        "lost": len(found.lost),
        "duplicated": len(found.duplicated),
        "unexpected": len(found.unexpected),
        "recovered": found.recovered,
        "slowest": f"{found.slowest:.1f}s",
    }
    said = " ".join(f"{what}={count}" for what, count in (counts | found.facts).items())
    failures = found.failures()
    return f"{name} seed={seed} {said} {'FAILED: ' + '; '.join(failures) if failures else 'passed'}"


def as_json(name: str, seed: int, took: float, found: Findings) -> str:
    """Return the same as JSON."""
    return json.dumps(
        {
            "scenario": name,
            "seed": seed,
            "passed": not found.failures(),
            "accepted": found.accepted,
            "notes": found.notes,
            "lost": len(found.lost),
            "duplicated": len(found.duplicated),
            "unexpected": len(found.unexpected),
            "touched": len(found.touched),
            "early": found.early,
            "recovered": found.recovered,
            "slowest_seconds": round(found.slowest, 1),
            "took_seconds": round(took, 1),
            "facts": found.facts,
            "failures": found.failures(),
        }
    )


@dataclass
class Progress:
    """Tells on standard error how far a scenario is: in place on a terminal, else a line every ten seconds."""

    name: str
    began: float = field(default_factory=time.monotonic)
    said: float = 0.0

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    def say(self, words: str) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{self.name} {self.seconds:4.0f} s  {words}\x1b[K")
        elif time.monotonic() - self.said > 10:
            self.said = time.monotonic()
            sys.stderr.write(f"{self.name} {self.seconds:4.0f} s  {words}\n")
        sys.stderr.flush()

    def end(self) -> None:
        if sys.stderr.isatty():
            sys.stderr.write("\r\x1b[K")
