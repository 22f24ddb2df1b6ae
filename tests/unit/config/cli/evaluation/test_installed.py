"""What is installed is used; of the rest it is said how to get it. Nothing is downloaded."""

from __future__ import annotations

import os
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from config.cli.evaluation import installed
from config.cli.evaluation.installed import EMBED, LEARN, OFFLINE, baselines

if TYPE_CHECKING:
    from pathlib import Path


class Model:
    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.asked: list[str] = []

    def encode(self, texts: list[str]) -> list[list[float]]:
        self.asked += texts
        return [[float(len(text))] for text in texts]


SMALL = SimpleNamespace(StaticModel=SimpleNamespace(from_pretrained=lambda folder: Model(f"small {folder}")))
LARGE = SimpleNamespace(SentenceTransformer=lambda folder: Model(f"large {folder}"))
ALL = {"sklearn.linear_model": SimpleNamespace(), "model2vec": SMALL, "sentence_transformers": LARGE}


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in OFFLINE:
        monkeypatch.setenv(name, "0")


def have(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    monkeypatch.setattr(installed, "_module", {name: ALL[name] for name in names}.get)


def test_without_anything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    have(monkeypatch, "model2vec")
    assert baselines(tmp_path) == ((), (LEARN,))


def test_without_a_folder_or_a_library_for_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    have(monkeypatch, "sklearn.linear_model")
    for folder in (None, tmp_path):
        features, absent = baselines(folder)
        assert [one.name for one in features] == ["tfidf"]
        assert absent == (EMBED,)


@pytest.mark.parametrize(
    ("names", "parts", "kind"),
    [
        (("model2vec",), False, "small"),
        (("sentence_transformers",), False, "large"),
        (("model2vec", "sentence_transformers"), False, "small"),
        (("model2vec", "sentence_transformers"), True, "large"),
    ],
)
def test_a_folder_is_opened_by_the_library_that_it_is_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, names: tuple[str, ...], *, parts: bool, kind: str
) -> None:
    have(monkeypatch, "sklearn.linear_model", *names)
    if parts:
        (tmp_path / "modules.json").touch()
    (_, embedding), absent = baselines(tmp_path)
    assert (embedding.name, absent) == ("embedding", ())
    assert isinstance(embedding, installed.Embedding)
    assert embedding.model.folder == f"{kind} {tmp_path}"
    assert [os.environ[name] for name in OFFLINE] == ["1", "1"]


def test_each_text_is_embedded_once() -> None:
    embedding = installed.Embedding(Model("x"))
    assert embedding.split(["a", "bb"], ["bb"]) == ([[1.0], [2.0]], [[2.0]])
    assert embedding.split(["ccc"], ["a"]) == ([[3.0]], [[1.0]])
    assert embedding.model.asked == ["a", "bb", "ccc"]
