"""No regular expression of the reading half can run away: no repetition within a repetition, no back-reference."""

from __future__ import annotations

import re
import re._parser as parser  # the only way to see a pattern's parts
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

MODULES = (
    *(
        "cues",
        "customer",
        "endings",
        "facts",
        "history",
        "hygiene",
        "language",
        "machine",
        "markup",
        "names",
        "quoted",
    ),
    *("split", "stems", "text", "view"),
)
REPEATS = (parser.MAX_REPEAT, parser.MIN_REPEAT)
BACK_REFERENCES = (parser.GROUPREF, parser.GROUPREF_EXISTS)


def patterns(name: str) -> list[re.Pattern[str]]:
    found: list[re.Pattern[str]] = []
    for value in vars(import_module(f"workers.empathy.{name}")).values():
        held = value.values() if isinstance(value, dict) else [value]
        found += [one for one in held if isinstance(one, re.Pattern)]
    return found


def parts(tree: Any, *, repeated: bool = False) -> Iterator[tuple[object, bool]]:  # noqa: ANN401 - untyped
    """Yield the kind of each part, and whether it lies in one that repeats without end."""
    if isinstance(tree, parser.SubPattern):
        for kind, value in tree:
            endless = kind in REPEATS and value[1] == parser.MAXREPEAT
            yield ("endless" if endless else kind), repeated
            yield from parts(value, repeated=repeated or endless)
    elif isinstance(tree, tuple | list):
        for part in tree:
            yield from parts(part, repeated=repeated)


@pytest.mark.parametrize("name", MODULES)
def test_no_pattern_can_run_away(name: str) -> None:
    for pattern in patterns(name):
        found = list(parts(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)))
        assert ("endless", True) not in found, pattern.pattern
        assert not [kind for kind, _ in found if kind in BACK_REFERENCES], pattern.pattern


@pytest.mark.parametrize("source", [r"(a+)+", r"(?:x[ab]*y)*", r"(?:(?:a*b)+c)+"])
def test_the_check_sees_a_pattern_that_can(source: str) -> None:
    assert ("endless", True) in list(parts(parser.parse(source)))


def test_there_are_patterns_to_check() -> None:
    assert sum(len(patterns(name)) for name in MODULES) > 30
