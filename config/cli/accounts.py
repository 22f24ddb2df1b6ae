"""What the commands that meet a helpdesk start from: the same runtime as a worker's."""

from __future__ import annotations

import click

from workers.runtime import Runtime, runtime


def open_runtime(account: str) -> Runtime:
    """Return what a worker works with; a usage error if accounts.toml does not name the account."""
    made = runtime()
    if account not in made.accounts:
        known = ", ".join(sorted(made.accounts))
        raise click.BadParameter(f"accounts.toml names no {account}; it names {known}.", param_hint="ACCOUNT")
    return made
