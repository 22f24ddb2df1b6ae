"""`heard plan`: what apply would do to an account. Reads only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from config.cli import changes
from config.cli.backend import plain_errors
from config.cli.jsontext import dump_line
from config.cli.options import account_argument, color_option, examples, json_option
from config.cli.site import open_site, plain_refusals
from config.cli.storing import storing
from integrations import planner

if TYPE_CHECKING:
    from config.cli.site import Site
    from config.cli.storing import Storing
    from integrations.objects import Plan

SOMETHING_TO_DO = 3


@click.command(short_help="Show what apply would set up, change and store.", epilog=examples("heard plan acme"))
@account_argument
@json_option("One object: changes, what is stored here, what is left to people, how much there is to do.")
@color_option
@plain_errors()
@click.pass_context
def plan(ctx: click.Context, account: str, *, as_json: bool) -> None:
    """Compare ACCOUNT's fields, webhook, triggers and views with what Heard needs; writes nothing.

    Exit status 0 if there is nothing to do, 3 if there is, 1 if something is in the way.
    """
    site = open_site(account)
    with plain_refusals(site):
        found, stored = make(site)
    if as_json:
        click.echo(dump_line(as_object(site, found, stored)), nl=False)
    else:
        click.echo("\n".join(changes.lines(found, stored.lines, stored.by_hand)))
    ctx.exit(1 if found.conflicts else SOMETHING_TO_DO if found.work or stored.lines else 0)


def make(site: Site) -> tuple[Plan, Storing]:
    """Return what is to be done there and stored here."""
    survey = site.setup.survey()
    found = planner.plan(site.setup.wanted(survey), survey)
    return found, storing(site, found, found.ids)


def as_object(site: Site, found: Plan, stored: Storing) -> dict[str, object]:
    """Return a plan for programs."""
    return {
        "account": site.account.name,
        "changes": changes.as_objects(found.changes),
        "store": list(stored.lines),
        "by_hand": [*found.by_hand, *stored.by_hand],
        "to_do": len(found.work) + len(stored.lines),
        "conflicts": len(found.conflicts),
    }
