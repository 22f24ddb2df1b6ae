"""Conversations as plain text with their labels behind each sentence: easy to write, and easy to correct.

A block of lines for each conversation, blocks apart by an empty line:

    # shop-1 | voice: curt-and-kind | channel: email | english: native
    C: The lamp came in three pieces. [upset]
    A: Three pieces is two too many. [acknowledged]
    A| I've sent a new one. [action_done]
    = empathy 2, band good

`C` is the customer, `A` an agent, `B` a bot; `|` instead of `:` begins a new line of the same message. A message ends
where another speaker begins, or at a line `-`. The line `=` judges the last message of an agent. A label with a
question mark, and two judgements such as `2/3`, are where two readers differ.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Literal

from config.cli.intake import Flaw
from config.cli.jsontext import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Numbered = tuple[int, str]

Role = Literal["customer", "agent", "bot"]

ROLES: dict[str, Role] = {"C": "customer", "A": "agent", "B": "bot"}
STEP, TIMED, UPSET = "step", "timed", "upset"
"""Labels that are no markers: one thing to do, a commitment with a person and a time, a negative feeling."""
CUSTOMER_LABELS = frozenset({UPSET, "glad"})
_AGENT = (
    "acknowledged validated_feeling paraphrased checked_understanding invited_story asked_specific asked_to_repeat "
    "thanked apologised action_done commitment timed step offered_guidance inclusive_we gentle_pointer "
    "recap_for_later corrected_kindly confirmed_fix open_door closing_offer judged condescended own_opinion "
    "guessed_feeling assumed dismissed_feeling no_owner company_we scripted raised_voice"
)
AGENT_LABELS = frozenset(_AGENT.split())
KNOWN: dict[Role, frozenset[str]] = {"customer": CUSTOMER_LABELS, "agent": AGENT_LABELS, "bot": frozenset()}
LONGEST_LABEL = 40
"""Characters of an unknown label that are repeated in the message."""

HEAD = re.compile(
    r"# (?P<id>[\w-]+) \| voice: (?P<voice>[^|]*[^|\s]) \| channel: (?P<channel>email|chat|forum|social|form)"
    r" \| english: (?P<english>native|fluent|learner)"
)
SAID = re.compile(r"(?P<who>[CAB])(?P<how>[:|]) (?P<text>\S.*?)(?:\s+\[(?P<labels>[a-z_? ]+)\])?")
_BAND = "look|mixed|good|strong|na"
JUDGED = re.compile(
    rf"= empathy (?P<empathy>[0-3])(?:/(?P<empathy2>[0-3]))?, band (?P<band>{_BAND})(?:/(?P<band2>{_BAND}))?"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and what it does; `newline` says that it begins a new line of its message.

    `disputed` are labels that one of two readers gave.
    """

    text: str
    labels: frozenset[str]
    newline: bool
    disputed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Turn:
    """One message."""

    role: Role
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Conversation:
    """A labelled conversation. `line` is where it begins.

    Empathy and band are of the last message of an agent: the mean of two readers, and None where they differ.
    """

    id: str
    voice: str
    channel: str
    english: str
    turns: tuple[Turn, ...]
    empathy: float
    band: str | None
    line: int = 1


def body(turn: Turn) -> str:
    """Return the message as it was sent."""
    parts = ("\n" + one.text if one.newline else " " + one.text for one in turn.sentences)
    return "".join(parts)[1:]


def conversations(lines: Iterable[str]) -> Iterator[Conversation | Flaw]:
    """Yield the conversations in order; of one with a bad line only the flaw, with the number of that line."""
    for block in _blocks(lines):
        try:
            yield _conversation(block)
        except BadInput as bad:
            yield Flaw(bad.line, bad.field, bad.message)


def load(lines: Iterable[str], name: str) -> list[Conversation]:
    """Return all conversations; raise ValueError with name and line of the first flaw."""
    good = []
    for item in conversations(lines):
        if isinstance(item, Flaw):
            raise ValueError(f"{name}: {item}")  # noqa: TRY004 (the text is wrong, not its type)
        good.append(item)
    return good


def _blocks(lines: Iterable[str]) -> Iterator[list[Numbered]]:
    block: list[Numbered] = []
    for number, line in chain(enumerate(lines, 1), [(0, "")]):
        text = line.strip()
        if text:
            block.append((number, text))
        elif block:
            yield block
            block = []


def _conversation(block: Sequence[Numbered]) -> Conversation:
    number, first = block[0]
    head = HEAD.fullmatch(first)
    if not head:
        raise BadInput(
            "expected # ID | voice: NAME | channel: email, chat, forum, social or form"
            " | english: native, fluent or learner",
            line=number,
        )
    last, text = block[-1]
    judged = JUDGED.fullmatch(text)
    if not judged:
        what = "expected the conversation to end with = empathy 0 to 3, band look, mixed, good, strong or na"
        raise BadInput(what, line=last)
    turns = _turns(block[1:-1])
    if not any(turn.role == "agent" for turn in turns):
        raise BadInput("expected a message of an agent, which the line = is about", line=number)
    empathy = [int(judged["empathy"]), int(judged["empathy2"] or judged["empathy"])]
    band = None if judged["band2"] else judged["band"]
    return Conversation(**head.groupdict(), turns=turns, empathy=sum(empathy) / 2, band=band, line=number)


def _turns(block: Sequence[Numbered]) -> tuple[Turn, ...]:
    turns: list[tuple[Role, list[Sentence]]] = []
    ended = True
    for number, text in block:
        if text == "-":
            ended = True
            continue
        role, sentence = _said(number, text)
        if ended or turns[-1][0] != role:
            turns.append((role, []))
        ended = False
        turns[-1][1].append(sentence)
    return tuple(Turn(role, tuple(sentences)) for role, sentences in turns)


def _said(number: int, text: str) -> tuple[Role, Sentence]:
    said = SAID.fullmatch(text)
    if not said:
        raise BadInput("expected C:, A: or B: (C|, A| or B| for a new line) and a sentence, or -", line=number)
    role = ROLES[said["who"]]
    given = (said["labels"] or "").split()
    labels = frozenset(label for label in given if not label.endswith("?"))
    disputed = frozenset(label.removesuffix("?") for label in given) - labels
    for label in sorted((labels | disputed) - KNOWN[role]):
        raise BadInput(f"expected labels of the {role}, got {label[:LONGEST_LABEL]}", line=number)
    return role, Sentence(said["text"], labels, newline=said["how"] == "|", disputed=disputed)
