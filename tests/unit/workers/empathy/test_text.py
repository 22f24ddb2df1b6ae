"""A reading has every sentence at its exact place in the original."""

from __future__ import annotations

from workers.empathy.text import read


def test_a_sentence_is_normalised_and_keeps_its_place() -> None:
    body = "Hi Sam,\r\n\r\nI\u2019ve refunded it  today. It arrives Thursday!"
    reading = read(body)
    assert [(one.kind, one.text) for one in reading.sentences] == [
        ("greeting", "Hi Sam,"),
        ("prose", "I've refunded it today."),
        ("prose", "It arrives Thursday!"),
    ]
    second = reading.sentences[1]
    assert body[second.start : second.end] == "I\u2019ve refunded it  today."
    start = second.text.index("refunded it today")
    first, last = second.span(start, start + len("refunded it today"))
    assert body[first:last] == "refunded it  today"
