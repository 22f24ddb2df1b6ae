"""The Procfile is read as hosts read it."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from config.procfile import read_procfile, shell_command

if TYPE_CHECKING:
    from pathlib import Path


def test_each_line_is_a_name_and_a_command(tmp_path: Path) -> None:
    file = tmp_path / "Procfile"
    file.write_text("# what runs\nweb: serve --on 127.0.0.1:$PORT\n\nworker: work  \n")
    assert read_procfile(file) == {"web": "serve --on 127.0.0.1:$PORT", "worker": "work"}


def test_a_command_sees_its_environment_and_replaces_the_shell() -> None:
    line = """NAME='a b' sh -c 'echo "$PORT, $NAME, $$"'"""
    command = shell_command("web", line, {"PORT": "8080", "PATH": "/usr/bin:/bin"})
    with subprocess.Popen(command.arguments, env=command.environment, stdout=subprocess.PIPE, text=True) as process:
        said, _ = process.communicate()
    assert said == f"8080, a b, {process.pid}\n"
