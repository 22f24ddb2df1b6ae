"""A report for people, as tables, and for programs, as one object."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import PurePath
from typing import TYPE_CHECKING

from config.cli.evaluation.measures import Figure
from config.cli.evaluation.rows import Beside
from config.cli.paint import shortened
from config.cli.table import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from config.cli.evaluation.mistakes import Mistake
    from config.cli.evaluation.neutral import Neutral
    from config.cli.evaluation.report import Report
    from config.cli.evaluation.rows import Row
    from config.cli.evaluation.whole import Measured

HEADINGS = ("label", "n", "found", "P", "R", "F1", "95%", "macro-F1", "AUC", "95%")
WHOLE_HEADINGS = ("whole", "n", "Heard", "95%")
BESIDE = "F1, macro-F1, AUC"
NAMES = {"keywords": "keywords", "vader": "VADER", "tfidf": "TF-IDF", "embedding": "embedding"}
"""Baselines by their keys, in the order of the columns."""
MISTAKE_HEADINGS = ("cost", "mistake", "label", "marker", "line", "id", "offsets", "not counted")
QUOTE_LENGTH = 60
DIGITS = 4
"""What is printed of a figure for programs: the last bits of a float are the machine's."""


def as_text(report: Report, mistakes: Sequence[Mistake], absent: Sequence[str], *, with_text: bool) -> str:
    """Return the tables; no word of a conversation is in them unless `with_text`. `absent` says what is not there."""
    parts = [f"{report.conversations} conversations, {report.not_scored} not scored, rules {report.version}"]
    if report.labels:
        parts += [table(HEADINGS, [_row(row) for row in report.labels]), _beside(report.labels)]
    if report.whole:
        parts.append(_whole(report.whole))
    if report.neutral:
        parts.append(f"nothing to judge (na), but called needs a look: {report.na_needs_a_look} of {report.na}")
        parts.append(_neutral(report.neutral))
    if mistakes:
        headings = (*MISTAKE_HEADINGS, "text") if with_text else MISTAKE_HEADINGS
        parts.append(table(headings, [list(_mistake(one, with_text=with_text)) for one in mistakes]))
    if absent:
        parts.append("\n".join(f"not here: {line}" for line in absent))
    return "\n\n".join(parts)


def as_object(
    report: Report, mistakes: Sequence[Mistake], absent: Sequence[str], *, with_text: bool
) -> dict[str, object]:
    """Return the same with the field names as keys."""
    listed = [asdict(one) for one in mistakes]
    if not with_text:
        listed = [{key: value for key, value in one.items() if key != "text"} for one in listed]
    return {**_plain(asdict(report)), "absent": list(absent), "errors": listed}


def _plain(value: dict[str, object]) -> dict[str, object]:
    return {key: _rounded(one) for key, one in value.items()}


def _rounded(value: object) -> object:
    match value:
        case float():
            return round(value, DIGITS)
        case Figure() | Beside():
            return _plain(value._asdict())
        case dict():
            return _plain(value)
        case tuple():
            return [_rounded(one) for one in value]
    return value


def _row(row: Row) -> list[str]:
    counts = [row.label, str(row.n), str(row.found), _number(row.precision.value), _number(row.recall.value)]
    return [*counts, *_figure(row.f1), _number(row.macro_f1.value), *_figure(row.auc)]


def _beside(rows: Sequence[Row]) -> str:
    """Return Heard and the baselines side by side."""
    names = [name for name in NAMES if name in rows[0].baselines]

    def cells(row: Row) -> list[str]:
        own = Beside(row.f1.value, row.macro_f1.value, row.auc.value)
        return [row.label, *(" ".join(map(_number, one)) for one in [own, *(row.baselines[name] for name in names)])]

    return table([BESIDE, "Heard", *(NAMES[name] for name in names)], [cells(row) for row in rows])


def _whole(measured: Sequence[Measured]) -> str:
    names = [name for name in NAMES if any(name in one.baselines for one in measured)]
    rows = [
        [one.measure, str(one.n), *_figure(one.heard)]
        + [_number(one.baselines[name]) if name in one.baselines else "" for name in names]
        for one in measured
    ]
    return table([*WHOLE_HEADINGS, *(NAMES[name] for name in names)], rows)


def _neutral(neutral: Neutral) -> str:
    each = ", ".join(f"{label} {rate:.0f}" for label, rate in neutral.labels.items())
    of = f"false alarms per 1,000 neutral replies (of {neutral.n}): {neutral.any:.0f} with any"
    return f"{of}; {each}" if each else of


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
