"""Which of the trained baselines can be had here, and how to get the others."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from config.cli.evaluation.trained import TfIdf

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import ModuleType

    from config.cli.evaluation.trained import Features

LEARN = "trained baselines: .venv/bin/pip install -r requirements-train.txt"
EMBED = "sentence embedding: --embedding FOLDER of a model, with model2vec or sentence-transformers installed"
OFFLINE = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")
"""What tells both libraries that the folder is all there is: an evaluation downloads nothing."""
PARTS = "modules.json"
"""What a folder of sentence-transformers holds and one of model2vec need not."""


@dataclass(frozen=True, slots=True)
class Embedding:
    """A sentence embedding from a local folder; each text is embedded once."""

    model: Any
    known: dict[str, Any] = field(default_factory=dict)
    name = "embedding"

    def split(self, learn: Sequence[str], test: Sequence[str]) -> tuple[Any, Any]:
        """Return lists of vectors; nothing is learned about them."""
        new = [text for text in dict.fromkeys([*learn, *test]) if text not in self.known]
        if new:
            self.known.update(zip(new, self.model.encode(new), strict=True))
        return [self.known[text] for text in learn], [self.known[text] for text in test]


def baselines(folder: Path | None) -> tuple[tuple[Features, ...], tuple[str, ...]]:
    """Return those that can be had, and a line for each that cannot."""
    if _module("sklearn.linear_model") is None:
        return (), (LEARN,)
    model = _model(folder) if folder else None
    return (TfIdf(), *([Embedding(model)] if model else [])), () if model else (EMBED,)


def _model(folder: Path) -> Any:  # noqa: ANN401 (either library's, when installed)
    os.environ.update(dict.fromkeys(OFFLINE, "1"))
    small, large = _module("model2vec"), _module("sentence_transformers")
    if large and (not small or (folder / PARTS).exists()):
        return large.SentenceTransformer(str(folder))
    return small.StaticModel.from_pretrained(str(folder)) if small else None


def _module(name: str) -> ModuleType | None:
    try:
        return import_module(name)
    except ImportError:
        return None
