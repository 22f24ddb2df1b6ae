"""Options and arguments that several commands share."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, TypeVar

import click

from integrations.model import TicketRef
from workers.job import key_parts

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")


def as_it_is(heading: str, *lines: str) -> str:
    """Return a paragraph of help whose lines click must not join."""
    return "\n".join(["\b", heading, *(f"  {line}" for line in lines)])


def examples(*commands: str) -> str:
    """Return what help shows at its end."""
    return as_it_is("Example:" if len(commands) == 1 else "Examples:", *commands)


def json_option(text: str) -> Callable[[F], F]:
    """Add --json; `text` says what comes out."""
    return click.option("--json", "as_json", is_flag=True, help=f"For programs. {text}")


def _choose_color(ctx: click.Context, _: click.Parameter, value: bool | None) -> None:  # noqa: FBT001 (click's signature)
    """Leave it to the terminal unless told; NO_COLOR (no-color.org) is a wish, --color an order."""
    if value is None and os.environ.get("NO_COLOR"):
        value = False
    ctx.color = value


color_option = click.option(
    "--color/--no-color",
    default=None,
    expose_value=False,
    callback=_choose_color,
    help="Colour or none; by default colour where a terminal reads it and NO_COLOR is not set.",
)


def _check_name(_: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Refuse what can be no account or ticket id before anything is opened."""
    if value is not None:
        try:
            key_parts(TicketRef(value, value))
        except ValueError:
            raise click.BadParameter("expected 1 to 64 letters, digits, - or _", param=parameter) from None
    return value


account_argument = click.argument("account", metavar="ACCOUNT", callback=_check_name)
account_filter = click.argument("account", metavar="[ACCOUNT]", required=False, callback=_check_name)
ticket_argument = click.argument("ticket", metavar="TICKET", callback=_check_name)
ticket_filter = click.argument("ticket", metavar="[TICKET]", required=False, callback=_check_name)
