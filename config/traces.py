"""Where an exception happened, without its words."""

from __future__ import annotations

import traceback
from pathlib import Path

ROOT = Path(__file__).parents[1]
OURS = frozenset({"config", "integrations", "webhook", "workers"})
"""The packages, and so the first parts of the loggers' names, that are ours."""


def class_and_places(error: BaseException) -> tuple[str, list[str]]:
    """Return the exception's class, and file:line of our own frames and of the innermost one."""
    frames = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    shown = [frame for frame in frames[:-1] if _is_ours(frame[0])] + frames[-1:]
    return type(error).__name__, [place(*frame) for frame in shown]


def place(filename: str, line: int) -> str:
    """Return file and line: the path within the project or the library, or the last two parts of any other path."""
    path = Path(filename)
    if _is_ours(filename):
        return f"{path.relative_to(ROOT).as_posix()}:{line}"
    _, installed, within = path.as_posix().rpartition("/site-packages/")
    return f"{within if installed else '/'.join(path.parts[-2:])}:{line}"


def _is_ours(filename: str) -> bool:
    path = Path(filename)
    return path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in OURS
