"""The command line: `bin/reliability`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from tests.reliability import report, scenarios
from tests.reliability.catalogue import NOT_HERE, SCENARIOS, Trial, sizes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.reliability.catalogue import Scenario, Size

assert scenarios  # importing them fills the catalogue
SHORT = ("R2", "R3", "R4", "R6a", "R8", "R9", "R11", "R12", "R14", "R15", "R16", "R20")
SEED = 17


def parser() -> argparse.ArgumentParser:
    rows = [f"  {one.name:<5}{one.title}{'' if one.name in SHORT else ' *'}" for one in _in_order()]
    found = argparse.ArgumentParser(
        prog="bin/reliability",
        description="Run the product's real processes under faults; exit 1 if anything was lost or came twice.",
        epilog="\n".join(
            [
                "scenarios (* = not in the short set):",
                *rows,
                *(["not run here:", *(f"  {name:<5}{why}" for name, why in NOT_HERE.items())] if NOT_HERE else []),
            ]
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    found.add_argument("--only", type=_names, metavar="R3,R12", help="only these scenarios")
    found.add_argument("--seed", type=int, default=SEED, help=f"what chance is drawn from (default {SEED})")
    found.add_argument("--full", action="store_true", help="all scenarios with the counts of the whole table: hours")
    found.add_argument("--json", action="store_true", help="print one JSON object a line")
    found.add_argument("--keep", type=Path, metavar="FOLDER", help="keep Redis' data and all logs there")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 if every scenario passed."""
    given = parser().parse_args(arguments)
    known = sizes("full" if given.full else "short")
    names = given.only or [one.name for one in _in_order() if given.full or one.name in SHORT]
    passed = True
    for name in names:
        passed = _run(SCENARIOS[name], known[name], given) and passed
    return 0 if passed else 1


def _run(scenario: Scenario, size: Size, given: argparse.Namespace) -> bool:
    progress = report.Progress(scenario.name)
    with tempfile.TemporaryDirectory(prefix="heard-reliability-") as folder:
        data = given.keep / scenario.name if given.keep else Path(folder)
        random = Random(f"{scenario.name} {given.seed}")
        found = scenario.run(Trial(scenario.name, given.seed, size, data, progress.say, random))
    took = progress.seconds
    progress.end()
    found.facts["took"] = f"{took:.0f}s"
    as_line = report.as_json(scenario.name, given.seed, took, found) if given.json else None
    print(as_line or report.line(scenario.name, given.seed, found), flush=True)  # noqa: T201 (a command prints)
    return not found.failures()


def _names(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        if name in NOT_HERE:
            raise argparse.ArgumentTypeError(f"{name} is not run here: {NOT_HERE[name]}")
        if name not in SCENARIOS:
            raise argparse.ArgumentTypeError(
                f"there is no {name!r}; there are {', '.join(s.name for s in _in_order())}"
            )
    return names


def _in_order() -> list[Scenario]:
    return sorted(SCENARIOS.values(), key=lambda one: (int("".join(c for c in one.name if c.isdigit())), one.name))


if __name__ == "__main__":
    sys.exit(main())
