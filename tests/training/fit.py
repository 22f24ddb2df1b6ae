"""Fits the heads: logistic regression over tf-idf features.

Each is measured on trades, and so on voices, that it was not fitted on.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tests.training.examples import Example

    Flags = NDArray[np.bool_]
    Sums = NDArray[np.float64]

LEAST = 2
"""Conversations in which a feature must occur."""
SCALE = 8.0
STRENGTH = 0.5
KEPT = 1000
"""Features a head may use: the ones that move it most."""
PRECISE = frozenset(
    {
        "judged",
        "condescended",
        "own_opinion",
        "dismissed_feeling",
        "assumed",
        "guessed_feeling",
        "asked_to_repeat",
        "upset",
        "corrected_kindly",
    }
)
"""Labels that hurt if they are wrong."""
SURELY = 0.85
"""How often they must be right."""
A_MATTER_OF_TASTE = frozenset({"acknowledged", "open_door", "closing_offer"})
"""Labels of which readers elsewhere count more than those of the corpus: here the rules are believed."""
HARDLY, LEAST_DOUBTED, NEVER = 0.15, 8, -99.0
"""How often a rule may be right where it is not believed, and how many such places there must be to say so."""
ALSO = {"+lexicon": 4.0, "+feelings": 4.0}
"""Weight of an example in the lexicon: it says what is meant."""
OTHERS = 2.0
"""Weight of a sentence labelled elsewhere."""
SEED = 7


@dataclass(frozen=True)
class Fitted:
    """A head: its weights by column, in logits, and the sums that decide."""

    label: str
    bias: float
    weights: dict[int, float]
    threshold: float
    doubt: float
    curve: tuple[float, ...]
    measured: dict[str, float]


@dataclass(frozen=True)
class Table:
    """Examples as a sparse matrix of idf values: a row an example, a column a feature."""

    examples: Sequence[Example]
    names: Sequence[str]
    idf: Sums
    matrix: csr_matrix

    def scaled(self, columns: Sequence[int]) -> csr_matrix:
        """Return the matrix with each row as long as SCALE, where only these columns count."""
        counted = np.zeros(len(self.names))
        counted[columns] = 1.0
        made = self.matrix.multiply(counted).tocsr()
        lengths = np.sqrt(made.multiply(made).sum(axis=1)).A1
        lengths[lengths == 0] = 1.0
        return made.multiply(SCALE / lengths[:, None]).tocsr()


def tabled(examples: Sequence[Example]) -> Table:
    """Return the table of the features that occur in LEAST conversations."""
    seen: dict[str, set[str]] = {}
    for one in examples:
        for feature in one.features:
            seen.setdefault(feature, set()).add(one.conversation)
    names = sorted(feature for feature, where in seen.items() if len(where) >= LEAST)
    column = {name: at for at, name in enumerate(names)}
    counts = Counter(feature for one in examples for feature in one.features)
    idf = np.array([np.log(len(examples) / counts[name]) for name in names])
    starts, columns = [0], []
    for one in examples:
        columns += sorted(column[feature] for feature in one.features if feature in column)
        starts.append(len(columns))
    return Table(examples, names, idf, csr_matrix((idf[columns], columns, starts), shape=(len(examples), len(names))))


@dataclass(frozen=True)
class Model:
    """Heads fitted on some rows: for each label its bias and weights by column, and the columns in use."""

    columns: Sequence[int]
    heads: dict[str, tuple[float, dict[int, float]]]


def fit(examples: Sequence[Example], labels: Sequence[str]) -> tuple[Table, Model, list[Fitted]]:
    """Return the heads for the labels: fitted on all, with what was measured on each trade by a fit on the others."""
    table = tabled(examples)
    truths = {label: truth(examples, label) for label in labels}
    _settle(table, truths)
    groups = np.array([one.group for one in examples])
    names = sorted(group for group in set(groups) if not group.startswith("+"))
    with ProcessPoolExecutor() as pool:
        *parts, whole = pool.map(
            _fitted, *zip(*[(table, truths, groups != group) for group in [*names, ""]], strict=True)
        )
    totals = {label: np.full(len(examples), np.nan) for label in labels}
    for group, part in zip(names, parts, strict=True):
        rows = groups == group
        matrix = table.scaled(part.columns)[rows]
        for label in labels:
            bias, weights = part.heads[label]
            totals[label][rows] = matrix[:, list(weights)] @ np.array(list(weights.values())) + bias
    return table, whole, [_head(examples, label, truths[label], totals[label], whole) for label in labels]


def _fitted(table: Table, truths: dict[str, tuple[Flags, Flags]], rows: Flags) -> Model:
    every = table.scaled(range(len(table.names)))
    own = {}
    impact = np.sqrt(np.asarray(table.matrix.multiply(table.matrix).sum(axis=0)).ravel())
    for label, (yes, known) in truths.items():
        weights = _regression(every, yes, known, table.examples, rows).coef_[0]
        own[label] = np.sort(np.argsort(-np.abs(weights) * impact, kind="stable")[:KEPT])
    columns = sorted({int(at) for some in own.values() for at in some})
    narrow = table.scaled(columns)
    heads = {}
    for label, (yes, known) in truths.items():
        model = _regression(narrow[:, own[label]], yes, known, table.examples, rows)
        weights = {int(at): float(weight) for at, weight in zip(own[label], model.coef_[0], strict=True)}
        heads[label] = (float(model.intercept_[0]), weights)
    return Model(columns, heads)


def truth(examples: Sequence[Example], label: str) -> tuple[Flags, Flags]:
    """Return for each example whether it carries the label, and whether that is known."""
    yes = np.array([label in one.labels for one in examples])
    open_ = np.array([label in one.unsure or any(label in some for some in one.either) for one in examples])
    return yes, ~open_ | yes


def _settle(table: Table, truths: dict[str, tuple[Flags, Flags]]) -> None:
    """Where one of several labels is carried, take the one that a first fit finds likeliest."""
    rows = [(at, some) for at, one in enumerate(table.examples) for some in one.either]
    needed = sorted({label for _, some in rows for label in some if label in truths})
    matrix = table.scaled(range(len(table.names))) if rows else None
    first = {label: _regression(matrix, *truths[label], table.examples).decision_function(matrix) for label in needed}
    for at, some in rows:
        best = max(sorted(label for label in some if label in truths), key=lambda label: first[label][at])
        yes, known = truths[best]
        yes[at] = known[at] = True


def _regression(
    matrix: csr_matrix, yes: Flags, known: Flags, examples: Sequence[Example], rows: Flags | None = None
) -> LogisticRegression:
    use = known if rows is None else known & rows
    shares = np.array([ALSO.get(one.group, OTHERS) if one.group.startswith("+") else 1.0 for one in examples])
    model = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=SEED)
    return model.fit(matrix[use], yes[use], sample_weight=shares[use])


def _head(examples: Sequence[Example], label: str, truths: tuple[Flags, Flags], total: Sums, whole: Model) -> Fitted:
    yes, known = truths
    ours = ~np.isnan(total) & known
    ruled = np.array([label in one.ruled for one in examples])
    threshold = _threshold(yes[ours], total[ours], label)
    bias, weights = whole.heads[label]
    return Fitted(
        label=label,
        bias=bias,
        weights=weights,
        threshold=threshold,
        doubt=NEVER if label in A_MATTER_OF_TASTE else min(_doubt(yes[ours], total[ours], ruled[ours]), threshold),
        curve=_curve(yes[ours], total[ours]),
        measured=_measured(yes[ours], total[ours] >= threshold),
    )


def _f(yes: Flags, said: Flags) -> float:
    return 2 * float((yes & said).sum()) / max(yes.sum() + said.sum(), 1)


def _threshold(yes: Flags, total: Sums, label: str) -> float:
    """Return the sum from which on the label is read: the best F1, or all that is right often enough."""
    tried = np.quantile(total, np.linspace(0.6, 0.999, 400))
    if label in PRECISE:
        right = [one for one in tried if yes[total >= one].mean() >= SURELY]
        return float(min(right, default=tried[-1]))
    return float(max(tried, key=lambda one: _f(yes, total >= one)))


def _doubt(yes: Flags, total: Sums, ruled: Flags) -> float:
    """Return the sum below which rules are hardly ever right."""
    tried = np.sort(total[ruled])[LEAST_DOUBTED:]
    wrong = [one for one in tried if yes[ruled & (total < one)].mean() <= HARDLY]
    return float(max(wrong, default=NEVER))


def _curve(yes: Flags, total: Sums) -> tuple[float, ...]:
    """Return the sums from which on the label is 0, 5, 10 … 100 % likely."""
    fitted = IsotonicRegression(out_of_bounds="clip").fit(total, yes.astype(float))
    grid = np.linspace(total.min(), total.max(), 2000)
    likely = fitted.predict(grid)
    return tuple(
        float(grid[np.argmax(likely >= least)]) if (likely >= least).any() else 99.0 for least in np.arange(21) / 20
    )


def _measured(yes: Flags, said: Flags) -> dict[str, float]:
    right = float((yes & said).sum())
    return {
        "n": int(yes.sum()),
        "precision": right / max(said.sum(), 1),
        "recall": right / max(yes.sum(), 1),
        "f1": _f(yes, said),
    }
