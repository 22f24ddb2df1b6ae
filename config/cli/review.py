"""`heard review`: look at one ticket now, in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from config.cli.accounts import open_runtime
from config.cli.backend import plain_errors
from config.cli.jsontext import dump_line
from config.cli.options import account_argument, examples, json_option, ticket_argument
from config.cli.words import Said, ended, outcome
from integrations.model import TicketRef

if TYPE_CHECKING:
    from workers.ledger import Ledger

BUSY = "busy"
PAUSED = "paused"


@click.command(short_help="Look at one ticket now and write the result.", epilog=examples("heard review acme 4711"))
@account_argument
@ticket_argument
@json_option("Account, ticket, outcome and what it means.")
@plain_errors()
@click.pass_context
def review(ctx: click.Context, account: str, ticket: str, *, as_json: bool) -> None:
    """Look at TICKET now instead of after its settling time, and write note, fields and tags where they are due.

    Exit status 1 where the look did not come to an end; the job then waits, and the workers try again.
    """
    made = open_runtime(account)
    ref = TicketRef(account, ticket)
    made.ledger.accept(ref, settle_seconds=0, why="review")
    word = made.reviewer(account).review(ref) or _not_ours(made.ledger, account)
    said = _say(word, account)
    if as_json:
        line = {"account": account, "ticket": ticket, "outcome": word, "meaning": said.meaning}
        click.echo(dump_line(line), nl=False)
    else:
        click.echo(f"{account} {ticket}: {said.meaning}.")
        if said.remedy:
            click.echo(f"What to do: {said.remedy}.")
    ctx.exit(0 if ended(word) else 1)


def _not_ours(ledger: Ledger, account: str) -> str:
    """Say why there was no job to take, though it was accepted a moment ago."""
    return PAUSED if account in ledger.paused() else BUSY


def _say(word: str, account: str) -> Said:
    if word == PAUSED:
        return Said("the account is paused; the ticket waits with it", f"`heard resume {account}`")
    if word == BUSY:
        return Said(
            "a worker has this ticket in hand and will look again", f"`heard jobs {account}` shows how it goes"
        )
    return outcome(word)
