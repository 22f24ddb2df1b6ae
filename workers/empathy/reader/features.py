"""What the model sees of a sentence: words, shape, place, what it shares with the customer, what the rules found."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from workers.empathy.reader.shape import THEIRS, shape, stem_of
from workers.empathy.tone import tone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from workers.empathy.context import Reply, Said
    from workers.empathy.text import Sentence

LONGEST = 40
"""Words of a sentence that are looked at: longer ones are lists and pasted text."""
QUOTE = "quote"
EDGE, QUOTED_ALONE = 2, 4
"""A quotation has two marks; a sentence that is little more than a quotation is read as it stands."""


def features(said: Said, reply: Reply, found: Mapping[int, AbstractSet[str]]) -> Iterator[str]:
    """Yield the features of a sentence; some may come twice. `found` are the rules met, by sentence."""
    words = unquoted(said.line.words[:LONGEST])
    shaped = shape(words, reply.before.facts.content)
    yield "bias"
    yield from of_words(words)
    yield from of_shape(shaped)
    yield from _of_place(said, reply)
    yield from _of_customer(said, reply, shaped)
    yield from _of_rules(said.index, found)
    yield from of_form(said.sentence)


def unquoted(words: Sequence[str]) -> Sequence[str]:
    """Return the words with QUOTE for what stands in quotation marks: it is named, not said."""
    marks = [at for at, word in enumerate(words) if word == '"']
    if len(marks) < EDGE or marks[1] - marks[0] > len(words) - QUOTED_ALONE:
        return words
    kept: list[str] = []
    for start, (opened, closed) in zip([0, *marks[1::2]], zip(marks[::2], marks[1::2], strict=False), strict=False):
        kept += [*words[start + (start > 0) : opened], QUOTE]
        last = closed
    return (*kept, *words[last + 1 :])


def of_words(words: Sequence[str]) -> list[str]:
    """Return words, stems, rows of two and three words, and the beginning."""
    if not words:
        return []
    pairs = [f"{one} {next_}" for one, next_ in pairwise(words)]
    return [
        *[f"w {word}" for word in words],
        *[f"s {stem_of(word)}" for word in words if word.isalpha()],
        *[f"w {pair}" for pair in pairs],
        *[f"w {pair} {word}" for pair, word in zip(pairs, words[2:], strict=False)],
        f"first {words[0]}",
        f"first {' '.join(words[:2])}",
    ]


def of_shape(shaped: Sequence[str]) -> list[str]:
    """Return rows of two to four kinds of words, the ends of the sentence among them."""
    marked = ("^", *shaped, "$")
    pairs = [f"k {one} {next_}" for one, next_ in pairwise(marked)]
    triples = [f"{pair} {kind}" for pair, kind in zip(pairs, marked[2:], strict=False)]
    return [*pairs, *triples, *[f"{row} {kind}" for row, kind in zip(triples, marked[3:], strict=False)]]


def of_form(sentence: Sentence) -> Iterator[str]:
    """Yield how a sentence ends, how long it is, and its tone."""
    text = sentence.text
    yield f"ends {text[-1]}" if not text[-1:].isalnum() else "ends word"
    yield f"long {min(len(sentence.line.words) // 5, 5)}"
    yield f"tone {round(tone(text) * 3)}"


def _of_place(said: Said, reply: Reply) -> Iterator[str]:
    last = len(reply.said) - 1
    yield f"from start {min(said.index, 3)}"
    yield f"from end {min(last - said.index, 3)}"
    yield f"reply {min(reply.number, 2)}"
    yield f"only {last == 0}"
    yield f"last reply {reply.last}"
    yield f"person {reply.has_i}"
    yield f"after solution {said.index > reply.solved_from}"
    yield f"question {said.question}"
    yield f"step {said.step}"
    yield f"kind {said.sentence.kind}"


def _of_customer(said: Said, reply: Reply, shaped: Sequence[str]) -> Iterator[str]:
    before = reply.before
    mood = before.feeling.kind if before.upset else "calm"
    trouble = before.trouble
    share = said.shared / max(len(said.sentence.stems), 1)
    yield f"mood {mood}"
    yield f"trouble {trouble}"
    yield f"shared {min(said.shared, 4)}"
    yield f"share {int(share * 4)}"
    yield f"shared {min(said.shared, 4)} question {said.question}"
    yield f"shared {min(said.shared, 4)} start {min(said.index, 2)}"
    yield f"mood {mood} start {min(said.index, 2)}"
    yield f"told {min(before.words // 20, 3)} question {said.question}"
    if not before.figures.isdisjoint(said.line.words):
        yield "figure of theirs"
    if THEIRS in shaped and "you" in said.line.words:
        yield "theirs and you"


def _of_rules(index: int, found: Mapping[int, AbstractSet[str]]) -> Iterator[str]:
    for rule in found.get(index, ()):
        yield f"rule {rule}"
        yield f"marker {rule.split('.')[1]}"
    for near, name in ((index - 1, "before"), (index + 1, "after")):
        for marker in {rule.split(".")[1] for rule in found.get(near, ())}:
            yield f"{name} {marker}"
