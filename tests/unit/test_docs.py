"""The documentation says what is true: links lead somewhere, settings are all there, commands exist."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from config.cli.main import COMMANDS
from config.settings import SETTINGS
from tests.machine import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PAGES = sorted(
    page for page in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("integrations/*/README.md"))
)


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_headings_that_are_linked_to_exist(page: Path) -> None:
    for target, heading in re.findall(r"\]\((?!https?:)([^)#]*)#([^)]+)\)", page.read_text()):
        text = (page.parent / target).read_text() if target else page.read_text()
        anchors = [re.sub(r"[^\w\- ]", "", line.lstrip("# ")).lower().replace(" ", "-") for line in headings(text)]
        assert heading in anchors


def headings(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("#")]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_programs_and_commands_exist(page: Path) -> None:
    text = page.read_text()
    assert [one for one in re.findall(r"(?<!venv/)\bbin/([a-z]+)", text) if not (ROOT / "bin" / one).exists()] == []
    assert [one for one in re.findall(r"bin/heard ([a-z]+)", text) if one not in COMMANDS] == []


def test_every_setting_is_in_the_operators_page_with_its_default() -> None:
    rows = {row[0]: row[1] for row in re.findall(r"^\| `([A-Z_]+)`[^|]*\| ([^|]+) \|", operating(), re.MULTILINE)}
    assert rows == {one.name: f"`{one.default}`" if one.default else "none" for one in SETTINGS}


def operating() -> str:
    return (ROOT / "docs" / "operating.md").read_text()


def test_no_page_knows_the_folders_of_one_machine() -> None:
    folders = r"(?<![\w.])/(?:home|root|tmp|Users)/"
    assert [name(page) for page in PAGES if re.search(folders, page.read_text())] == []
