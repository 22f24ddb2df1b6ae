"""The language of the word patterns: what it says, and that nothing in it can run away."""

from __future__ import annotations

import re
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from workers.empathy.lexicon import lexicon
from workers.empathy.pattern import MOST_GAPS, Compiler, Pattern, PatternError
from workers.empathy.words import ANYWHERE

COMPILER = Compiler({"trouble": ("error", "mix up"), "soon": ("today", "by noon")}, common=("i", "it", "the"))


def says(source: str, text: str) -> bool:
    return COMPILER.compile(source).regex.search(f" {text} ") is not None


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("sorry", "i am sorry ."),
        ("i (hear|see) it", "well , i see it"),
        ("(sent|put it back) today", "i put it back today"),
        ("i really? see", "i see"),
        ("i (really|truly)? see", "i truly see"),
        ("{trouble}", "what a mix up !"),
        ("frust*", "how frustrating this is"),
        ("i will .. {soon}", "i will come back by noon"),
        ("it ... works", "it stops , then again it works"),
        ("right !now", "you are right there"),
        ("right !(now|away)", "you are right there"),
        ("^ done", "done , it is back"),
        ("done $", "now it is done ."),
        ("order #", "about order lp40-66"),
        ("the _ works", "the lift works"),
        ("well ~ yes", "well , yes"),
        ("well ~ yes", "well yes"),
    ],
)
def test_a_pattern_finds(source: str, text: str) -> None:
    assert says(source, text)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("sorry", "what a sorrysome thing"),
        ("i see", "i truly see"),
        ("frust*", "the crust is fine"),
        ("i will .. {soon}", "i will , after all , come today"),
        ("i will .. {soon}", "i will go and see her again today"),
        ("right !now", "right now"),
        ("right !(now|away)", "right away"),
        ("^ done", "it is done"),
        ("done $", "done it is"),
        ("order #", "about the order"),
        ("the _ works", "the old lift works"),
    ],
)
def test_a_pattern_does_not_find(source: str, text: str) -> None:
    assert not says(source, text)


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("(a|b", "not closed"),
        ("a)", "unexpected"),
        ("(a||b)", "empty part"),
        ("{nothing}", "no class"),
        ("ab*", "at least 4 letters"),
        ("f*ustr", "at least 4 letters"),
        (".. .. .. ..", "more than"),
        ("", "empty part"),
    ],
)
def test_what_the_language_does_not_allow_is_said(source: str, problem: str) -> None:
    with pytest.raises(PatternError, match=re.escape(problem)):
        COMPILER.compile(source)


@pytest.mark.parametrize(
    ("source", "anchors"),
    [
        ("i see it", {"see"}),
        ("see the {trouble}", {"see"}),
        ("it? broke", {"broke"}),
        ("frust* it", {"frus"}),
        ("(broke|it? fell)", {"broke", "fell"}),
        ("it ..", {"it"}),
        ("(broke|#)", {ANYWHERE}),
    ],
)
def test_anchors_are_the_rarest_words_that_must_be_there(source: str, anchors: set[str]) -> None:
    assert COMPILER.compile(source).anchors == anchors


def every_pattern() -> list[Pattern]:
    entries = lexicon()
    rules = [pattern for rule in entries.rules for pattern in (*rule.say, *rule.unless)]
    return rules + [pattern for signal in entries.signals.values() for pattern in signal.says]


def test_no_pattern_can_run_away() -> None:
    """Walk each compiled pattern: a repeat holds one word or one mark, never a choice or a repeat of its own."""
    for pattern in every_pattern():
        gaps = 0
        for repeat in _repeats(parser.parse(pattern.regex.pattern)):
            low, high, body = repeat
            if high == code.MAXREPEAT:
                assert _single(body), pattern.source
            elif high > 1 and not _single(body):
                gaps += 1
                assert (low, high) in {(0, 3), (0, 8), (0, 4)}, pattern.source
                assert _one_word(body), pattern.source
        assert gaps <= MOST_GAPS * pattern.source.count("(") + MOST_GAPS, pattern.source


def test_no_pattern_refers_back() -> None:
    for pattern in every_pattern():
        assert pattern.regex.groups == 0, pattern.source


def _repeats(tree: Any) -> Any:  # noqa: ANN401 (the parser's own untyped tree)
    for kind, value in tree:
        if kind in (code.MAX_REPEAT, code.MIN_REPEAT):
            yield value
            yield from _repeats(value[2])
        elif kind is code.BRANCH:
            for branch in value[1]:
                yield from _repeats(branch)
        elif kind in (code.ASSERT, code.ASSERT_NOT):
            yield from _repeats(value[1])
        elif kind is code.SUBPATTERN:
            yield from _repeats(value[3])


def _single(body: Any) -> bool:  # noqa: ANN401
    return len(body) == 1 and body[0][0] in (code.IN, code.NOT_LITERAL, code.LITERAL)


def _one_word(body: Any) -> bool:  # noqa: ANN401
    """Whether it is letters up to a space and the space: there is one way to match it."""
    (kind, value) = body[0]
    inner = value[3] if kind is code.SUBPATTERN else body
    return inner[-1] == (code.LITERAL, ord(" "))
