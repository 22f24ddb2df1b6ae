"""`heard jobs` and `heard parked`: what waits, what was given up, why, and what to do."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from config.cli.backend import open_ledger, plain_errors
from config.cli.jsontext import dump_line
from config.cli.options import account_filter, examples, json_option
from config.cli.table import table
from config.cli.words import trouble
from workers.settle import UNAUTHORIZED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workers.job import JobView

MINUTE, HOUR = 60, 3600
ADVICE = """
`heard doctor ACCOUNT` finds most causes. Then: heard replay ACCOUNT TICKET, or heard replay --all [ACCOUNT]."""


@click.command(short_help="What waits to be looked at.", epilog=examples("heard jobs", "heard jobs acme --json"))
@account_filter
@json_option("One job a line; times in UTC.")
@plain_errors()
def jobs(account: str | None, *, as_json: bool) -> None:
    """List the tickets that wait to be looked at or are being looked at, the next due first in each account."""
    with open_ledger() as ledger:
        views, now, paused = ledger.jobs(account), ledger.now(), ledger.paused()
    if as_json:
        _dump(views)
    else:
        _show(views, "DUE", [_due(view, now) for view in views])
        _tell_paused(paused, account)


@click.command(
    short_help="What was given up, why, and what to do.", epilog=examples("heard parked", "heard parked acme --json")
)
@account_filter
@json_option("One job a line; times in UTC.")
@plain_errors()
def parked(account: str | None, *, as_json: bool) -> None:
    """List the tickets that were given up, the longest ago first in each account.

    They stay until they are replayed or their ticket is solved anew.
    """
    with open_ledger() as ledger:
        views, now = ledger.parked(account), ledger.now()
    if as_json:
        _dump(views)
    else:
        _show(views, "ACCEPTED", [f"{_span(now - view.created)} ago" for view in views])
        if views:
            click.echo(ADVICE)


def _dump(views: Sequence[JobView]) -> None:
    for view in views:
        job = {
            "account": view.ref.account,
            "ticket": view.ref.ticket_id,
            "state": view.state,
            "due": _utc(view.due) if view.due is not None else None,
            "attempts": view.attempts,
            "crashes": view.crashes,
            "created": _utc(view.created),
            "reason": view.reason,
        }
        click.echo(dump_line(job), nl=False)


def _show(views: Sequence[JobView], when: str, times: Sequence[str]) -> None:
    """Print the table, then each reason once in full."""
    headings = ("ACCOUNT", "TICKET", when, "ATTEMPTS", "CRASHES", "REASON")
    rows = [
        (view.ref.account, view.ref.ticket_id, time, str(view.attempts), str(view.crashes), view.reason or "-")
        for view, time in zip(views, times, strict=True)
    ]
    click.echo(table(headings, rows) if rows else "None.")
    for reason in dict.fromkeys(view.reason for view in views if view.reason):
        said = trouble(reason)
        click.echo(f"\n{reason}: {said.meaning}.\n  What to do: {said.remedy}.")


def _tell_paused(paused: Mapping[str, str], account: str | None) -> None:
    for name in sorted(paused):
        if account in (None, name):
            end = f"`heard resume {name}`"
            if paused[name] == UNAUTHORIZED:
                end = f"the credentials work at the next reconcile pass, or {end}"
            click.echo(f"\n{name} is paused ({paused[name]}): its jobs wait until {end}.")


def _due(view: JobView, now: float) -> str:
    if view.state == "claimed":
        return "being looked at"
    left = (view.due or now) - now
    if left > 0:
        return f"in {_span(left)}"
    return "now" if left > -MINUTE else f"{_span(-left)} ago"


def _span(seconds: float) -> str:
    if seconds < MINUTE:
        return f"{seconds:.0f} s"
    return f"{seconds / MINUTE:.0f} min" if seconds < HOUR else f"{seconds / HOUR:.1f} h"


def _utc(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
