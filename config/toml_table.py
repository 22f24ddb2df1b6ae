"""One table of a TOML file, read key by key; what is wrong is gathered, each with the key's full name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from config.errors import ConfigProblem

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

KINDS = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "other text",
    list: "a list",
    dict: "a table",
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table, its full name, and where its problems go. A reading that fails returns None and leaves a problem."""

    name: str
    content: Mapping[str, object]
    problems: list[ConfigProblem]

    def complain(self, key: str, message: str) -> None:
        """Leave a problem with one of the keys."""
        self.problems.append(ConfigProblem(f"{self.name}.{key}" if self.name else key, message))

    def only(self, known: Collection[str]) -> None:
        """Complain about every key that is not known."""
        for key in self.content:
            if key not in known:
                self.complain(key, unknown(key, known))

    def text(self, key: str, pattern: str, expected: str, *, required: bool = False) -> str | None:
        """Return a text of this pattern."""
        value = self.content.get(key)
        if isinstance(value, str) and re.fullmatch(pattern, value):
            return value
        if value is not None:  # not shown: it may be a secret at the wrong place
            self.complain(key, f"expected {expected}, got {kind(value)}")
        elif required:
            self.complain(key, f"is missing; expected {expected}")
        return None

    def number(self, key: str, default: int, low: int, high: int) -> int:
        """Return a whole number within these bounds; the default stands in for a wrong one."""
        value = self.content.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            self.complain(key, f"expected a whole number from {low} to {high}, got {kind(value)}")
        elif not low <= value <= high:
            self.complain(key, f"expected a whole number from {low} to {high}, got {value}")
        else:
            return value
        return default

    def table(self, key: str) -> Table:
        """Return the table under this key; an empty one if it is absent or something else."""
        value = self.content.get(key, {})
        if not isinstance(value, dict):
            self.complain(key, f"expected a table, got {kind(value)}")
            value = {}
        return Table(f"{self.name}.{key}" if self.name else key, value, self.problems)

    def texts(self, key: str, expected: str) -> Sequence[str]:
        """Return a list of at least one text."""
        value = self.content.get(key)
        if value is None:
            self.complain(key, f"is missing; expected {expected}")
        elif not isinstance(value, list) or not value or not all(isinstance(one, str) for one in value):
            self.complain(key, f"expected {expected}, got {kind(value)}")
        else:
            return value
        return ()


def kind(value: object) -> str:
    """Say in a word what a value is, without the value."""
    return KINDS.get(type(value), "a date or time")


def unknown(word: str, known: Collection[str]) -> str:
    """Say that a word is not known, and which one may be meant."""
    close = get_close_matches(word, known, n=1)
    return (
        f"unknown; did you mean {close[0]}?" if close else f"unknown; there are {', '.join(sorted(known)) or 'none'}"
    )
