"""The Lua scripts, read once: a child forked amid an upgrade in place runs its own release's, not the next one's."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_LUA = Path(__file__).parent / "lua"


@cache
def scripts() -> Mapping[str, str]:
    """Return the scripts by name."""
    return {file.stem: file.read_text() for file in _LUA.glob("*.lua")}


@cache
def ledger_scripts() -> Mapping[str, str]:
    """Return the ledger's scripts by name, what they have in common put before each."""
    found = {file.stem: file.read_text() for file in (_LUA / "ledger").glob("*.lua")}
    common = found.pop("common")
    return {name: common + text for name, text in found.items()}


def read_all() -> None:
    """Read them now: in a worker's parent, before the pool forks."""
    scripts()
    ledger_scripts()
