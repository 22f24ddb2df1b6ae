"""Writes heads as `NAME.toml` and their features as `NAME.tsv`, in whole numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.training.fit import SCALE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.training.fit import Fitted, Model, Table

CENTS = 100
FAR = 9_999


def write(folder: Path, name: str, fit: tuple[Table, Model, Sequence[Fitted]], about: Sequence[str]) -> None:
    """Write both files; the same heads give the same bytes."""
    table, model, heads = fit
    codes = {head.label: _code(head.label) for head in heads}
    assert len(set(codes.values())) == len(heads)
    lines = [f"# {line}" for line in about]
    for head in heads:
        curve = ", ".join(str(max(min(round(CENTS * one), FAR), -FAR)) for one in head.curve)
        lines += [
            "",
            f"[{codes[head.label]}]",
            f'label = "{head.label}"',
            f"bias = {round(CENTS * head.bias)}",
            f"threshold = {round(CENTS * head.threshold)}",
            f"doubt = {max(round(CENTS * head.doubt), -FAR)}",
            f"curve = [{curve}]",
            "# on trades that were not trained on: "
            + ", ".join(f"{key} {value:.2f}" if key != "n" else f"n {value}" for key, value in head.measured.items()),
        ]
    (folder / f"{name}.toml").write_text("\n".join(lines) + "\n", "utf-8")
    rows = []
    for at in model.columns:
        shares = [
            (codes[head.label], round(CENTS * SCALE * table.idf[at] * head.weights.get(at, 0.0))) for head in heads
        ]
        used = "\t".join(f"{code}={share}" for code, share in shares if share)
        rows.append(f"{table.names[at]}\t{round(CENTS * table.idf[at] ** 2)}\t{used}".rstrip("\t"))
    (folder / f"{name}.tsv").write_text("\n".join(rows) + "\n", "utf-8")


def _code(label: str) -> str:
    """Return a short name: the first letters of the label's words."""
    first, *rest = label.split("_")
    return first[:4] + "".join(word[0] for word in rest)
