"""A report for people, as tables, and for programs, as one object."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import PurePath
from typing import TYPE_CHECKING

from config.cli.evaluation.measures import Figure
from config.cli.paint import shortened
from config.cli.table import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from config.cli.evaluation.mistakes import Mistake
    from config.cli.evaluation.report import Measured, Report, Row

HEADINGS = ("label", "n", "found", "P", "R", "F1", "95%", "AUC", "keywords: F1", "AUC", "VADER: AUC")
WHOLE_HEADINGS = ("whole", "n", "Heard", "95%", "keywords", "VADER")
MISTAKE_HEADINGS = ("cost", "mistake", "label", "marker", "line", "id", "offsets", "not counted")
QUOTE_LENGTH = 60
DIGITS = 4
"""What is printed of a figure for programs: the last bits of a float are the machine's."""


def as_text(report: Report, mistakes: Sequence[Mistake], *, with_text: bool) -> str:
    """Return the tables; no word of a conversation is in them unless `with_text`."""
    parts = [
        f"{report.conversations} conversations, {report.not_scored} not scored, rules {report.version}",
        table(HEADINGS, [_row(row) for row in report.labels]),
        table(WHOLE_HEADINGS, [_measured(one) for one in report.whole]),
        f"nothing to judge (na), but called needs a look: {report.na_needs_a_look} of {report.na}",
    ]
    if mistakes:
        headings = (*MISTAKE_HEADINGS, "text") if with_text else MISTAKE_HEADINGS
        parts.append(table(headings, [list(_mistake(one, with_text=with_text)) for one in mistakes]))
    return "\n\n".join(parts)


def as_object(report: Report, mistakes: Sequence[Mistake], *, with_text: bool) -> dict[str, object]:
    """Return the same with the field names as keys."""
    listed = [asdict(one) for one in mistakes]
    if not with_text:
        listed = [{key: value for key, value in one.items() if key != "text"} for one in listed]
    return {**_plain(asdict(report)), "errors": listed}


def _plain(value: dict[str, object]) -> dict[str, object]:
    return {key: _rounded(one) for key, one in value.items()}


def _rounded(value: object) -> object:
    match value:
        case float():
            return round(value, DIGITS)
        case Figure():
            return _plain(value._asdict())
        case dict():
            return _plain(value)
        case tuple():
            return [_rounded(one) for one in value]
    return value


def _row(row: Row) -> list[str]:
    own = [_number(row.precision), _number(row.recall), *_figure(row.f1), _number(row.auc)]
    others = [_number(row.keywords_f1), _number(row.keywords_auc), _number(row.vader_auc)]
    return [row.label, str(row.n), str(row.found), *own, *others]


def _measured(one: Measured) -> list[str]:
    others = [_number(other.value) if other else "" for other in (one.keywords, one.vader)]
    return [one.measure, str(one.n), *_figure(one.heard), *others]


def _mistake(one: Mistake, *, with_text: bool) -> Iterator[str]:
    yield from (f"{one.cost:g}", one.kind, one.label, one.marker)
    yield f"{shortened(PurePath(one.file).name, 40)}:{one.line}"
    yield shortened(one.id or "-", 24)
    yield "-" if one.start is None else f"{one.start}-{one.end}"
    yield one.not_counted or "-"
    if with_text:
        yield shortened(one.text or "-", QUOTE_LENGTH)


def _figure(figure: Figure) -> tuple[str, str]:
    if figure.low is None:
        return _number(figure.value), "-"
    return _number(figure.value), f"{_number(figure.low)} to {_number(figure.high)}"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
