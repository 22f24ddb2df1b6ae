"""`bin/reliability` knows its scenarios and their sizes."""

from __future__ import annotations

import re

import pytest

from tests.machine import ROOT
from tests.reliability import __main__ as command
from tests.reliability.catalogue import NOT_HERE, SCENARIOS, sizes


@pytest.mark.parametrize("kind", ["short", "full"])
def test_every_scenario_has_its_size(kind: str) -> None:
    assert sizes(kind).keys() == SCENARIOS.keys()


def test_the_short_set_is_there() -> None:
    assert set(command.SHORT) <= SCENARIOS.keys()


def test_what_is_not_run_has_a_reason_and_no_scenario() -> None:
    assert not NOT_HERE.keys() & SCENARIOS.keys()
    assert all(NOT_HERE.values())


def test_every_row_of_the_table_is_run_or_has_a_reason() -> None:
    rows = {f"R{number}" for number in range(1, 25)} - {"R6"} | {"R6a", "R6b"}
    assert SCENARIOS.keys() | NOT_HERE.keys() == rows


@pytest.mark.parametrize(("name", "said"), [("R99", "there is no 'R99'"), ("R22", "no release before")])
def test_a_name_that_cannot_be_run_is_refused(name: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main(["--only", name])
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def written(name: str) -> list[str]:
    """Return the arguments of each `bin/reliability` that a page shows."""
    return re.findall(r"^\$ bin/reliability([^#\n]*)", (ROOT / name).read_text(), re.MULTILINE)


@pytest.mark.parametrize("name", ["docs/reliability.md", "CONTRIBUTING.md"])
def test_it_can_be_called_as_the_documentation_says(name: str) -> None:
    assert written(name)
    for arguments in written(name):
        command.parser().parse_args(arguments.split())


def test_help_lists_every_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["--help"])
    said = capsys.readouterr().out
    assert all(name in said for name in (*SCENARIOS, *NOT_HERE))
