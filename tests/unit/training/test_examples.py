"""Examples for training: sentences as the product reads them, with the labels of what they overlap."""

from __future__ import annotations

import json

from config.cli.evaluation.corpus import load
from tests.training.examples import agents, customers, of_quoted

TEXT = """\
# x-1 | voice: dry | channel: email | english: native
C: The lamp came in three pieces. [upset]
A| Hello Jo,
A| Three pieces is two too many. [acknowledged validated_feeling?]
A: I've sent a new one. [action_done]
= empathy 2, band good
"""


def test_sentences_keep_their_labels_and_disputed_ones_are_unsure() -> None:
    (one,) = load(TEXT.splitlines(), "x.txt")
    said = {example.text: example for example in agents(one, "x")}
    assert said["Three pieces is two too many."].labels == {"acknowledged"}
    assert said["Three pieces is two too many."].unsure == {"validated_feeling"}
    assert said["I've sent a new one."].labels == {"action_done"}
    assert said["I've sent a new one."].ruled == {"action_done", "used_i"}
    assert [example.labels for example in customers(one, "x")] == [{"upset"}]


def test_where_one_quote_stands_for_a_reply_other_sentences_are_unsure() -> None:
    item = {
        "id": "y",
        "messages": [
            {"role": "customer", "body": "It broke."},
            {"role": "agent", "body": "Sorry it broke. I refunded it. Sorry again."},
        ],
        "labels": {"apo": "Sorry it broke", "act": "I refunded it"},
    }
    first, second, third = of_quoted([json.dumps(item)], "+y")
    assert (first.labels, third.labels, third.unsure >= {"apologised"}) == ({"apologised"}, set(), True)
    assert second.either == (frozenset({"action_done", "commitment"}),)
