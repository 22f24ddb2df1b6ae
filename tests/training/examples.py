"""Examples for the heads: sentences as the product itself reads them, with the labels of the corpus."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from config.cli.evaluation.corpus import body, load
from config.cli.evaluation.labels import CODES
from tests.unit.workers.empathy.conversations import example
from workers.empathy.cues import cues
from workers.empathy.data import table
from workers.empathy.detect import by_rules
from workers.empathy.finding import by_sentence
from workers.empathy.hear import read_replies
from workers.empathy.lexicon import lexicon
from workers.empathy.model import Conversation, Message
from workers.empathy.reader.customers import customer_features
from workers.empathy.reader.features import features
from workers.empathy.reader.read import rule_ids
from workers.empathy.text import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from config.cli.evaluation import corpus
    from workers.empathy.context import Reply, Said
    from workers.empathy.text import Reading

HALF = 0.5


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence of a reply, which has all of them in their order. `ruled` are the markers that rules found in it.

    Of each set in `either` it carries one label at least; `unsure` are labels that nobody can tell of it.
    """

    group: str
    conversation: str
    text: str
    features: frozenset[str]
    labels: frozenset[str]
    ruled: frozenset[str] = frozenset()
    reply: str = ""
    either: tuple[frozenset[str], ...] = ()
    unsure: frozenset[str] = frozenset()


class Labelled(NamedTuple):
    """Where a sentence of the corpus stands in its message."""

    start: int
    end: int
    labels: frozenset[str]
    disputed: frozenset[str]


def of_corpus(paths: Iterable[Path], of: Callable[[corpus.Conversation, str], Iterator[Example]]) -> list[Example]:
    """Return the sentences of agents, or those of customers; the name of a file without its number is the group."""
    return [
        example
        for path in paths
        for one in load(path.read_text("utf-8").splitlines(), path.name)
        for example in of(one, path.stem.rpartition("-")[0])
    ]


def conversation(one: corpus.Conversation) -> Conversation:
    """Return a conversation of the corpus as the scorer takes it."""
    messages = (Message(str(at), turn.role, body(turn)) for at, turn in enumerate(one.turns, 1))
    return Conversation(one.id, tuple(messages))


def agents(one: corpus.Conversation, group: str) -> Iterator[Example]:
    for reply in read_replies(conversation(one)):
        places = list(_places(one.turns[int(reply.message.id) - 1]))
        yield from _sentences(reply, places, group, one.id)


def _sentences(reply: Reply, places: Sequence[Labelled], group: str, name: str) -> Iterator[Example]:
    ruled = rules_by_sentence(reply)
    for said in reply.said:
        labels, disputed = _labels(said.sentence.start, said.sentence.end, places)
        markers = frozenset(rule.split(".")[1] for rule in ruled.get(said.index, ()))
        yield Example(
            group,
            name,
            said.sentence.text,
            frozenset(features(said, reply, ruled)),
            labels,
            markers,
            reply=f"{name} {reply.message.id}",
            unsure=disputed,
        )


def rules_by_sentence(reply: Reply) -> dict[int, set[str]]:
    """Return the ids of the rules met, by sentence."""
    return rule_ids(by_sentence(by_rules(reply).found))


def customers(one: corpus.Conversation, group: str) -> Iterator[Example]:
    for turn in one.turns:
        if turn.role == "customer":
            reading: Reading = read(body(turn))
            places = list(_places(turn))
            for sentence in reading.sentences:
                labels, disputed = _labels(sentence.start, sentence.end, places)
                told = list(cues(sentence.line))
                found = customer_features(sentence, told)
                cued = frozenset({"upset"} if any(cue.cue.kind != "thankful" for cue in told) else ())
                yield Example(group, one.id, sentence.text, frozenset(found), labels, cued, unsure=disputed)


def _places(turn: corpus.Turn) -> Iterator[Labelled]:
    """Yield where each sentence stands in `body(turn)`."""
    at = 0
    for sentence in turn.sentences:
        yield Labelled(at, at + len(sentence.text), sentence.labels, sentence.disputed)
        at += len(sentence.text) + 1


