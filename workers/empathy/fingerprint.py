"""By what a sentence is known again in another ticket: its words without what changes, and a keyed hash of them."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from itertools import islice
from typing import TYPE_CHECKING

from workers.empathy.across import WORDING
from workers.empathy.data import words as listed
from workers.empathy.finding import DEEDS, by_sentence
from workers.empathy.markup import OBJECT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from workers.empathy.across import Spot
    from workers.empathy.context import Reply
    from workers.empathy.finding import Finding
    from workers.empathy.hear import Heard
    from workers.empathy.words import Line

PASSING = "#"
"""Stands for what changes from ticket to ticket: a number, a date, a name, an address."""
LEAST_WORDS = 5
"""Shorter sentences ("I am so sorry") are alike by chance."""
MOST_SENTENCES = 64
"""Of one ticket; what a person writes has a handful."""
LEFT_ALONE = frozenset({"scripted", "asked_specific"})
"""A stock phrase is discounted without being counted; a question for a detail is rightly the same each time."""
NAMING = frozenset({"acknowledged", "paraphrased"})
"""Says what the deed is about, where there is one."""
CLOSING = frozenset({"open_door", "closing_offer"})
"""Has the form of a step ("Just reply to this mail") and is none."""
DIGEST_BYTES, TICKET_BYTES = 8, 4
LONGEST_KEY = 64


def kind_sentences(heard: Heard) -> Mapping[Spot, str]:
    """Return the kind sentences of the agents' replies that are long enough to be known again, in their words."""
    names = frozenset(name for reply in heard.replies for name in _names(reply))
    pairs = zip(heard.replies, heard.found, strict=True)
    kind = (pair for reply, found in pairs for pair in _kind(reply, found, names))
    return dict(islice(kind, MOST_SENTENCES))


def normal(line: Line, names: Collection[str] = ()) -> str:
    """Return a sentence's words with a placeholder for what changes; "" where too few are left to know it by."""
    words = [word for word in _addressed([word.casefold() for word in line.words]) if _is_word(word)]
    before = ["", *words]
    marked = [PASSING if _passes(word, last, names) else word for word, last in zip(words, before, strict=False)]
    kept = [word for word, last in zip(marked, ["", *marked], strict=False) if (word, last) != (PASSING, PASSING)]
    return " ".join(kept) if sum(word != PASSING for word in kept) >= LEAST_WORDS else ""


def fingerprint(words: str, key: bytes, whose: str = "") -> str:
    """Return a short hash that only who has the key can make; `whose` mixes in who wrote it."""
    return _hash(f"{whose}\n{words}", key, DIGEST_BYTES)


def ticket_mark(sentence: str, ticket: str, key: bytes) -> str:
    """Return by what a ticket is told from others beside one sentence; beside another it has another mark."""
    return _hash(f"{sentence}\n{ticket}", key, TICKET_BYTES)


def _hash(text: str, key: bytes, size: int) -> str:
    return blake2b(text.encode("utf-8", "backslashreplace"), digest_size=size, key=key[:LONGEST_KEY]).hexdigest()


def _kind(reply: Reply, found: Iterable[Finding], names: Collection[str]) -> Iterator[tuple[Spot, str]]:
    sentences = by_sentence(found)
    for said in reply.said:
        here = {one.marker for one in sentences.get(said.index, ())}
        wording = here & WORDING - (NAMING if here & DEEDS else frozenset())
        kind = said.sentence.kind == "prose" and wording and not here & LEFT_ALONE
        if kind and (here & CLOSING or not said.step) and (words := normal(said.line, names)):
            yield (reply.message.id, said.sentence.start), words


def _names(reply: Reply) -> Iterator[str]:
    """Yield whom a reply greets and who signs it."""
    body = reply.message.body
    greetings = [body[one.start : one.end] for one in reply.reading.sentences if one.kind == "greeting"]
    signatures = [body[part.start : part.end] for part in reply.reading.left_out if part.reason == "signature"]
    for text in (*greetings, *signatures):
        bare = (word.strip(",.!:;-()") for word in text.split())
        yield from (word.casefold() for word in bare if word[:1].isupper() and not _no_name(word))


def _no_name(word: str) -> bool:
    return word.casefold() in listed("en/passing", "greeted", "not_names")


def _addressed(words: list[str]) -> list[str]:
    """Put the placeholder for a single word at either end before or after a comma: "Anna, …" and "…, Anna."."""
    end = next((at for at in range(len(words), 0, -1) if _is_word(words[at - 1])), 0)
    for name, comma in ((0, 1), (end - 1, end - 2)):
        if min(name, comma) >= 0 and max(name, comma) < len(words) and words[comma] == ",":
            words[name] = PASSING
    return words


def _passes(word: str, last: str, names: Collection[str]) -> bool:
    if word == PASSING or "@" in word or OBJECT in word or any(map(str.isdigit, word)):
        return True
    titled = not listed("en/passing", "titles", "words").isdisjoint((word, last))
    return titled or word.removesuffix("'s") in names or word in _dates_and_numbers()


@cache
def _dates_and_numbers() -> frozenset[str]:
    return listed("en/passing", "dates", "words") | listed("en/passing", "numbers", "words")


def _is_word(word: str) -> bool:
    return word in (PASSING, OBJECT) or any(map(str.isalnum, word))
