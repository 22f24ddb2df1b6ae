"""UCC lines: kinds of unkindness as 0 or 1, nobody before."""

from __future__ import annotations

from config.cli.evaluation.schemes import UCC, Scheme
from config.cli.evaluation.shapes.common import NEUTRAL
from tests.unit.config.cli.evaluation.shapes.lines import flaw, good, said


def test_what_it_says() -> None:
    labels = dict.fromkeys(UCC, 0) | {"sarcastic": 1, "generalisation_unfair": 1}
    item = good(text="Brilliant plan, as ever.", labels=labels)
    assert said(item) == [("customer", NEUTRAL), ("agent", "Brilliant plan, as ever.")]
    assert (item.scheme, item.labels) == (Scheme.UCC, {"sarcastic": None})


def test_what_is_wrong() -> None:
    assert flaw(text="Hi.", labels=dict.fromkeys(UCC, 0) | {"hostile": True})[0] == "labels.hostile"
