"""`heard replay`: try what was given up again."""

from __future__ import annotations

import click

from config.cli.backend import open_ledger, plain_errors
from config.cli.jsontext import dump_line
from config.cli.options import account_filter, examples, json_option, ticket_filter
from integrations.model import TicketRef


@click.command(
    short_help="Try again what was given up.",
    epilog=examples("heard replay acme 4711", "heard replay --all acme", "heard replay --all"),
)
@account_filter
@ticket_filter
@click.option("--all", "everything", is_flag=True, help="All parked tickets, of one account or of every one.")
@json_option("How many were replayed.")
@plain_errors()
def replay(account: str | None, ticket: str | None, *, everything: bool, as_json: bool) -> None:
    """Make parked tickets due now, with a clean record; the workers take them up."""
    if everything == bool(ticket) or not (everything or account):
        raise click.UsageError("say which: ACCOUNT TICKET, or --all, or --all ACCOUNT.")
    ref = TicketRef(account, ticket) if account and ticket else None
    with open_ledger() as ledger:
        count = int(ledger.replay(ref)) if ref else ledger.replay_all(account)
        held = [name for name in ledger.paused() if count and account in (None, name)]
    if as_json:
        click.echo(dump_line({"replayed": count}), nl=False)
    else:
        click.echo(f"{count} {'ticket' if count == 1 else 'tickets'} will be looked at again.")
        for name in held:
            click.echo(f"{name} is paused: not before `heard resume {name}`.")
    if ref and not count:
        raise click.ClickException(f"{account} {ticket} is not parked; `heard parked` lists what is.")
