"""The Procfile: the one place that says how the product's processes are started."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from config.processes import Command

if TYPE_CHECKING:
    from collections.abc import Mapping


PROCFILE = Path(__file__).parents[1] / "Procfile"


def read_procfile(path: Path = PROCFILE) -> Mapping[str, str]:
    """Return the command line of each process by its name."""
    lines = [line.partition(":") for line in path.read_text().splitlines() if not line.startswith("#")]
    return {name.strip(): command.strip() for name, colon, command in lines if colon}


def shell_command(name: str, line: str, environment: Mapping[str, str], log: Path | None = None) -> Command:
    """Return how to run a line of the Procfile as a host does: by a shell, which the process then replaces."""
    return Command(name, ("/bin/sh", "-c", f"exec env {line}"), environment, log)


def our_programs_first(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment with the programs of our own Python environment in front of all others."""
    return {**environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{environ.get('PATH', os.defpath)}"}
