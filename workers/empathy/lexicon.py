"""The markers as data: read once from `lexicon/<language>/*.toml`, compiled, and indexed by words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from workers.empathy.data import table
from workers.empathy.forms import Verbs
from workers.empathy.pattern import Compiler, Pattern
from workers.empathy.words import Spelling

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workers.empathy.words import Line

MARKER_FILES = ("listen", "feel", "voice", "act", "guide", "close", "blame", "distance")
FORMS = ("s", "past", "ing")


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to meet a marker: patterns, or a detector where patterns cannot say it.

    `unless` are patterns that speak against it in the same sentence, `when` names conditions of the context, `weight`
    is how much of the marker it is worth (0..1), and a generic rule is a phrase that fits any ticket.
    """

    id: str
    marker: str
    say: tuple[Pattern, ...] = ()
    unless: tuple[Pattern, ...] = ()
    when: tuple[str, ...] = ()
    weight: float = 1.0
    generic: bool = False
    detector: str | None = None


@dataclass(frozen=True, slots=True)
class Marker:
    """An entry. Examples are replies, or a customer's message and the reply to it."""

    id: str
    polarity: Literal["+", "-"]
    definition: str
    applies_when: str
    reason: str
    note: str
    rules: tuple[Rule, ...]
    match: tuple[str | dict[str, str], ...]
    no_match: tuple[str | dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class Signal:
    """The patterns of a signal. A sentence without one of `anchors` has none of them."""

    says: tuple[Pattern, ...]
    anchors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All entries of a language. `index` gives, for a word or its first letters, what could match."""

    markers: Mapping[str, Marker]
    signals: Mapping[str, Signal]
    spelling: Spelling
    classes: Mapping[str, tuple[str, ...]]
    rules: tuple[Rule, ...]
    says: tuple[tuple[Rule, Pattern], ...]
    index: Mapping[str, tuple[int, ...]]

    def candidates(self, words: Line) -> list[tuple[Rule, Pattern]]:
        """Return what could match in a sentence, in the order of the files."""
        keys = words.keys
        found = {number for key in keys & self.index.keys() for number in self.index[key]}
        return [self.says[number] for number in sorted(found) if not self.says[number][1].also.isdisjoint(keys)]


@cache
def lexicon(language: str = "en") -> Lexicon:
    """Return the entries of a language, read from its folder the first time."""
    words = table(f"{language}/words")
    classes = _classes(words)
    compiler = Compiler(classes, _list(words["common"]["words"]))
    markers = {
        name: _marker(name, entry, compiler)
        for file in MARKER_FILES
        for name, entry in table(f"{language}/{file}").items()
    }
    rules = tuple(rule for marker in markers.values() for rule in marker.rules)
    says = tuple((rule, pattern) for rule in rules for pattern in rule.say)
    signals = {name: _signal(says, compiler) for name, says in table(f"{language}/signals").items()}
    spelling = Spelling(words["spelled"], words["endings"], frozenset(_list(words["is"]["words"])))
    return Lexicon(markers, signals, spelling, classes, rules, says, _index(says))


def _list(words: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in words.split(","))


def _classes(words: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return the classes, those of verbs in all their forms."""
    verbs = Verbs(words["irregular"], frozenset(_list(words["doubling"]["words"])))
    classes = {name: _list(phrases) for name, phrases in words["classes"].items()}
    for name, phrases in words["verbs"].items():
        classes[name] = _list(phrases)
        for form in FORMS:
            classes[f"{name}:{form}"] = tuple(made for phrase in classes[name] for made in verbs.forms(phrase, form))
    return classes


def _marker(name: str, entry: Mapping[str, Any], compiler: Compiler) -> Marker:
    return Marker(
        id=name,
        polarity=entry["polarity"],
        definition=entry["definition"],
        applies_when=entry["applies_when"],
        reason=entry["reason"],
        note=entry["note"],
        rules=tuple(_rule(name, rule, compiler) for rule in entry["rules"]),
        match=tuple(entry["match"]),
        no_match=tuple(entry["no_match"]),
    )


def _rule(marker: str, rule: Mapping[str, Any], compiler: Compiler) -> Rule:
    return Rule(
        id=rule["id"],
        marker=marker,
        say=_patterns(rule.get("say", ()), compiler),
        unless=_patterns(rule.get("unless", ()), compiler),
        when=tuple(rule.get("when", ())),
        weight=rule.get("weight", 1.0),
        generic=rule.get("generic", False),
        detector=rule.get("detector"),
    )


def _signal(sources: list[str], compiler: Compiler) -> Signal:
    says = _patterns(sources, compiler)
    return Signal(says, frozenset().union(*(pattern.anchors for pattern in says)))


def _patterns(sources: list[str], compiler: Compiler) -> tuple[Pattern, ...]:
    return tuple(compiler.compile(source) for source in sources)


def _index(says: tuple[tuple[Rule, Pattern], ...]) -> dict[str, tuple[int, ...]]:
    """Return, for each anchor, the numbers of its patterns."""
    found: dict[str, list[int]] = {}
    for number, (_, pattern) in enumerate(says):
        for anchor in pattern.anchors:
            found.setdefault(anchor, []).append(number)
    return {anchor: tuple(numbers) for anchor, numbers in found.items()}
