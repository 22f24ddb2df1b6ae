"""Fits the heads: logistic regression over tf-idf features.

Each is measured on trades, and so on voices, that it was not fitted on.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from workers.empathy.reader.heads import SCALE
from workers.empathy.reader.read import HARSH, HARSH_LABELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tests.training.examples import Example

    Flags = NDArray[np.bool_]
    Sums = NDArray[np.float64]

LEAST = 5
"""Conversations in which a feature must occur."""
STRENGTH = 0.5
SLIGHT = 0.5
"""Weights below this, times the idf, move a sum by a hundredth of a logit or two; they are left out."""
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
FOLDS = 6
"""Into so many parts the trades are put; each part is measured by a fit on the others."""
JOINED = {HARSH: HARSH_LABELS}
"""Labels that readers often part differently are also learned as one; whole replies are then told apart by it."""
A_MATTER_OF_TASTE = frozenset(
    {"acknowledged", "validated_feeling", "apologised", "thanked", "open_door", "closing_offer"}
)
"""Labels of which readers elsewhere count more than those of the corpus: here the rules are believed."""
HARDLY, LEAST_DOUBTED, NEVER = 0.15, 8, -99.0
"""How often a rule may be right where it is not believed, and how many such places there must be to say so."""
ALSO = {"+lexicon": 4.0, "+feelings": 4.0}
"""Weight of an example in the lexicon: it says what is meant."""
OTHERS = 2.0
"""Weight of a sentence labelled elsewhere."""
SEED = 7
NO_FOLD, ELSEWHERE = -1, -2


@dataclass(frozen=True)
class Fitted:
    """A head: its weights by column, in logits, and the sums that decide."""

    label: str
    bias: float
    weights: Sums
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

    @cached_property
    def scaled(self) -> csr_matrix:
        """The matrix with each row as long as SCALE."""
        lengths = np.sqrt(self.matrix.multiply(self.matrix).sum(axis=1)).A1
        lengths[lengths == 0] = 1.0
        return self.matrix.multiply(SCALE / lengths[:, None]).tocsr()


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


Model = dict[str, tuple[float, "Sums"]]
"""Heads fitted on some rows: for each label its bias, and its weights by column."""


def fit(examples: Sequence[Example], labels: Sequence[str]) -> tuple[Table, list[Fitted]]:
    """Return the heads for the labels: fitted on all, with what was measured on each trade by a fit on others."""
    table = tabled(examples)
    truths = {label: truth(examples, label) for label in labels}
    _settle(table, truths)
    folds = _folds(examples)
    parts = [*range(FOLDS), NO_FOLD]
    with ProcessPoolExecutor() as pool:
        fits = pool.map(_fitted, *zip(*[(table, truths, folds != part) for part in parts], strict=True))
        *others, whole = fits
    totals = {label: np.full(len(examples), np.nan) for label in labels}
    for part, model in enumerate(others):
        rows = folds == part
        matrix = table.scaled[rows]
        for label in labels:
            bias, weights = model[label]
            totals[label][rows] = matrix @ weights + bias
    return table, [_head(examples, label, truths[label], totals[label], whole) for label in labels]


def _folds(examples: Sequence[Example]) -> NDArray[np.int_]:
    """Return the fold of each example; what is no trade of the corpus is in none."""
    trades = sorted({one.group for one in examples if not one.group.startswith("+")})
    fold = {trade: at % FOLDS for at, trade in enumerate(trades)}
    return np.array([fold.get(one.group, ELSEWHERE) for one in examples])


def _fitted(table: Table, truths: dict[str, tuple[Flags, Flags]], rows: Flags) -> Model:
    heads = {}
    for label, (yes, known) in truths.items():
        model = _regression(table, yes, known, rows)
        weights = np.where(np.abs(model.coef_[0]) * table.idf < SLIGHT, 0.0, model.coef_[0])
        heads[label] = (float(model.intercept_[0]), weights)
    return heads


def truth(examples: Sequence[Example], label: str) -> tuple[Flags, Flags]:
    """Return for each example whether it carries the label, or one of those it joins, and whether that is known."""
    some = frozenset(JOINED.get(label, (label,)))
    yes = np.array([not some.isdisjoint(one.labels) for one in examples])
    open_ = np.array([not some.isdisjoint(one.unsure.union(*one.either)) for one in examples])
    return yes, ~open_ | yes


def _settle(table: Table, truths: dict[str, tuple[Flags, Flags]]) -> None:
    """Where one of several labels is carried, take the one that a first fit finds likeliest."""
    rows = [(at, some) for at, one in enumerate(table.examples) for some in one.either]
    needed = sorted({label for _, some in rows for label in some if label in truths})
    first = {label: _regression(table, *truths[label]).decision_function(table.scaled) for label in needed}
    for at, some in rows:
        best = max(sorted(label for label in some if label in truths), key=lambda label: first[label][at])
        yes, known = truths[best]
        yes[at] = known[at] = True


def _regression(table: Table, yes: Flags, known: Flags, rows: Flags | None = None) -> LogisticRegression:
    use = known if rows is None else known & rows
    groups = [one.group for one in table.examples]
    shares = np.array([ALSO.get(group, OTHERS) if group.startswith("+") else 1.0 for group in groups])
    model = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=SEED)
    return model.fit(table.scaled[use], yes[use], sample_weight=shares[use])


def _head(examples: Sequence[Example], label: str, truths: tuple[Flags, Flags], total: Sums, whole: Model) -> Fitted:
    yes, known = truths
    ours = ~np.isnan(total) & known
    ruled = np.array([label in one.ruled for one in examples])
    if label in JOINED:
        yes_, total_ = _by_reply(examples, yes, total, ours)
        threshold = _threshold(yes_, total_, label)
    else:
        threshold = _threshold(yes[ours], total[ours], label)
    bias, weights = whole[label]
    return Fitted(
        label=label,
        bias=bias,
        weights=weights,
        threshold=threshold,
        doubt=NEVER if label in A_MATTER_OF_TASTE else min(_doubt(yes[ours], total[ours], ruled[ours]), threshold),
        curve=_curve(yes[ours], total[ours]),
        measured=_measured(yes[ours], total[ours] >= threshold),
    )


def _by_reply(examples: Sequence[Example], yes: Flags, total: Sums, known: Flags) -> tuple[Flags, Sums]:
    """Return for each reply whether one of its sentences carries the label, and the highest sum in it.

    A reply in which that is open is left out.
    """
    replies: dict[str, list[int]] = {}
    for at, one in enumerate(examples):
        if not np.isnan(total[at]):
            replies.setdefault(one.reply, []).append(at)
    told = [rows for rows in replies.values() if yes[rows].any() or known[rows].all()]
    return np.array([yes[rows].any() for rows in told]), np.array([total[rows].max() for rows in told])


def _f(yes: Flags, said: Flags) -> float:
    return 2 * float((yes & said).sum()) / max(yes.sum() + said.sum(), 1)


def _threshold(yes: Flags, total: Sums, label: str) -> float:
    """Return the sum from which on the label is read: the best F1, or all that is right often enough."""
    tried = np.quantile(total, np.linspace(0.6, 0.999, 400))
    if label in PRECISE or label in JOINED:
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
