"""Words by which customers tell a feeling, found in a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from workers.empathy.data import table, words
from workers.empathy.pattern import Compiler, Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workers.empathy.words import Line

Kind = Literal["frustrated", "worried", "thankful", "none_expressed"]

SHOUTED = 0.4
"""How surely a row of words in capitals tells that someone is frustrated."""
_NEAR, _SUBJECT_NEAR = 3, 6
_NEGATIONS = frozenset(["not", "no", "without", "hardly", "nothing", "neither", "nor", "stop", "avoid"])
_AFTER_ALL = frozenset(["only", "just", "how", "because"])
"""Words after a negation that let the feeling stand: "not only annoying", "can't say how annoyed"."""
_FIRST = frozenset(["i", "we", "me", "us", "am"])
_BE = frozenset(["is", "was", "are", "were", "seems", "seemed", "looks", "got", "gets", "became"])
_OTHERS = frozenset(
    [
        *("he", "she", "they", "you", "your", "who", "wife", "husband", "boss", "manager", "friend", "friends"),
        *("people", "users", "customer", "customers", "others", "reviewers", "reviews", "colleague", "colleagues"),
    ]
)
_FINDING = frozenset(
    ["find", "finds", "found", "call", "calls", "called", "say", "says", "said", "think", "thinks", "thought"]
)
_CAPITALS = re.compile(r"\b[A-Z][A-Z']{1,30}\b")
_SHOUT_WORDS = 3


@dataclass(frozen=True, slots=True)
class Cue:
    """One way to tell a feeling; `unless` speaks against it in the same sentence.

    With `person` it is a person who feels so, and it matters who; with `courtesy` it may be no more than that.
    `named` are words that name the feeling: only they may be quoted to an agent.
    """

    kind: Kind
    weight: float
    named: bool
    person: bool
    courtesy: bool
    unless: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A cue at its offsets in the text of a line, with the intensifier before it, if there is one."""

    cue: Cue
    start: int
    end: int
    intense: bool


@dataclass(frozen=True, slots=True)
class _Cues:
    cues: tuple[Cue, ...]
    says: tuple[tuple[int, Pattern], ...]
    index: dict[str, tuple[int, ...]]
    things: tuple[Pattern, ...]


def cues(line: Line) -> Iterator[Found]:
    """Yield each cue of a sentence once."""
    known = _known()
    met: set[int] = set()
    for which, pattern in _candidates(line):
        found = None if which in met else pattern.find(line)
        if found and _counts(known.cues[which], line, found):
            met.add(which)
            yield _found(known.cues[which], line, found)


def _candidates(line: Line) -> Iterator[tuple[int, Pattern]]:
    """Yield what could match in a sentence, with the number of its cue, in the order of the file."""
    known = _known()
    numbers = {number for key in line.keys & known.index.keys() for number in known.index[key]}
    return (known.says[number] for number in sorted(numbers))


def denied(line: Line) -> bool:
    """Tell whether a sentence has words of a feeling that are not meant: "I'm not worried", "he found it bad"."""
    known = _known()
    found = ((which, pattern.find(line)) for which, pattern in _candidates(line))
    return any(match and not _counts(known.cues[which], line, match) for which, match in found)


def shout(text: str) -> tuple[int, int] | None:
    """Give the place of three and more words in capitals, ordinary ones among them."""
    run: list[re.Match[str]] = []
    for found in _CAPITALS.finditer(text):
        if run and text[run[-1].end() : found.start()].strip(" ,.!-"):
            if _is_shout(run):
                break
            run = []
        run.append(found)
    return (run[0].start(), run[-1].end()) if _is_shout(run) else None


def _is_shout(run: Sequence[re.Match[str]]) -> bool:
    ordinary = words("languages", "english", "words")
    return len(run) >= _SHOUT_WORDS and any(word[0].lower() in ordinary for word in run)


def _counts(cue: Cue, line: Line, found: re.Match[str]) -> bool:
    """Tell whether the words are meant: no thing's name, not denied, not someone else's feeling."""
    before = line.text[: found.start() + 1].split()
    if (
        _names_a_thing(line, found)
        or _is_denied(before)
        or (_is_anothers(before) if cue.person else _is_reported(before))
    ):
        return False
    return not any(pattern.find(line) for pattern in cue.unless)


def _names_a_thing(line: Line, found: re.Match[str]) -> bool:
    things = [thing for pattern in _known().things if (thing := pattern.find(line))]
    return any(thing.start() < found.end() - 1 and found.start() + 1 < thing.end() - 1 for thing in things)


def _found(cue: Cue, line: Line, found: re.Match[str]) -> Found:
    start = found.start() + 1
    word = line.text[:start].rstrip().rpartition(" ")[2]
    intense = word in words("en/feelings", "intense", "words")
    return Found(cue, start - (len(word) + 1) * intense, found.end(), intense)


def _is_denied(before: Sequence[str]) -> bool:
    near = before[-_NEAR:]
    return not _NEGATIONS.isdisjoint(near) and _AFTER_ALL.isdisjoint(near)


def _is_anothers(before: Sequence[str]) -> bool:
    """Tell whether someone else feels so: "he is", "my neighbour was"; in doubt it is the writer."""
    if "how" in before[-2:]:
        return False  # "can't tell you how annoyed I am"
    of_a_thing = False
    for word in reversed(before[-_SUBJECT_NEAR:]):
        if word in _FIRST or word in _OTHERS:
            return word in _OTHERS
        of_a_thing = of_a_thing or word in _BE
    return of_a_thing and before[0] not in _BE


def _is_reported(before: Sequence[str]) -> bool:
    """Tell whether someone else finds it so: "some customers find it annoying"."""
    near = before[-_SUBJECT_NEAR:]
    nearest = next((word for word in reversed(near) if word in _FIRST or word in _OTHERS), "i")
    return nearest in _OTHERS and not _FINDING.isdisjoint(near)


@cache
def _known() -> _Cues:
    data = table("en/feelings")
    common = _list(table("en/words")["common"]["words"])
    compiler = Compiler({name: _list(listed) for name, listed in data["classes"].items()}, common)
    says: list[tuple[int, Pattern]] = []
    found: list[Cue] = []
    for number, entry in enumerate(data["cue"]):
        found.append(_cue(entry, compiler))
        says += [(number, compiler.compile(source)) for source in entry["say"]]
    things = tuple(map(compiler.compile, data["things"]["say"]))
    return _Cues(tuple(found), tuple(says), _index([pattern for _, pattern in says]), things)


def _cue(entry: dict[str, Any], compiler: Compiler) -> Cue:
    unless = tuple(map(compiler.compile, entry.get("unless", ())))
    named, person, courtesy = (bool(entry.get(flag)) for flag in ("named", "person", "courtesy"))
    return Cue(entry["kind"], entry["weight"], named, person, courtesy, unless)


def _index(patterns: Sequence[Pattern]) -> dict[str, tuple[int, ...]]:
    """Give the numbers of the patterns by the words of which one must be in the sentence."""
    index: dict[str, tuple[int, ...]] = {}
    for number, pattern in enumerate(patterns):
        for anchor in pattern.anchors:
            index[anchor] = (*index.get(anchor, ()), number)
    return index


def _list(listed: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in listed.split(","))
