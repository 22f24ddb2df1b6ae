"""`heard apply`: set an account up as planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from config.cli import changes
from config.cli.backend import plain_errors
from config.cli.jsontext import dump_line
from config.cli.options import account_argument, color_option, examples, json_option
from config.cli.paint import on_one_line
from config.cli.plan import as_object, make
from config.cli.site import alone, open_site, plain_refusals
from config.cli.storing import store, storing
from integrations.builder import carry_out

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from config.cli.site import Site
    from integrations.objects import Change, Plan

    Refusals = Sequence[tuple[Change, str]]

yes_option = click.option("--yes", is_flag=True, help="Do not ask.")


@click.command(
    short_help="Set an account up: fields, webhook, triggers, views.",
    epilog=examples("heard apply acme", "heard apply --yes acme"),
)
@account_argument
@yes_option
@json_option("As plan, with what was done and refused; takes --yes.")
@color_option
@plain_errors()
@click.pass_context
def apply(ctx: click.Context, account: str, *, yes: bool, as_json: bool) -> None:
    """Show what plan shows, ask, and do it; then store here what the receiver and the workers need.

    Cut short, it is run again: it knows what it made. Exit status 1 where something is in the way or was refused.
    """
    must_be_sure(yes=yes, as_json=as_json)
    site = open_site(account)
    ctx.with_resource(alone(site.state))
    with plain_refusals(site):
        found, stored = make(site)
    if not as_json:
        click.echo("\n".join(changes.lines(found, stored.lines, stored.by_hand)))
    done: list[Change] = []
    refused: Refusals = ()
    stored_any = False
    if not found.conflicts and (found.work or stored.lines):
        if stored.lines:
            site.state.prove_writable()
        if not yes:
            click.confirm("\nDo this?", abort=True)
        refused, stored_any = _do(site, found, done.append if as_json else changes.tell)
    if as_json:
        click.echo(dump_line(as_object(site, found, stored) | outcome(done, refused)), nl=False)
    elif found.conflicts:
        click.echo("Nothing was written: what is in the way comes first.", err=True)
    else:
        tell_refused(refused)
        if stored_any:
            click.echo("Stored. Receiver and workers read it when they start: restart those that run.")
    ctx.exit(1 if found.conflicts or refused else 0)


def _do(site: Site, found: Plan, tell: Callable[[Change], None]) -> tuple[Refusals, bool]:
    """Carry the plan out and store what came of it; return what was refused, and whether anything was stored."""
    with plain_refusals(site, f"what was made is kept: run `heard apply {site.account.name}` again to go on"):
        built = carry_out(found, site.setup, tell)
        return built.refused, store(site, storing(site, found, built.ids))


def must_be_sure(*, yes: bool, as_json: bool) -> None:
    """Raise UsageError for a program that would be asked."""
    if as_json and not yes:
        raise click.UsageError("--json asks nothing: say --yes as well, or use plan --json.")


def outcome(done: Sequence[Change], refused: Refusals) -> dict[str, object]:
    """Return what was done, for programs."""
    return {
        "done": [change.key for change in done],
        "refused": [{"key": change.key, "why": why} for change, why in refused],
    }


def tell_refused(refused: Refusals) -> None:
    """Say what the helpdesk refused."""
    for change, why in refused:
        what = on_one_line(f"{change.action} {change.kind} “{change.title}”: {why}")
        click.echo(f"Refused: to {what}", err=True)
