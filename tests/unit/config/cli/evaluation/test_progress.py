"""Progress is for a terminal, and leaves nothing there."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from config.cli.evaluation import progress
from config.cli.evaluation.progress import CLEAR, Progress

if TYPE_CHECKING:
    import pytest


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr(progress, "PAUSE", 0)
    assert list(Progress()(["a", "b"], "replies")) == ["a", "b"]
    assert screen.getvalue() == f"{CLEAR}0 of 2 replies{CLEAR}1 of 2 replies{CLEAR}"


def test_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(Progress()(["a", "b"], "replies")) == ["a", "b"]
    assert capsys.readouterr().err == ""
