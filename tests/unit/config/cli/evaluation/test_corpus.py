"""The corpus format: what a block of lines means, and where a bad one is wrong."""

from __future__ import annotations

import pytest

from config.cli.evaluation.corpus import Conversation, Sentence, Turn, body, conversations, load
from config.cli.intake import Flaw

HEAD = "# shop-1 | voice: curt and kind | channel: email | english: native"
END = "= empathy 2, band good"
LAMP = f"""{HEAD}
C: The lamp came in three pieces. [upset]
B: Hello!
A: Hi Kim,
A| Three pieces is two too many. [acknowledged validated_feeling]
A: A new one left today.
-
A: See [photo] here.
{END}
"""


def read(text: str) -> list[Conversation | Flaw]:
    return list(conversations(text.splitlines(keepends=True)))


def one(text: str) -> Conversation:
    (item,) = read(text)
    assert isinstance(item, Conversation)
    return item


def test_a_conversation() -> None:
    lamp = one(LAMP)
    assert (lamp.id, lamp.voice, lamp.channel, lamp.english) == ("shop-1", "curt and kind", "email", "native")
    assert (lamp.empathy, lamp.band, lamp.line) == (2, "good", 1)
    assert [turn.role for turn in lamp.turns] == ["customer", "bot", "agent", "agent"]
    assert lamp.turns[0].sentences == (
        Sentence("The lamp came in three pieces.", frozenset({"upset"}), newline=False),
    )
    assert lamp.turns[2].sentences[1].labels == {"acknowledged", "validated_feeling"}
    assert lamp.turns[3].sentences[0].text == "See [photo] here."


def test_the_message_as_it_was_sent() -> None:
    assert body(one(LAMP).turns[2]) == "Hi Kim,\nThree pieces is two too many. A new one left today."
    assert body(Turn("agent", (Sentence("Hi.", frozenset(), newline=True),))) == "Hi."


def test_blocks_are_apart_by_empty_lines_and_good_ones_go_on() -> None:
    first, bad, last = read(f"\n{LAMP}\n\n{LAMP.replace('B:', 'D:')}\n \n{LAMP}".replace("\n", "\r\n"))
    assert isinstance(first, Conversation)
    assert isinstance(last, Conversation)
    assert isinstance(bad, Flaw)
    assert (first.line, bad.line, last.line) == (2, 15, 24)


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("C: Hello.\n" + END, 1, "expected # ID | voice: NAME"),
        (HEAD.replace("email", "letter") + "\nA: Hi.\n" + END, 1, "channel: email, chat"),
        (HEAD + "\nA: Hi.", 2, "to end with = empathy"),
        (HEAD + "\nA: Hi.\n= empathy 4, band good", 3, "empathy 0 to 3"),
        (HEAD + "\nA: Hi.\n= empathy 1, band great", 3, "band look"),
        (HEAD + "\nC: Hi.\n" + END, 1, "expected a message of an agent"),
        (HEAD + "\nA:\n" + END, 2, "and a sentence"),
        (HEAD + "\nA: Hi.\nHi.\n" + END, 3, "expected C:, A: or B:"),
        (HEAD + "\nA: Hi. [upset]\n" + END, 2, "labels of the agent, got upset"),
        (HEAD + "\nC: Hi. [apologised]\nA: Hi.\n" + END, 2, "labels of the customer, got apologised"),
        (HEAD + "\nB: Hi. [glad]\nA: Hi.\n" + END, 2, "labels of the bot, got glad"),
        (HEAD + "\nA: Hi.\n" + END + "\nA: Hi.\n" + END, 3, "expected C:, A: or B:"),
    ],
)
def test_a_bad_line_is_told_with_its_number(text: str, line: int, part: str) -> None:
    (flaw,) = read(text)
    assert isinstance(flaw, Flaw)
    assert flaw.line == line
    assert part in flaw.message


def test_where_two_readers_differ() -> None:
    text = LAMP.replace("[upset]", "[upset?]").replace("acknowledged v", "acknowledged? v")
    lamp = one(text.replace(END, "= empathy 2/3, band good/strong"))
    assert (lamp.turns[0].sentences[0].labels, lamp.turns[0].sentences[0].disputed) == (frozenset(), {"upset"})
    assert lamp.turns[2].sentences[1].disputed == {"acknowledged"}
    assert lamp.turns[2].sentences[1].labels == {"validated_feeling"}
    assert (lamp.empathy, lamp.band) == (2.5, None)
    (flaw,) = read(LAMP.replace("[upset]", "[judged?]"))
    assert isinstance(flaw, Flaw)
    assert (flaw.line, flaw.message) == (2, "expected labels of the customer, got judged")


def test_who_needs_all_of_them_is_told_where_it_ends() -> None:
    assert [item.id for item in load(LAMP.splitlines(), "shop.txt")] == ["shop-1"]
    with pytest.raises(ValueError, match=r"shop\.txt: line 3: expected C:"):
        load(LAMP.replace("B:", "D:").splitlines(), "shop.txt")
