"""`heard score`: assess without a helpdesk. Loads no settings, no Redis client, no HTTP client."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO

import click

from config.accounts import NotePolicy
from config.cli import page
from config.cli.intake import Flaw, Form, Parsed, read
from config.cli.jsontext import dump_line
from config.cli.options import as_it_is, color_option, examples, json_option
from config.traces import class_and_places
from workers.empathy.result import result
from workers.empathy.score import assess
from workers.note import compose, wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workers.empathy.model import Assessment, Conversation

    Show = Callable[[Conversation, Assessment, str | None], None]

POLICY = NotePolicy.WHEN_USEFUL
"""What an account does that says nothing else."""

EPILOG = "\n\n".join(
    [
        as_it_is(
            "A conversation; only role (customer, agent or bot) and body are required:",
            '{"id": "4711", "messages": [{"role": "customer", "body": "It broke."},',
            '                            {"role": "agent", "body": "I am sorry it broke."}]}',
        ),
        examples(
            'echo "Sorry the parcel is late. I will call the depot today." | heard score --customer "Where is it?"',
            "heard score ticket.json",
            "heard score --json tickets.jsonl > results.jsonl",
        ),
    ]
)


@click.command(short_help="Assess replies without a helpdesk.", epilog=EPILOG)
@click.argument("source", metavar="[FILE|-]", type=click.File("rb"), default="-")
@click.option("--text", "form", flag_value="text", help="The input is the text of one reply, whatever it looks like.")
@click.option(
    "--jsonl", "form", flag_value="jsonl", help="The input is one conversation a line, even if there is but one."
)
@click.option("--customer", metavar="TEXT", help="What the customer wrote; the input is then the text of a reply.")
@json_option("One result object a line.")
@color_option
@click.pass_context
def score(ctx: click.Context, source: BinaryIO, form: str | None, customer: str | None, *, as_json: bool) -> None:
    """Assess the wording of agents' replies; nothing is read but FILE (or standard input), nothing is written.

    FILE holds one conversation as a JSON object, many of them one a line (JSONL), or the plain text of a reply.

    What cannot be read is reported on standard error with its line and field; the rest is scored all the same, and
    the exit status is 1.
    """
    if customer is not None and form == "jsonl":
        raise click.UsageError(
            "--customer goes with the text of a reply; in JSONL the customer's turns are messages."
        )
    if source.isatty():
        click.echo("Type or paste a reply or conversations; Ctrl-D ends it.", err=True)
    chosen = Form(form or ("guess" if customer is None else "text"))
    items = read(source, chosen, customer)
    show: Show = _json_line if as_json else _row
    if not as_json and chosen is not Form.JSONL:
        items, show = _layout(items)
    flaws = 0
    for item in items:
        if flaw := _score(item, show):
            flaws += 1
            _report(flaw, as_json=as_json)
    ctx.exit(1 if flaws else 0)


def _score(item: Parsed | Flaw, show: Show) -> Flaw | None:
    """Show one result, or return what is wrong with the input."""
    if isinstance(item, Flaw):
        return item
    try:
        assessment = assess(item.conversation)
        note = compose(assessment).text if wanted(assessment, POLICY) else None
    except Exception as error:  # noqa: BLE001 (a mistake of ours costs this conversation, not those after it)
        name, places = class_and_places(error)
        return Flaw(item.line, "", f"Heard failed on this one; please report {name} at {places[-1]}")
    show(item.conversation, assessment, note)
    return None


def _layout(items: Iterator[Parsed | Flaw]) -> tuple[Iterator[Parsed | Flaw], Show]:
    """Give a single conversation the whole page, and several a row each."""
    first = list(islice(items, 2))
    return chain(first, items), _row if len(first) > 1 else _whole_page


def _json_line(_: Conversation, assessment: Assessment, note: str | None) -> None:
    click.echo(dump_line(result(assessment, note)), nl=False)


def _row(_: Conversation, assessment: Assessment, __: str | None) -> None:
    click.echo(page.row(assessment))


def _whole_page(conversation: Conversation, assessment: Assessment, note: str | None) -> None:
    click.echo(page.whole(conversation, assessment))
    click.echo(page.note(note, assessment, POLICY))


def _report(flaw: Flaw, *, as_json: bool) -> None:
    """Say on standard error what is wrong, so that standard output holds results and nothing else."""
    if as_json:
        line = {"line": flaw.line, "field": flaw.field or None, "error": flaw.message}
        click.echo(dump_line(line), err=True, nl=False)
    else:
        click.echo(f"heard score: {flaw}", err=True)
