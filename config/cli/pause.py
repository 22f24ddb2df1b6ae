"""`heard pause` and `heard resume`: stop and go, losing nothing."""

from __future__ import annotations

import click

from config.cli.backend import open_ledger, plain_errors
from config.cli.jsontext import dump_line
from config.cli.options import account_argument, examples, json_option
from workers.job import words


def _check_reason(_: click.Context, parameter: click.Parameter, value: str) -> str:
    try:
        return words(value)
    except ValueError:
        raise click.BadParameter(
            "expected a few plain words: a letter first, then letters, digits, spaces, : _ or -, 80 at most",
            param=parameter,
        ) from None


@click.command(
    short_help="Hold an account: keep accepting, write nothing.",
    epilog=examples('heard pause acme --reason "migration on Friday"'),
)
@account_argument
@click.option(
    "--reason", default="by hand", show_default=True, callback=_check_reason, help="Shown to whoever asks why."
)
@json_option("Account, paused, reason.")
@plain_errors()
def pause(account: str, reason: str, *, as_json: bool) -> None:
    """Hold ACCOUNT: what is solved meanwhile is remembered, nothing is read from or written to its helpdesk.

    A ticket that a worker has in hand at this moment is still finished.
    """
    with open_ledger() as ledger:
        ledger.pause(account, reason)
        known = sorted(ledger.stats().per_account)
    if as_json:
        click.echo(dump_line({"account": account, "paused": True, "reason": reason}), nl=False)
    else:
        click.echo(f"{account} is paused ({reason}). Nothing is lost; `heard resume {account}` lets it go on.")
        if account not in known:
            click.echo(
                f"No ticket of {account} was ever accepted; is the name right? Known: {', '.join(known) or 'none'}."
            )


@click.command(short_help="Let a held account go on.", epilog=examples("heard resume acme"))
@account_argument
@json_option("Account, paused, and whether it was.")
@plain_errors()
def resume(account: str, *, as_json: bool) -> None:
    """Let a paused ACCOUNT go on with everything that was accepted meanwhile."""
    with open_ledger() as ledger:
        was = ledger.paused()
        ledger.resume(account)
        waiting = len(ledger.jobs(account))
    if as_json:
        click.echo(dump_line({"account": account, "paused": False, "was_paused": account in was}), nl=False)
    elif account in was:
        click.echo(f"{account} goes on; {waiting} {'ticket waits' if waiting == 1 else 'tickets wait'}.")
    else:
        click.echo(f"{account} was not paused. Paused: {', '.join(sorted(was)) or 'none'}.")
