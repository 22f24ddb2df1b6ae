"""A part of many conversations that stands for all of them, and is the same one each time."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")

SEED = 20


def sample(items: Sequence[T], most: int | None) -> Sequence[T]:
    """Return at most so many of the items by chance, in their order."""
    if most is None or len(items) <= most:
        return items
    chosen = random.Random(SEED).sample(range(len(items)), most)  # noqa: S311 (chance, not secrecy)
    return [items[at] for at in sorted(chosen)]