def _labels(start: int, end: int, places: Iterable[Labelled]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the labels, and the disputed ones, of what overlaps by half with either.

    The product may part sentences elsewhere.
    """
    labels: set[str] = set()
    disputed: set[str] = set()
    for place in places:
        both = min(end, place.end) - max(start, place.start)
        if both > 0 and both >= HALF * min(end - start, place.end - place.start):
            labels |= place.labels
            disputed |= place.disputed
    return frozenset(labels), frozenset(disputed - labels)


def of_quoted(lines: Iterable[str], group: str) -> Iterator[Example]:
    """Yield sentences of conversations whose last reply was labelled by code with one quote each.

    A sentence without a quote of a label that the reply has may carry it all the same: it is unsure.
    """
    for line in lines:
        item = json.loads(line)
        messages = tuple(Message(str(at), one["role"], one["body"]) for at, one in enumerate(item["messages"], 1))
        replies = read_replies(Conversation(item["id"], messages, item.get("subject")))
        if replies and replies[-1].message is messages[-1]:
            yield from _quoted(replies[-1], item, group)


def _quoted(reply: Reply, item: dict[str, dict[str, str]], group: str) -> Iterator[Example]:
    ruled = rules_by_sentence(reply)
    for said in reply.said:
        sure: set[str] = set()
        unsure: set[str] = set()
        either: list[frozenset[str]] = []
        for code, quote in item["labels"].items():
            at = reply.message.body.find(quote)
            there = at < said.sentence.end and at + len(quote) > said.sentence.start
            if not there:
                unsure |= CARRIED[code]
            elif len(CARRIED[code]) == 1:
                sure |= CARRIED[code]
            elif CARRIED[code]:
                either.append(CARRIED[code])
        yield Example(
            group,
            str(item["id"]),
            said.sentence.text,
            frozenset(features(said, reply, ruled)),
            frozenset(sure),
            either=tuple(either),
            unsure=frozenset(unsure - sure),
        )


def _carried(code: str) -> frozenset[str]:
    own = {"ack": ["acknowledged"], "own": ["timed"]}
    return frozenset("step" if marker == "clear_steps" else marker for marker in own.get(code, CODES[code]))


CARRIED = {code: _carried(code) for code in CODES}
"""The labels of which a sentence with a code carries one."""


def of_lexicon() -> Iterator[Example]:
    """Yield the examples and counter-examples of the lexicon.

    Of each only its own marker is known, and that nothing speaks against the examples of a kind one.
    """
    heads = {label for labels in CARRIED.values() for label in labels} | lexicon().markers.keys()
    unkind = {marker.id for marker in lexicon().markers.values() if marker.polarity == "-"}
    for marker in lexicon().markers.values():
        label = "step" if marker.id == "clear_steps" else marker.id
        for given, meant in [*((one, True) for one in marker.match), *((one, False) for one in marker.no_match)]:
            for said, reply, ruled in _read_example(given):
                fires = any(rule.split(".")[1] == marker.id for rule in ruled.get(said.index, ()))
                if meant and not fires and len(reply.said) > 1:
                    continue
                yield Example(
                    "+lexicon",
                    f"{marker.id} {given}",
                    said.sentence.text,
                    frozenset(features(said, reply, ruled)),
                    frozenset({label} if meant else ()),
                    unsure=frozenset(heads - {label} - (unkind if meant and marker.polarity == "+" else set())),
                )


def _read_example(given: str | dict[str, str]) -> Iterator[tuple[Said, Reply, dict[int, set[str]]]]:
    for reply in read_replies(example(given)):
        ruled = rules_by_sentence(reply)
        for said in reply.said:
            yield said, reply, ruled


def of_feelings() -> Iterator[Example]:
    """Yield the examples of the cues of feelings, and their counter-examples."""
    for cue in table("en/feelings")["cue"]:
        if cue["kind"] != "thankful":
            for text, meant in [*((one, True) for one in cue["match"]), *((one, False) for one in cue["no_match"])]:
                for sentence in read(text).sentences:
                    labels = frozenset({"upset"} if meant else ())
                    yield Example(
                        "+feelings",
                        text,
                        text,
                        frozenset(customer_features(sentence, list(cues(sentence.line)))),
                        labels,
                    )
