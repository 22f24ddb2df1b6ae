"""What plan, apply and uninstall start from: an account, the set-up side of its helpdesk, and what is stored here."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from config.accounts import Side
from config.accounts_file import account_names, load_accounts
from config.cli.patience import PatientGate
from config.cli.words import NO_HURRY, trouble
from config.errors import ConfigError, ConfigProblem
from config.settings import load_settings
from config.state import State, beside
from integrations import registry
from integrations.errors import HelpdeskError, Unauthorized
from workers.settle import word

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from config.accounts import Account
    from config.settings import Settings
    from integrations.ports import Setup


@dataclass(frozen=True, slots=True)
class Site:
    """One account, as an admin sets it up from here."""

    account: Account
    setup: Setup
    state: State


def open_site(name: str) -> Site:
    """Return the account's site; needs no Redis. Usage error if accounts.toml does not name it."""
    settings = load_settings(os.environ)
    account = _account(settings, name)
    title = registry.SPECS[account.helpdesk].title
    if settings.public_url is None:
        told = "is not set; give the address under which the helpdesk reaches the receiver, without /webhooks"
        raise ConfigError([ConfigProblem("HEARD_PUBLIC_URL", told)])
    setup = registry.setup(account, PatientGate(_wait, time.sleep), f"{settings.public_url}/webhooks/{name}")
    if setup is None:
        guide = f"integrations/{account.helpdesk}/README.md"
        raise click.ClickException(f"{title} has no API to set this up with; {guide} says how it is done by hand.")
    return Site(account, setup, beside(settings.accounts_file))


@contextmanager
def alone(state: State) -> Iterator[None]:
    """Let one apply or uninstall at a time work from here: two at once would make everything twice.

    The folder itself is locked, so that nothing is left of it whatever ends the process.
    """
    here = os.open(state.folder.parent, os.O_RDONLY)
    try:
        _lock(here, state.folder.parent)
        yield
    finally:
        os.close(here)


@contextmanager
def plain_refusals(site: Site, more: str = "") -> Iterator[None]:
    """Turn what a helpdesk refuses into one sentence with what to do; `more` says what became of it."""
    try:
        yield
    except HelpdeskError as error:
        advice = site.setup.advice(error)
        said = trouble(word(error))
        meaning = "the helpdesk refuses us" if isinstance(error, Unauthorized) else said.meaning
        remedy = "try again later" if said.remedy == NO_HURRY else said.remedy  # here nothing is tried by itself
        parts = [f"{meaning} ({error})", advice or remedy, more]
        raise click.ClickException("; ".join(filter(None, parts)) + ".") from None


def _account(settings: Settings, name: str) -> Account:
    if name not in (known := account_names(settings.accounts_file)):
        told = f"accounts.toml names no {name}; it names {', '.join(known) or 'none'}."
        raise click.BadParameter(told, param_hint="ACCOUNT")
    return load_accounts(settings.accounts_file, os.environ, Side.SETUP, registry.SPECS, only=name)[name]


def _lock(opened: int, folder: Path) -> None:
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        told = f"another `heard apply` or `heard uninstall` is at work in {folder}"
        raise click.ClickException(f"{told}; run this again when it has ended.") from None


def _wait(seconds: float) -> None:
    click.echo(f"The helpdesk asks us to wait {seconds:.0f} seconds.", err=True)
