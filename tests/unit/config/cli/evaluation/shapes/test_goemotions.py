"""GoEmotions lines: once the agent's words, once the customer's."""

from __future__ import annotations

import pytest

from config.cli.evaluation.labelled import Labelled
from config.cli.evaluation.schemes import Scheme
from config.cli.evaluation.shapes.common import ANSWER, NEUTRAL
from tests.unit.config.cli.evaluation.shapes.lines import flaw, items, said


@pytest.mark.parametrize(
    ("emotions", "labels", "feel"),
    [
        (["gratitude", "joy"], {"gratitude": None}, False),
        (["anger", "remorse"], {"remorse": None}, True),
        (["neutral"], {}, False),
    ],
)
def test_what_it_says(emotions: list[str], labels: dict[str, None], *, feel: bool) -> None:
    reply, message = items({"id": "g1", "text": "Ta for the map.", "labels": emotions})
    assert isinstance(reply, Labelled)
    assert isinstance(message, Labelled)
    assert said(reply) == [("customer", NEUTRAL), ("agent", "Ta for the map.")]
    assert (reply.scheme, reply.labels, reply.feel) == (Scheme.GOEMOTIONS, labels, None)
    assert said(message) == [("customer", "Ta for the map."), ("agent", ANSWER)]
    assert (message.scheme, message.labels, message.feel) == (Scheme.RATED, {}, feel)


def test_what_is_wrong() -> None:
    assert flaw(text="Hi.", labels=["hunger"]) == (
        "labels",
        'expected emotions such as gratitude or neutral, got "hunger"',
    )
    assert flaw(text="Hi.", labels=[["anger"]])[0] == "labels"
