"""Sentences that are not the writer's: signatures, footers, surveys, the helpdesk's own words, repeated history."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from workers.empathy.data import phrases, words
from workers.empathy.names import is_signature

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workers.empathy.history import History
    from workers.empathy.text import Sentence

_WORD = re.compile(r"[^\W\d_][\w'-]*")
_SAYING = frozenset(["prose", "item"])
_PHRASES = ("footer", "survey", "auto_text", "signature")
_AUTO = re.compile(
    r"\b(?:request|ticket|case|enquiry|inquiry) \(?#?\d+\)? (?:has been|was)"
    r" (?:updated|received|created|opened|solved|closed)",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"[\^/*~-]{1,2}\s?[A-Z][A-Za-z]{0,20}$")
_ADDRESS = re.compile(r"\s*(?:[-*\u2022] )?(?:https?://|www\.)")
_MOST_WORDS, _MOST_LINES = 8, 10
_REPEATED_WORDS, _REPEATED_ALONE, _WORDS_TO_LOOK = 15, 20, 5


def own_sentences(
    body: str, found: Sequence[Sentence], history: History
) -> tuple[list[Sentence], list[tuple[int, int, str]], int]:
    """Give the writer's own sentences, the stretches of the others, and how many words count."""
    spoken = [_WORD.findall(one.text.casefold()) for one in found]
    reasons = _stock(found, set(chain.from_iterable(spoken)))
    if history:
        _mark_repeated(found, reasons, history)
    _mark_below_closing(found, reasons)
    _mark_names(body, found, reasons)
    left_out = [(one.start, one.end, reason) for one, reason in zip(found, reasons, strict=True) if reason]
    kept = [one for one, reason in zip(found, reasons, strict=True) if not reason]
    counts = (
        len(said)
        for one, said, reason in zip(found, spoken, reasons, strict=True)
        if not reason and one.kind in _SAYING
    )
    return _true_closings(kept), left_out, sum(counts)


def _stock(found: Sequence[Sentence], spoken: set[str]) -> list[str | None]:
    """Mark the sentences that have a phrase of the data file; a footer takes the rest of its paragraph along."""
    reasons: list[str | None] = [None] * len(found)
    stock = _stock_phrases()
    signs = stock.keys() & spoken
    hits = [pair for word in signs for pair in stock[word]]
    footer = -1
    for at, one in enumerate(found) if signs else ():
        text = one.text.casefold()
        reason = min((name for phrase, name in hits if phrase in text), default=None)
        reasons[at] = "footer" if footer == one.paragraph else reason or ("auto_text" if _AUTO.search(text) else None)
        if reason == "footer":
            footer = one.paragraph
    return reasons


@cache
def _stock_phrases() -> dict[str, list[tuple[str, str]]]:
    """Give the phrases and their reasons by an uncommon word of each, so that few need to be looked for."""
    common = words("reading", "anchors", "common")
    stock: dict[str, list[tuple[str, str]]] = {
        word: [] for word in ("request", "ticket", "case", "enquiry", "inquiry")
    }
    for name in _PHRASES:
        for phrase in phrases("reading", name):
            stock.setdefault(max(_WORD.findall(phrase), key=lambda word: (word not in common, len(word))), []).append(
                (phrase, name)
            )
    return stock


def _mark_repeated(found: Sequence[Sentence], reasons: list[str | None], history: History) -> None:
    """Mark runs of sentences that stand in an earlier message: quoted history without marks."""
    run: list[int] = []
    for at in range(len(found) + 1):
        if at < len(found) and not reasons[at] and _is_repeated(found[at], history):
            run.append(at)
            continue
        counts = [found[place].text.count(" ") + 1 for place in run]
        if sum(counts) >= (_REPEATED_WORDS if len(run) > 1 else _REPEATED_ALONE):
            for place in run:
                reasons[place] = "quoted"
        run = []


def _is_repeated(one: Sentence, history: History) -> bool:
    return one.text.count(" ") >= _WORDS_TO_LOOK - 1 and history.holds(one.text)


def _mark_below_closing(found: Sequence[Sentence], reasons: list[str | None]) -> None:
    """Mark the short lines below "Best wishes," as the signature."""
    tail = [at for at in range(len(found)) if not reasons[at]][-_MOST_LINES:]
    for back, at in enumerate(reversed(tail)):
        if found[at].kind == "closing":
            for place in tail[len(tail) - back :]:
                reasons[place] = "signature"
            return
        if not _is_short(found[at]):
            return


def _is_short(one: Sentence) -> bool:
    """Tell whether it may be a line of a signature: a name, a title, an address, a number."""
    said = _WORD.findall(one.text.casefold())
    if not said or len(said) > _MOST_WORDS or one.text[-1] in "!?:":
        return not said
    return said[-1] in words("reading", "signature", "roles") or words("reading", "signature", "spoken").isdisjoint(
        said
    )


def _mark_names(body: str, found: Sequence[Sentence], reasons: list[str | None]) -> None:
    """Mark the names at the end, but never the whole message, nor the title above an address."""
    for at in reversed([at for at in range(len(found)) if not reasons[at]][1:]):
        one, before = found[at], found[at - 1]
        alone = one.paragraph != before.paragraph or before.kind == "closing" or reasons[at - 1] is not None
        own_line = alone or not body[before.end : one.start].isspace() or "\n" in body[before.end : one.start]
        is_name = _INITIALS.match(one.text) or (own_line and is_signature(one.text, alone=alone))
        if one.kind == "closing" or not is_name or _ADDRESS.match(body, one.end):
            return
        reasons[at] = "signature"


def _true_closings(kept: Sequence[Sentence]) -> list[Sentence]:
    """Let "Thanks" close a message only where nothing follows it and something comes before."""
    last = len(kept) - 1
    return [
        replace(one, kind="prose") if one.kind == "closing" and (at < last or at == 0) else one
        for at, one in enumerate(kept)
    ]
