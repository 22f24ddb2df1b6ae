"""Help that helps: each command says what it does and shows itself at work."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click
import pytest

from config.cli.main import COMMANDS, heard

if TYPE_CHECKING:
    from tests.unit.config.cli.conftest import Run


def examples(text: str) -> list[list[str]]:
    """Return the words of each example line, without pipes and redirections."""
    lines = [line.strip() for line in text.splitlines() if line.startswith("    heard ") or "| heard " in line]
    return [shlex.split(line.split("| ")[-1].split(">")[0])[1:] for line in lines]


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_shows_an_example_that_parses(run: Run, name: str) -> None:
    found = examples(run(name, "--help").stdout)
    assert found
    for words in found:
        command = heard.get_command(click.Context(heard), words[0])
        assert command
        assert command.name == name
        command.make_parser(click.Context(command)).parse_args(words[1:])


def test_the_list_names_every_command_in_one_line(run: Run) -> None:
    text = run("--help").stdout
    for name in COMMANDS:
        assert any(line.split()[:1] == [name] and len(line.split()) > 3 for line in text.splitlines())
    assert "78" in text


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_speaks_to_programs_too(run: Run, name: str) -> None:
    assert "--json" in run(name, "--help").stdout
