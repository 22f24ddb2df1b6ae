"""The rows of each scheme speak of markers that exist, and of labels that the scheme has."""

from __future__ import annotations

import pytest

from config.cli.evaluation.corpus import AGENT_LABELS
from config.cli.evaluation.labels import marker_ids
from config.cli.evaluation.schemes import CORPUS, Scheme, rows


@pytest.mark.parametrize("scheme", Scheme)
def test_every_marker_that_is_named_exists(scheme: Scheme) -> None:
    labels = rows(scheme)
    assert {marker for label in labels for marker in label.markers} <= set(marker_ids())
    assert len({label.name for label in labels}) == len(labels)
    assert all(label.by_score is not bool(label.markers) for label in labels)
    assert bool(labels) is (scheme is not Scheme.RATED)


def test_every_label_of_an_agents_sentence_is_a_marker_but_for_two() -> None:
    assert {"step", "timed"} == AGENT_LABELS - CORPUS
    assert set(marker_ids()) >= CORPUS
    assert {label.name for label in rows(Scheme.CORPUS)} == CORPUS
