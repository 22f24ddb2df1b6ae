"""`heard uninstall`: take away from an account what apply made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from config.cli import changes
from config.cli.apply import must_be_sure, outcome, tell_refused, yes_option
from config.cli.backend import plain_errors
from config.cli.jsontext import dump_line
from config.cli.options import account_argument, color_option, examples, json_option
from config.cli.site import alone, open_site, plain_refusals
from config.cli.storing import forget
from integrations import planner
from integrations.builder import carry_out

if TYPE_CHECKING:
    from config.cli.apply import Refusals
    from integrations.objects import Change


@click.command(
    short_help="Take away what apply made; says what stays.",
    epilog=examples("heard uninstall acme", "heard uninstall --yes --changed-too acme"),
)
@account_argument
@yes_option
@click.option("--changed-too", is_flag=True, help="Also what a person changed since it was made.")
@json_option("What was done, left and refused, and what stays; takes --yes.")
@color_option
@plain_errors()
@click.pass_context
def uninstall(ctx: click.Context, account: str, *, yes: bool, changed_too: bool, as_json: bool) -> None:
    """Show what of ours ACCOUNT holds, ask, and remove it: views, triggers, webhook, fields.

    What a person made, copied or changed is left and named. With a field go its values on all tickets; notes and tags
    stay. Exit status 1 where the helpdesk refused something.
    """
    must_be_sure(yes=yes, as_json=as_json)
    site = open_site(account)
    ctx.with_resource(alone(site.state))
    with plain_refusals(site):
        survey = site.setup.survey()
    found = planner.removal(site.setup.wanted(survey, whole=True), survey, changed_too=changed_too)
    if not as_json:
        click.echo("\n".join(changes.lines(found)))
    done: list[Change] = []
    refused: Refusals = ()
    if found.work:
        if not yes:
            click.confirm("\nRemove this, and with the fields their values on all tickets?", abort=True)
        with plain_refusals(site, f"what was removed is gone: run `heard uninstall {account}` again to go on"):
            refused = carry_out(found, site.setup, done.append if as_json else changes.tell).refused
    forget(site, found, frozenset(change.id for change in (*found.left, *(change for change, _ in refused))))
    if as_json:
        told = {"account": account, "changes": changes.as_objects(found.changes), "stays": list(site.setup.stays)}
        click.echo(dump_line(told | outcome(done, refused)), nl=False)
    else:
        tell_refused(refused)
        click.echo("\n".join(["\nStays", *(f"  {line}" for line in site.setup.stays)]))
    ctx.exit(1 if refused else 0)
