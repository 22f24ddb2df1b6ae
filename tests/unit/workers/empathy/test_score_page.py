"""docs/scoring.md says what the code does: its tables are the code's numbers, and its example is recomputed."""

# ruff: noqa: RUF001 (the page uses the signs of arithmetic)

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.unit.workers.empathy.conversations import talk, weighed
from workers.empathy import advice, formula
from workers.empathy.care import CARE, best, care
from workers.empathy.hear import read_replies
from workers.empathy.needs import NEEDS, met
from workers.empathy.score import assess

EXAMPLE = "### A worked example"
PAGE = (Path(__file__).parents[4] / "docs" / "scoring.md").read_text("utf-8")
CUSTOMER, AGENT = re.findall(r"^> (.+)$", PAGE, re.MULTILINE)


def rows(first_cell: str, after: str = "") -> list[list[str]]:
    """Return the cells of the table whose head begins with a cell, below its rule."""
    table = PAGE[PAGE.index(after) :].split(f"| {first_cell} |", 1)[1].split("\n\n", 1)[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


def numbers(cell: str) -> dict[str, float]:
    return {name: float(value) for name, value in re.findall(r"(\w+) ([\d.]+)", cell)}


def test_the_table_of_needs() -> None:
    said = {row[0]: (float(row[1]), numbers(row[3])) for row in rows("need")}
    assert said == {need.name: (need.weight, dict(need.met_by)) for need in NEEDS}


def test_the_table_of_care() -> None:
    said = {kind: float(row[0]) for row in rows("worth") for kind in row[1].split(", ")}
    assert said == CARE


def test_the_table_of_costs() -> None:
    said: dict[str, float] = {}
    for row in rows("anti-marker"):
        said |= {row[0]: float(row[1]), row[3]: float(row[4])}
    assert said == formula.COSTS


def test_the_bounds_and_bands() -> None:
    text = " ".join(PAGE.split())
    assert f"cap the score at {formula.TOP_OF_MIXED}" in text
    strong, good, mixed = (least for _, least in formula.BANDS)
    assert f"strong from {strong} · good from {good} · mixed from {mixed} · needs a look below" in text
    assert f"costs of at most {formula.FACTUAL}: never below {mixed}" in text
    assert f"below {advice.WORTH_SAYING} points none" in text
    start, half_way, missed = formula.START, formula.HALF_WAY, formula.MISSING
    assert f"{start:g} + {100 - start:g} × care ÷ (care + {half_way:g}) − {missed:g} × missing − Σ cost" in text
    assert f"1 − {formula.STOCK_SHARE:g} ×" in text


def test_the_worked_example_by_hand() -> None:
    missed = sum(float(weight) * (1 - float(share)) for _, weight, share, _ in rows("need", after=EXAMPLE))
    text = " ".join(PAGE[PAGE.index(EXAMPLE) :].split())
    shown = sum(numbers(text.split("shown: ")[1].split(", together")[0]).values())
    shown_care = (1 - 0.5 / 3) * shown
    assert f"together {shown:g}" in text
    assert f"care = {shown_care:g}" in text
    assert f"together {missed:g}" in text
    points = round(40 + 60 * shown_care / (shown_care + 3) - 2 * missed - 6)
    assert f"− 6 = **{points}**: good" in text


def test_the_worked_example_as_the_code_sees_it() -> None:
    conversation = talk(CUSTOMER, AGENT)
    replies, found = read_replies(conversation), weighed(conversation)
    said = {row[0]: (float(row[1]), float(row[2])) for row in rows("need", after=EXAMPLE)}
    shown = numbers(PAGE.split("- shown: ")[1].split(", together")[0])
    assert care(replies, found) == pytest.approx(sum(shown.values()))
    assert shown == {kind: pytest.approx(CARE[kind] * best(found)[kind]) for kind in shown}
    due = {need.name: need for need in NEEDS if need.due(replies)}
    assert said.keys() == due.keys()
    for name, need in due.items():
        assert said[name] == pytest.approx((need.weight * need.due(replies), met(need, best(found))), abs=0.005)
    assert {one.marker for one in found if one.marker in formula.COSTS} == {"scripted", "abrupt_end"}
    assessment = assess(conversation)
    assert f"**{assessment.score}**: {assessment.band.value}" in PAGE
    assert assessment.idea is not None
    assert assessment.idea.slug == "confirm_fix"
