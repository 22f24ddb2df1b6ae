"""The weights: a head for each thing that a sentence may do, read once from `weights/<language>/`.

Weights are whole numbers and a sentence's sum is divided by a square root: both are exact on every machine, so that
the same sentence is read alike everywhere.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

FOLDER = Path(__file__).parent / "weights"
SCALE = 8
"""The length that training gives to the row of every sentence."""
SHARE = 10
"""A weight of one, times the idf, in the whole numbers of the file."""
SUM = SCALE * 100 * 10 // SHARE
"""A share of one in a sentence one tenth long, in hundredths of a logit; lengths come in tenths."""
LANE = 24
HALF, MASK = 1 << LANE - 1, (1 << LANE) - 1
"""A lane is wide enough for the weights of far more features than a sentence has."""


@dataclass(frozen=True, slots=True)
class Head:
    """Reads one label. A sum from `threshold` on says yes; below `doubt` not even a rule is believed.

    `curve` are the sums from which on the label is 0, 5, 10 … 100 % likely.
    """

    label: str
    bias: int
    threshold: int
    doubt: int
    curve: tuple[int, ...]

    def sure(self, total: int) -> float:
        """Return how likely the label is, 0 to 1 in steps of .05, as measured on trades not trained on."""
        return max(bisect_right(self.curve, total) - 1, 0) * 5 / 100


@dataclass(frozen=True, slots=True)
class Weights:
    """The heads in their order, and for each feature what it adds to the norm and to all heads at once.

    The weights of a feature are lanes of one whole number, so that a sentence costs one addition a feature.
    """

    heads: tuple[Head, ...]
    features: Mapping[str, tuple[int, int]]

    def totals(self, features: Iterable[str]) -> tuple[int, ...]:
        """Return the sum of each head for a sentence with these features."""
        known = [pair for pair in map(self.features.get, set(features)) if pair]
        length = sqrt(sum(norm for norm, _ in known)) or 1.0
        sums = apart(sum(lanes for _, lanes in known), len(self.heads))
        return tuple([head.bias + int(SUM * one / length) for head, one in zip(self.heads, sums, strict=True)])


def together(numbers: Sequence[int]) -> int:
    """Return whole numbers as lanes of one; sums of such are the lanes of the sums."""
    return sum(number << LANE * at for at, number in enumerate(numbers))


def apart(lanes: int, count: int) -> Iterator[int]:
    """Yield the numbers in the lanes; each must be below HALF in size."""
    shifted = lanes + together([HALF] * count)
    for start in range(0, LANE * count, LANE):
        yield (shifted >> start & MASK) - HALF


@cache
def weights(name: str) -> Weights:
    """Return the weights of that name, such as "en/agent"."""
    heads = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
    places = {letter: LANE * at for at, letter in enumerate(heads)}
    features: dict[str, tuple[int, int]] = {}
    for line in (FOLDER / f"{name}.tsv").read_text("utf-8").splitlines():
        feature, norm, *shares = line.split("\t")
        lanes = sum(int(share[1:]) << places[share[0]] for share in shares)
        features[feature] = (int(norm), lanes)
    return Weights(tuple(_head(head) for head in heads.values()), features)


def _head(head: Mapping[str, object]) -> Head:
    curve = head["curve"]
    assert isinstance(curve, list)
    numbers = {name: value for name, value in head.items() if isinstance(value, int)}
    return Head(str(head["label"]), numbers["bias"], numbers["threshold"], numbers["doubt"], tuple(curve))
