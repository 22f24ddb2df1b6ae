"""How fast replies are assessed, beside one stock VADER pass over the same agents' text.

    .venv/bin/python -m tests.bench.score [FILE.jsonl]

FILE holds one conversation a line; without it the demo's own tickets are read.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import click
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from config.cli.formats import conversation
from config.cli.jsontext import loads
from integrations.django_helpdesk.demo import story
from workers.empathy.score import assess

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workers.empathy.model import Conversation

REPEATS = 7


def main(arguments: Sequence[str]) -> None:
    """Print replies per second of one core, and the ratio to VADER: median and best of the repeats."""
    conversations = _of_file(Path(arguments[0])) if arguments else _of_the_demo()
    replies = [message.body for one in conversations for message in one.messages if message.role == "agent"]
    assessing, vader = _measured(conversations, replies)
    click.echo(f"{len(conversations)} conversations, {len(replies)} replies, {REPEATS} repeats, taking turns")
    for name, best in (("median", median), ("best", min)):
        ours, theirs = best(assessing), best(vader)
        each = f"{len(replies) / ours:.0f} replies/s, {1e6 * ours / len(replies):.0f} us each"
        click.echo(f"{name}: {each}, {ours / theirs:.1f} times VADER")


def _measured(conversations: Sequence[Conversation], replies: Sequence[str]) -> tuple[list[float], list[float]]:
    """Return the seconds of each repeat: of the assessments, and of VADER; both are warm."""
    analyser = SentimentIntensityAnalyzer()
    assess(conversations[0])
    assessing, vader = [], []
    for _ in range(REPEATS):
        assessing.append(_seconds(lambda: [assess(one) for one in conversations]))
        vader.append(_seconds(lambda: [analyser.polarity_scores(body) for body in replies]))
    return assessing, vader


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _of_file(path: Path) -> list[Conversation]:
    return [conversation(loads(line)) for line in path.read_bytes().splitlines() if line.strip()]


def _of_the_demo() -> list[Conversation]:
    return [conversation(_as_json(ticket)) for ticket in story.tickets()]


def _as_json(ticket: dict[str, Any]) -> dict[str, object]:
    turns = [
        {"role": turn["by"], "body": turn["text"]} for turn in ticket["turns"] if turn["by"] in {"customer", "agent"}
    ]
    return {"subject": ticket["title"], "messages": turns}


if __name__ == "__main__":
    main(sys.argv[1:])
