"""What can be wrong with the configuration, all of it at once."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

EX_CONFIG = 78
"""Exit status for a configuration error (sysexits.h)."""


@dataclass(frozen=True, slots=True)
class ConfigProblem:
    """One thing to mend: where it is (variable, or file and key) and what to do."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


class ConfigError(Exception):
    """The configuration cannot be used; `problems` names everything that is wrong."""

    def __init__(self, problems: Sequence[ConfigProblem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


@contextmanager
def exit_on_problems() -> Iterator[None]:
    """End the process with status 78 and print the problems, one a line, where the configuration cannot be used."""
    try:
        yield
    except ConfigError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(EX_CONFIG) from None
