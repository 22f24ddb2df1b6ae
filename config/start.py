"""`bin/start`: checks the configuration once, then runs what the Procfile names until told to stop."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from typing import TYPE_CHECKING

from config.accounts import Side
from config.accounts_file import load_accounts
from config.errors import ConfigError, ConfigProblem, exit_on_problems
from config.processes import Processes, Told, told_to_stop
from config.procfile import our_programs_first, read_procfile, shell_command
from config.settings import load_settings
from integrations import registry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from config.processes import Ended
    from config.settings import Settings


def check(environ: Mapping[str, str]) -> None:
    """Raise ConfigError with everything that would keep either side from starting, each problem once."""
    settings = load_settings(environ)
    problems = list(address_problems(settings))
    for side in Side:
        try:
            load_accounts(settings.accounts_file, environ, side, registry.SPECS)
        except ConfigError as error:
            problems += [problem for problem in error.problems if problem not in problems]
    if problems:
        raise ConfigError(problems)


def address_problems(settings: Settings) -> Iterator[ConfigProblem]:
    """Yield what keeps the receiver from listening where it should; gunicorn would try for seconds, then die."""
    family = socket.AF_INET6 if ":" in settings.bind else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.bind, settings.port))
        except OSError as error:
            yield ConfigProblem("PORT", f"cannot listen on {settings.bind} port {settings.port}: {error.strerror}")


def run(environ: Mapping[str, str]) -> Ended | None:
    """Run every process of the Procfile until one ends; raise Told when told to stop."""
    with Processes() as processes:
        for name, line in read_procfile().items():
            processes.start(shell_command(name, line, our_programs_first(environ)))
        return processes.wait()


def main() -> None:
    """End with status 78 for the configuration, 0 when told to stop, and 1 when one process ended by itself."""
    argparse.ArgumentParser(
        prog="bin/start",
        description="Run the receiver and a worker against config/accounts.toml until Ctrl-C.",
        epilog="Settings come from the environment and from .env; docs/operating.md lists them.",
    ).parse_args()
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
