"""docs/scoring.md says what the code does: its tables are the code's numbers, and its example is recomputed."""

# ruff: noqa: RUF001 (the page uses the signs of arithmetic)

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.unit.workers.empathy.conversations import talk, weighed
from workers.empathy import advice, formula
from workers.empathy.needs import NEEDS, met
from workers.empathy.score import assess, read_replies

PAGE = (Path(__file__).parents[4] / "docs" / "scoring.md").read_text("utf-8")
CUSTOMER, AGENT = re.findall(r"^> (.+)$", PAGE, re.MULTILINE)


def rows(first_cell: str, after: str = "") -> list[list[str]]:
    """Return the cells of the table whose head begins with a cell, below its rule."""
    table = PAGE[PAGE.index(after) :].split(f"| {first_cell} |", 1)[1].split("\n\n", 1)[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


def numbers(cell: str) -> dict[str, float]:
    return {name: float(value) for name, value in re.findall(r"(\w+) ([\d.]+)", cell)}


def test_the_table_of_needs() -> None:
    said = {row[0]: (float(row[1]), float(row[3]), numbers(row[4])) for row in rows("need")}
    assert said == {need.name: (need.weight, need.unasked, dict(need.met_by)) for need in NEEDS}


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
    assert f"below {advice.WORTH_SAYING} points, or {advice.WORTH_SAYING_WHEN_GOOD} in a good band, none" in text
    assert f"{formula.NEUTRAL:g} × {formula.PRIOR:g} + authentic × got) ÷ ({formula.PRIOR:g} + needed)" in text
    assert f"1 − {formula.STOCK_SHARE:g} ×" in text


def test_the_worked_example_by_hand() -> None:
    needed = got = 0.0
    for _, weight, share, _ in rows("need", after="### A worked example"):
        needed += float(weight)
        got += float(weight) * float(share)
    text = " ".join(PAGE.split())
    assert f"needed = {needed:g}, got = {got:g}" in text
    points = round(100 * (1 + (1 - 0.5 / 3) * got) / (2 + needed) - 6)
    assert f"− 6 = **{points}**: good" in text


def test_the_worked_example_as_the_code_sees_it() -> None:
    conversation = talk(CUSTOMER, AGENT)
    replies, found = read_replies(conversation), weighed(conversation)
    said = {row[0]: (float(row[1]), float(row[2])) for row in rows("need", after="### A worked example")}
    due = {need.name: need for need in NEEDS if need.due(replies)}
    assert said.keys() == due.keys()
    for name, need in due.items():
        assert said[name] == pytest.approx((need.weight * need.due(replies), met(need, found)), abs=0.005)
    assert {one.marker for one in found if one.marker in formula.COSTS} == {"scripted", "abrupt_end"}
    assessment = assess(conversation)
    assert f"**{assessment.score}**: {assessment.band.value}" in PAGE
    assert assessment.idea is not None
    assert assessment.idea.slug == "confirm_fix"
