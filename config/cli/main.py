"""Which commands there are."""

from __future__ import annotations

from importlib import import_module
from typing import cast

import click

COMMANDS = {
    "score": "score",
    "evaluate": "evaluate",
    "explain": "explain",
    "review": "review",
    "jobs": "jobs",
    "parked": "jobs",
    "replay": "replay",
    "pause": "pause",
    "resume": "pause",
    "forget": "forget",
    "doctor": "doctor",
    "plan": "plan",
    "apply": "apply",
    "uninstall": "uninstall",
}
"""Each command and its module beside this file."""

EPILOG = (
    "\b\nTry it without a helpdesk:\n  echo 'Sorry the parcel is late. I will call the depot today.' | heard score"
)


class Commands(click.Group):
    """Imports the module of the command that was called, and no other."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """Return the commands in the order in which a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (click's)
        """Return the command, None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        return cast("click.Command", getattr(import_module(f"config.cli.{COMMANDS[cmd_name]}"), cmd_name))


@click.command(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, epilog=EPILOG
)
def heard() -> None:
    """Read the replies on solved tickets for empathy, and leave one kind, specific note.

    Exit status: 0 all well, 1 some input was bad or a problem was found, 2 wrong usage, 3 (plan) there is something
    to do, 78 wrong configuration.
    """
