"""`heard forget`: drop what is remembered of an account's sentences."""

from __future__ import annotations

import os
from contextlib import closing

import click

from config.cli.backend import plain_errors
from config.cli.jsontext import dump_line
from config.cli.options import account_argument, examples, json_option
from config.settings import load_settings
from workers.client import redis_client
from workers.repeats import forget as forget_repeats


@click.command(
    short_help="Forget which sentences were written before.",
    epilog=examples("heard forget acme"),
)
@account_argument
@json_option("Account, and whether there was anything to forget.")
@plain_errors()
def forget(account: str, *, as_json: bool) -> None:
    """Forget the hashes by which ACCOUNT's repeated sentences are known, and the secret that they were made with.

    Its jobs stay as they are. With repeats_days = 0 in accounts.toml nothing new is remembered.
    """
    with closing(redis_client(load_settings(os.environ).redis_url)) as client:
        any_ = forget_repeats(client, account)
    if as_json:
        click.echo(dump_line({"account": account, "forgotten": any_}), nl=False)
    elif any_:
        click.echo(f"Forgotten: which sentences {account} wrote before. It begins anew with the next ticket.")
    else:
        click.echo(f"Nothing was remembered of {account}.")
