"""A file of labelled text: plain text that begins with #, or JSONL whose lines are told apart by their keys."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, BinaryIO

from config.cli.evaluation import corpus
from config.cli.evaluation.shapes.annomi import annomi
from config.cli.evaluation.shapes.epitome import epitome
from config.cli.evaluation.shapes.esconv import esconv
from config.cli.evaluation.shapes.goemotions import goemotions
from config.cli.evaluation.shapes.gold import gold
from config.cli.evaluation.shapes.personas import personas
from config.cli.evaluation.shapes.politeness import politeness
from config.cli.evaluation.shapes.silver import silver
from config.cli.evaluation.shapes.text import text
from config.cli.evaluation.shapes.ucc import ucc
from config.cli.formats import Fields
from config.cli.intake import Flaw
from config.cli.jsontext import BadInput, decode, loads
from config.cli.lines import Line, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from config.cli.evaluation.labelled import Labelled

BY_LABEL = {"er": epitome, "question": annomi, "condescending": ucc, "ack": silver}
"""Sets whose `labels` are an object are told apart by one of its keys."""
BY_KEY = {"score": politeness, "ratings": personas, "label": esconv}
"""All others by a key of the line; the first counts, since politeness and personas have a `label` too."""


def read(stream: BinaryIO) -> Iterator[Labelled | Flaw]:
    """Yield labelled conversations and flaws in the order of the lines."""
    lines = lines_of(stream)
    head: list[Line] = []
    for line in lines:
        head.append(line)
        if not line.blank:
            break
    whole = chain(head, lines)
    yield from _corpus(whole) if head and head[-1].raw.startswith(b"#") else _jsonl(whole)


def _corpus(lines: Iterable[Line]) -> Iterator[Labelled | Flaw]:
    try:
        for item in corpus.conversations(map(_decoded, lines)):
            yield item if isinstance(item, Flaw) else text(item)
    except BadInput as bad:
        yield Flaw(bad.line, "", bad.message)


def _decoded(line: Line) -> str:
    try:
        return decode(line.raw)
    except BadInput as bad:
        raise BadInput(bad.message, line=line.number) from None


def _jsonl(lines: Iterable[Line]) -> Iterator[Labelled | Flaw]:
    for line in lines:
        if line.blank:
            continue
        try:
            yield from _converted(loads(line.raw), line.number)
        except BadInput as bad:
            yield Flaw(line.number, bad.field, bad.message)


def _converted(value: object, line: int) -> tuple[Labelled, ...]:
    if not isinstance(value, dict) or "messages" in value or "text" not in value:
        return (gold(value, line),)
    fields = Fields(value)
    labels = fields.get("labels")
    if isinstance(labels, list):
        return goemotions(fields, line)
    if isinstance(labels, dict):
        for key, by_labels in BY_LABEL.items():
            if key in labels:
                return by_labels(fields, Fields(labels, "labels."), line)
        raise fields.wrong("labels", f"one with {', '.join(BY_LABEL)} or, beside messages, our markers")
    for key, by_key in BY_KEY.items():
        if key in value:
            return by_key(fields, line)
    raise BadInput("expected labels, label, score or ratings beside text", field="labels")
