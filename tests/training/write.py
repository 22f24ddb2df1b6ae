"""Writes heads as `NAME.toml` and their features as `NAME.tsv`, in whole numbers."""

from __future__ import annotations

from string import ascii_letters
from typing import TYPE_CHECKING

import numpy as np

from workers.empathy.reader.heads import SHARE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.training.fit import Fitted, Table

CENTS = 100
FAR = 9_999


def write(folder: Path, name: str, fit: tuple[Table, Sequence[Fitted]], about: Sequence[str]) -> None:
    """Write both files; the same heads give the same bytes."""
    table, heads = fit
    lines = [f"# {line}" for line in about]
    for letter, head in zip(ascii_letters, heads, strict=False):
        curve = ", ".join(str(_cents(one)) for one in head.curve)
        lines += [
            "",
            f"[{letter}]",
            f'label = "{head.label}"',
            f"bias = {_cents(head.bias)}",
            f"threshold = {_cents(head.threshold)}",
            f"doubt = {_cents(head.doubt)}",
            f"curve = [{curve}]",
            "# on trades that were not trained on: "
            + ", ".join(f"{key} {value:.2f}" if key != "n" else f"n {value}" for key, value in head.measured.items()),
        ]
    (folder / f"{name}.toml").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / f"{name}.tsv").write_text("\n".join(_rows(table, heads)) + "\n", "utf-8")


def _rows(table: Table, heads: Sequence[Fitted]) -> Iterator[str]:
    """Yield a line a feature: its name, its square, and the letter and weight of each head that it moves."""
    shares = np.rint(np.array([head.weights for head in heads]) * table.idf * SHARE).astype(int)
    for at, feature in enumerate(table.names):
        moved = [f"{letter}{share}" for letter, share in zip(ascii_letters, shares[:, at], strict=False) if share]
        yield "\t".join([feature, str(round(CENTS * table.idf[at] ** 2)), *moved])


def _cents(logits: float) -> int:
    return max(min(round(CENTS * logits), FAR), -FAR)
