"""Train the reader and write its weights; `bin/train` runs this."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import click

from tests.training.examples import Example, agents, customers, of_corpus, of_feelings, of_lexicon, of_quoted
from tests.training.fit import JOINED, fit
from tests.training.sources import CORPUS, digest
from tests.training.write import write
from workers.empathy.reader import heads

WEIGHTS = Path(__file__).parents[2] / "workers" / "empathy" / "reader" / "weights" / "en"
FIFTHS = 5


@click.command()
@click.option("--also", type=click.Path(path_type=Path, exists=True), multiple=True, help="JSONL labelled by code.")
@click.option(
    "--leave-out", type=click.IntRange(0, FIFTHS - 1), default=0, show_default=True, help="Fifth of it kept out."
)
@click.option("--without", metavar="TRADE", help="Trade of the corpus kept out, with all its voices.")
@click.option(
    "--into", type=click.Path(path_type=Path, file_okay=False), default=WEIGHTS, help="Folder of the weights."
)
def train(also: tuple[Path, ...], leave_out: int, without: str | None, into: Path) -> None:
    """Fit the heads on the corpus, and on all but a fifth of what was labelled elsewhere.

    The same input gives the same files.
    """
    paths = [path for path in sorted(CORPUS.glob("*.txt")) if path.stem.rpartition("-")[0] != without]
    into.mkdir(parents=True, exist_ok=True)
    heads.FOLDER = into.parent
    about = [
        "Made by bin/train: do not edit. See docs/scoring.md.",
        f"corpus {digest(paths)}" + "".join(f", {path.name} but for fifth {leave_out}" for path in also),
    ]
    _train(
        "customer", [*of_corpus(paths, customers), *of_feelings()], into, about
    )  # first: agents' sentences are read beside customers'
    heads.weights.cache_clear()
    others = [
        example
        for path in also
        for example in of_quoted(
            [line for line in path.read_text("utf-8").splitlines() if fifth(line) != leave_out], f"+{path.stem}"
        )
    ]
    _train("agent", [*of_corpus(paths, agents), *of_lexicon(), *others], into, about)


def _train(name: str, examples: list[Example], into: Path, about: list[str]) -> None:
    ours = [one for one in examples if not one.group.startswith("+")]
    labels = {label for one in ours for label in one.labels} - {"glad"}
    labels |= {joined for joined, some in JOINED.items() if not labels.isdisjoint(some)}
    table, fitted = fit(examples, sorted(labels))
    write(into, name, (table, fitted), about)
    click.echo(f"{name}: {len(examples)} sentences, {len(table.names)} features, {len(fitted)} heads")
    for head in fitted:
        shown = ", ".join(
            f"{key} {value:.2f}" if key != "n" else f"n {value}" for key, value in head.measured.items()
        )
        click.echo(f"  {head.label}: {shown}")


def fifth(line: str) -> int:
    """Return the fifth of a labelled conversation, by a hash of its id."""
    return hashlib.sha256(str(json.loads(line)["id"]).encode()).digest()[0] % FIFTHS


if __name__ == "__main__":
    train()
