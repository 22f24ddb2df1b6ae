"""Baselines that learn from the labels: logistic regression on TF-IDF or on sentence embeddings.

What is measured is said of texts that the model had not seen: it learns on four fifths and speaks of the fifth.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

FOLDS = 5
SEED = 20
LONGEST_WORDS = 2
FEWEST_TEXTS, MANY = 2, 100
"""Of many texts, words that stand in one alone are left out: they say nothing about the next."""
WORD = r"(?u)\w+|[?!]"
"""Words, and the two marks that say most about a sentence."""
EVEN = 0.5
"""Both answers weigh alike in learning (balanced classes), so that a label is found where it is the likelier one."""


class Features(Protocol):
    """Makes numbers of texts; `name` is that of the columns."""

    @property
    def name(self) -> str:
        """Return the key in `--json`."""

    def split(self, learn: Sequence[str], test: Sequence[str]) -> tuple[Any, Any]:
        """Return the numbers of the texts to learn from and of those to speak of."""


class TfIdf:
    """Words and pairs of words, by how rare they are in the texts to learn from."""

    name = "tfidf"

    def split(self, learn: Sequence[str], test: Sequence[str]) -> tuple[Any, Any]:
        """Return sparse matrices."""
        fewest = FEWEST_TEXTS if len(learn) >= MANY else 1
        made = import_module("sklearn.feature_extraction.text").TfidfVectorizer(
            ngram_range=(1, LONGEST_WORDS), min_df=fewest, sublinear_tf=True, token_pattern=WORD
        )
        return made.fit_transform(learn), made.transform(test)


@dataclass(frozen=True, slots=True)
class Fold:
    """A fifth to speak of, and the rest to learn from: which texts, and their numbers."""

    learn: Sequence[int]
    test: Sequence[int]
    learned: Any
    tested: Any


@dataclass(frozen=True, slots=True)
class Trained:
    """A baseline on given texts, ready to learn any label of theirs."""

    name: str
    size: int
    folds: tuple[Fold, ...]

    def values(self, truth: Sequence[bool]) -> list[float] | None:
        """Return how likely each text carries the label, less a half; None where a fold has nothing to learn."""
        regression = import_module("sklearn.linear_model").LogisticRegression
        values = [0.0] * self.size
        for fold in self.folds:
            taught = [truth[at] for at in fold.learn]
            if len(set(taught)) < len((True, False)):
                return None
            model = regression(class_weight="balanced", solver="liblinear", random_state=SEED).fit(
                fold.learned, taught
            )
            for at, likely in zip(fold.test, model.predict_proba(fold.tested)[:, 1].tolist(), strict=True):
                values[at] = likely - EVEN
        return values

    def estimates(self, truth: Sequence[float]) -> list[float]:
        """Return for each text an estimate of a number by ridge regression."""
        regression = import_module("sklearn.linear_model").Ridge
        values = [0.0] * self.size
        for fold in self.folds:
            model = regression().fit(fold.learned, [truth[at] for at in fold.learn])
            for at, value in zip(fold.test, model.predict(fold.tested).tolist(), strict=True):
                values[at] = value
        return values


def trained(features: Features, texts: Sequence[str], groups: Sequence[Hashable]) -> Trained | None:
    """Return the baseline on these texts; None where there are fewer groups than folds, or a fold without words."""
    if len(set(groups)) < FOLDS:
        return None
    try:
        return Trained(features.name, len(texts), tuple(_folds(features, texts, groups)))
    except ValueError:  # scikit-learn's way to say that there is no word to learn from
        return None


def dealt(groups: Sequence[Hashable]) -> list[int]:
    """Return each text's fold: groups as they come in a shuffled order, each to the fold that has the least."""
    sizes: dict[Hashable, int] = {}
    for group in groups:
        sizes[group] = sizes.get(group, 0) + 1
    order = list(sizes)
    random.Random(SEED).shuffle(order)  # noqa: S311 (chance, not secrecy)
    held = [0] * FOLDS
    fold_of: dict[Hashable, int] = {}
    for group in order:
        fold_of[group] = held.index(min(held))
        held[fold_of[group]] += sizes[group]
    return [fold_of[group] for group in groups]


def _folds(features: Features, texts: Sequence[str], groups: Sequence[Hashable]) -> Iterator[Fold]:
    fold_of = dealt(groups)
    for fold in range(FOLDS):
        learn = [at for at, its in enumerate(fold_of) if its != fold]
        test = [at for at, its in enumerate(fold_of) if its == fold]
        learned, tested = features.split([texts[at] for at in learn], [texts[at] for at in test])
        yield Fold(learn, test, learned, tested)
