"""`heard doctor`: what would keep an account from working, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import redis

from config.cli.accounts import open_runtime, receiver_problems
from config.cli.backend import plain_errors, redis_trouble
from config.cli.jsontext import dump_line
from config.cli.options import account_argument, examples, json_option
from config.cli.words import trouble
from integrations import registry
from integrations.errors import HelpdeskError
from integrations.model import Problem
from workers.settle import word
from workers.throttle import RedisGate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.accounts import Account
    from integrations.ports import Gate
    from workers.runtime import Runtime


@click.command(
    short_help="Check an account: Redis, credentials, rights, fields.", epilog=examples("heard doctor acme")
)
@account_argument
@json_option("One object: ok, and the problems with what to do.")
@plain_errors()
@click.pass_context
def doctor(ctx: click.Context, account: str, *, as_json: bool) -> None:
    """Check what ACCOUNT needs to work; changes nothing.

    Exit status 0 if it can work (there may be warnings), 1 if something must be mended first.
    """
    made = open_runtime(account)
    problems = list(_redis_problems(made, account))
    gate: Gate = _NoGate() if any(problem.fatal for problem in problems) else RedisGate(made.client, account)
    problems += _helpdesk_problems(made.accounts[account], gate)
    remedy = "mend it where the receiver runs; a host that runs workers only can do without"
    problems += [
        Problem(f"the receiver would not start here: {what}", remedy, fatal=False) for what in receiver_problems()
    ]
    fatal = any(problem.fatal for problem in problems)
    if as_json:
        found = [{"what": one.what, "remedy": one.remedy, "fatal": one.fatal} for one in problems]
        click.echo(dump_line({"account": account, "ok": not fatal, "problems": found}), nl=False)
    else:
        _print(account, problems)
    ctx.exit(1 if fatal else 0)


def _redis_problems(made: Runtime, account: str) -> Iterator[Problem]:
    try:
        policy = made.client.info("memory").get("maxmemory_policy")
        durable = made.client.info("persistence").get("aof_enabled")
        paused = made.ledger.paused()
    except redis.RedisError as error:
        yield Problem(redis_trouble(error), "start it, or correct REDIS_URL")
        return
    if policy != "noeviction":
        yield Problem(
            f"Redis may evict jobs when its memory is full (maxmemory-policy {policy})",
            "set maxmemory-policy noeviction",
            fatal=False,
        )
    if not durable:
        yield Problem(
            "Redis keeps jobs in memory only (appendonly no)",
            "set appendonly yes; until then a restart costs what waits, found again by the reconcile pass",
            fatal=False,
        )
    if account in paused:
        yield Problem(f"the account is paused ({paused[account]})", f"heard resume {account}", fatal=False)


def _helpdesk_problems(account: Account, gate: Gate) -> list[Problem]:
    try:
        return list(registry.helpdesk(account, gate).check())
    except HelpdeskError as error:
        said = trouble(word(error))
        return [Problem(f"{said.meaning} ({error})", said.remedy)]


class _NoGate:
    """Without Redis there is nobody to wait for."""

    def check(self) -> None:
        """Let everything pass."""

    def shut(self, seconds: float) -> None:
        """Remember nothing."""


def _print(account: str, problems: list[Problem]) -> None:
    for problem in problems:
        mark = click.style("must be mended", fg="red") if problem.fatal else click.style("warning", fg="yellow")
        click.echo(f"{mark}: {problem.what}\n  What to do: {problem.remedy}")
    if not problems:
        click.echo(f"{account}: all well.")
