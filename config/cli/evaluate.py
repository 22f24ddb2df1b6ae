"""`heard evaluate`: how often the scorer is right on labelled conversations, beside two baselines."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

import click

from config.cli.evaluation import labelled, show
from config.cli.evaluation.case import Case, case
from config.cli.evaluation.mistakes import mistakes
from config.cli.evaluation.report import report
from config.cli.intake import Flaw
from config.cli.jsontext import dump_line
from config.cli.options import as_it_is, examples, json_option
from config.traces import class_and_places
from workers.empathy.score import assess

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

EPILOG = "\n\n".join(
    [
        as_it_is(
            "A labelled conversation (labels say what is in the last message, by marker id or by code):",
            '{"messages": [{"role": "customer", "body": "It broke."},',
            '              {"role": "agent", "body": "I am sorry it broke."}],',
            ' "labels": {"apologised": "I am sorry"}, "feel": 0, "emp": 1, "band": "mixed"}',
        ),
        examples("heard evaluate labelled.jsonl", "heard evaluate --errors 20 --with-text labelled.jsonl"),
    ]
)


@click.command(short_help="Measure the scorer on labelled conversations.", epilog=EPILOG)
@click.argument("sources", metavar="PATH…", type=click.File("rb"), nargs=-1, required=True)
@click.option(
    "--errors", "most", metavar="N", type=click.IntRange(min=0), default=0, help="List the N costliest mistakes."
)
@click.option("--with-text", is_flag=True, help="Show the words of each mistake; without it no text is printed.")
@json_option("One object with all figures.")
@click.pass_context
def evaluate(ctx: click.Context, sources: Sequence[BinaryIO], most: int, *, with_text: bool, as_json: bool) -> None:
    """Measure how often Heard is right on labelled conversations, one a line (JSONL) in each PATH.

    A label counts as found where the last message has evidence that counts; AUC ranks by how much of it. The score
    is that of the whole conversation. Beside it stand a crude keyword rule and VADER as it comes; trained baselines
    (TF-IDF, sentence embeddings) are not part of it.

    What cannot be read is reported on standard error with its line and field; the rest is measured all the same, and
    the exit status is 1.
    """
    cases: list[Case] = []
    flaws = 0
    for source in sources:
        for item in _cases(source):
            if isinstance(item, Case):
                cases.append(item)
            else:
                flaws += 1
                _report(source.name, item, as_json=as_json)
    if cases:
        whole, costly = report(cases), mistakes(cases)[:most]
        if as_json:
            click.echo(dump_line(show.as_object(whole, costly, with_text=with_text)), nl=False)
        else:
            click.echo(show.as_text(whole, costly, with_text=with_text))
    ctx.exit(1 if flaws or not cases else 0)


def _cases(source: BinaryIO) -> Iterator[Case | Flaw]:
    nothing = True
    for gold in labelled.read(source):
        nothing = False
        yield gold if isinstance(gold, Flaw) else _case(source.name, gold)
    if nothing:
        yield Flaw(1, "", "nothing to evaluate; expected one labelled conversation a line")


def _case(file: str, gold: labelled.Labelled) -> Case | Flaw:
    try:
        return case(file, gold, assess(gold.conversation))
    except Exception as error:  # noqa: BLE001 (a mistake of ours costs this conversation, not those after it)
        name, places = class_and_places(error)
        return Flaw(gold.line, "", f"Heard failed on this one; please report {name} at {places[-1]}")


def _report(file: str, flaw: Flaw, *, as_json: bool) -> None:
    """Say on standard error what is wrong."""
    if as_json:
        line = {"file": file, "line": flaw.line, "field": flaw.field or None, "error": flaw.message}
        click.echo(dump_line(line), err=True, nl=False)
    else:
        click.echo(f"heard evaluate: {file}: {flaw}", err=True)
