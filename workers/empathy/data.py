"""The data files beside the scorer, each read once, when first needed."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "lexicon"


@cache
def table(name: str) -> dict[str, Any]:
    """Give the content of `lexicon/<name>.toml`; not to be changed."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))


@cache
def words(name: str, section: str, key: str) -> frozenset[str]:
    """Give the words listed under a key."""
    return frozenset(table(name)[section][key].split())


@cache
def phrases(name: str, section: str, key: str = "phrases") -> tuple[str, ...]:
    """Give the phrases listed under a key."""
    return tuple(table(name)[section][key])
