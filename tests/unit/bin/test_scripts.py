"""The shell scripts hold no known trap."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.machine import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SCRIPTS = [path for folder in ("bin", "bin/lib", ".ci") for path in (ROOT / folder).iterdir() if path.is_file()]


@pytest.mark.skipif(
    not shutil.which("shellcheck"), reason="no shellcheck: install it (Debian: apt install shellcheck)"
)
def test_shellcheck_finds_nothing() -> None:
    command = ["shellcheck", "--external-sources", "--source-path=SCRIPTDIR", "--shell=sh", *SCRIPTS]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.stdout == ""
    assert found.returncode == 0


@pytest.mark.parametrize("script", [path for path in SCRIPTS if path.suffix != ".sh"], ids=lambda path: path.name)
def test_every_command_can_be_run_and_says_what_it_is(script: Path) -> None:
    first, second = script.read_text().splitlines()[:2]
    assert first == "#!/bin/sh"
    assert second.startswith("# ")
    assert script.stat().st_mode & 0o111
