"""`heard evaluate`: how often the scorer is right on labelled conversations, beside what it has to beat."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from config.cli.evaluation import show
from config.cli.evaluation.case import Case, case
from config.cli.evaluation.installed import baselines
from config.cli.evaluation.mistakes import mistakes
from config.cli.evaluation.progress import Progress
from config.cli.evaluation.reading import read
from config.cli.evaluation.report import report
from config.cli.evaluation.sample import sample
from config.cli.intake import Flaw
from config.cli.jsontext import dump_line
from config.cli.options import as_it_is, examples, json_option
from config.traces import class_and_places
from workers.empathy.score import assess

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from config.cli.evaluation.labelled import Labelled
    from config.cli.evaluation.trained import Features

EPILOG = "\n\n".join(
    [
        as_it_is(
            "A labelled conversation (labels say what is in the last message, by marker id or by code):",
            '{"messages": [{"role": "customer", "body": "It broke."},',
            '              {"role": "agent", "body": "I am sorry it broke."}],',
            ' "labels": {"apologised": "I am sorry"}, "feel": 0, "emp": 1, "band": "mixed"}',
        ),
        examples(
            "heard evaluate labelled.jsonl",
            "heard evaluate --errors 20 --with-text labelled.jsonl",
            "heard evaluate --limit 500 --json comments.jsonl corpus/*.txt",
        ),
    ]
)


@click.command(short_help="Measure the scorer on labelled conversations.", epilog=EPILOG)
@click.argument("sources", metavar="PATH…", type=click.File("rb"), nargs=-1, required=True)
@click.option(
    "--errors", "most", metavar="N", type=click.IntRange(min=0), default=0, help="List the N costliest mistakes."
)
@click.option("--with-text", is_flag=True, help="Show the words of each mistake; without it no text is printed.")
@click.option(
    "--limit",
    metavar="N",
    type=click.IntRange(min=1),
    help="Take N conversations of each PATH, always the same ones.",
)
@click.option(
    "--embedding",
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Compare with the sentence embedding in this folder, too (model2vec or sentence-transformers).",
)
@json_option("One object with all figures.")
@click.pass_context
def evaluate(
    ctx: click.Context,
    sources: Sequence[BinaryIO],
    most: int,
    limit: int | None,
    embedding: Path | None,
    *,
    with_text: bool,
    as_json: bool,
) -> None:
    """Measure how often Heard is right on labelled conversations in each PATH.

    PATH holds one conversation a line (JSONL), a line of a public set in one of the shapes that docs/command-line.md
    names, or sentences with labels (plain text that begins with #). They are told apart by what is in them.

    A label counts as found where the last message has evidence that counts; AUC ranks by how much of it. The score
    is that of the whole conversation. Beside it stand a crude keyword rule and VADER as it comes and, where
    requirements-train.txt is installed, logistic regression on TF-IDF, learned and tested in five folds by thread or
    writer. Nothing is downloaded.

    What cannot be read is reported on standard error with its line and field; the rest is measured all the same, and
    the exit status is 1.
    """
    features, absent = _baselines(embedding)
    told = Told(as_json=as_json)
    progress = Progress()
    golds = [(source.name, gold) for source in sources for gold in sample(list(_read(source, told)), limit)]
    cases = [made for file, gold in progress(golds, "conversations") if (made := _case(file, gold, told))]
    if cases:
        whole, costly = report(cases, features, progress), mistakes(cases)[:most]
        if as_json:
            click.echo(dump_line(show.as_object(whole, costly, absent, with_text=with_text)), nl=False)
        else:
            click.echo(show.as_text(whole, costly, absent, with_text=with_text))
    ctx.exit(1 if told.flaws or not cases else 0)


def _baselines(embedding: Path | None) -> tuple[Sequence[Features], Sequence[str]]:
    try:
        return baselines(embedding)
    except Exception as error:  # either library has errors of its own for a folder that is no model's
        what = f"no model in this folder that can be opened ({type(error).__name__})"
        raise click.BadParameter(what, param_hint="--embedding") from error


def _read(source: BinaryIO, told: Told) -> Iterator[Labelled]:
    nothing = True
    for item in read(source):
        nothing = False
        if isinstance(item, Flaw):
            told.tell(source.name, item)
        else:
            yield item
    if nothing:
        told.tell(source.name, Flaw(1, "", "nothing to evaluate; expected one labelled conversation a line"))


def _case(file: str, gold: Labelled, told: Told) -> Case | None:
    try:
        return case(file, gold, assess(gold.conversation))
    except Exception as error:  # noqa: BLE001 (a mistake of ours costs this conversation, not those after it)
        name, places = class_and_places(error)
        told.tell(file, Flaw(gold.line, "", f"Heard failed on this one; please report {name} at {places[-1]}"))
        return None


@dataclass
class Told:
    """Says on standard error what is wrong, as soon as it is known."""

    as_json: bool
    flaws: int = 0

    def tell(self, file: str, flaw: Flaw) -> None:
        """Say it, and count it."""
        self.flaws += 1
        if self.as_json:
            line = {"file": file, "line": flaw.line, "field": flaw.field or None, "error": flaw.message}
            click.echo(dump_line(line), err=True, nl=False)
        else:
            click.echo(f"heard evaluate: {file}: {flaw}", err=True)
