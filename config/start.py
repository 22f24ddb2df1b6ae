"""`bin/start`: checks the configuration once, then runs what the Procfile names until told to stop."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from config.accounts import Side
from config.accounts_file import load_accounts
from config.errors import ConfigError, exit_on_problems
from config.processes import Processes, Told, told_to_stop
from config.procfile import our_programs_first, read_procfile, shell_command
from config.settings import load_settings
from integrations import registry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config.processes import Ended


def check(environ: Mapping[str, str]) -> None:
    """Raise ConfigError with everything that would keep either side from starting, each problem once."""
    settings = load_settings(environ)
    problems = []
    for side in Side:
        try:
            load_accounts(settings.accounts_file, environ, side, registry.SPECS)
        except ConfigError as error:
            problems += [problem for problem in error.problems if problem not in problems]
    if problems:
        raise ConfigError(problems)


def run(environ: Mapping[str, str]) -> Ended | None:
    """Run every process of the Procfile until one ends; raise Told when told to stop."""
    with Processes() as processes:
        for name, line in read_procfile().items():
            processes.start(shell_command(name, line, our_programs_first(environ)))
        return processes.wait()


def main() -> None:
    """End with status 78 for the configuration, 0 when told to stop, and 1 when one process ended by itself."""
    with exit_on_problems():
        check(os.environ)
    try:
        with told_to_stop():
            ended = run(os.environ)
    except Told:
        return
    sys.exit(f"{ended}, so the others were stopped")


if __name__ == "__main__":
    main()
