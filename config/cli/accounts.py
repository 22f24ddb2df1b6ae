"""What the commands that meet a helpdesk start from: the same runtime as a worker's."""

from __future__ import annotations

import os

import click

from config.accounts import Side
from config.accounts_file import load_accounts
from config.errors import ConfigError
from config.settings import load_settings
from integrations import registry
from workers.runtime import Runtime, runtime


def open_runtime(account: str) -> Runtime:
    """Return what a worker works with; a usage error if accounts.toml does not name the account."""
    made = runtime()
    if account not in made.accounts:
        known = ", ".join(sorted(made.accounts))
        raise click.BadParameter(f"accounts.toml names no {account}; it names {known}.", param_hint="ACCOUNT")
    return made


def receiver_problems() -> tuple[str, ...]:
    """Return what would keep the receiver from starting here: it needs other secrets than a worker does."""
    try:
        load_accounts(load_settings(os.environ).accounts_file, os.environ, Side.WEB, registry.SPECS)
    except ConfigError as error:
        return tuple(map(str, error.problems))
    return ()
