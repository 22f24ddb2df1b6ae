"""How an idea is worded: a kind sentence and, where the ticket allows it, one that the agent could have written."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from workers.empathy.data import table, words
from workers.empathy.model import Idea
from workers.empathy.signals import says
from workers.empathy.told_back import told_back, topics

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workers.empathy.context import Reply
    from workers.empathy.weigh import Weighed

MOST_WORDS = 12


def cut(quote: str) -> str:
    """Return a quote on one line, cut after a word with "…" where it is long."""
    words = quote.split()
    return " ".join(words) if len(words) <= MOST_WORDS else " ".join(words[:MOST_WORDS]).rstrip(",;:") + "…"


def phrase(slug: str, replies: Sequence[Reply], culprit: Weighed | None) -> Idea:
    """Return the idea in words. `culprit` is the anti-marker that it is about, if it is about one."""
    lines = table("en/advice")[slug]
    known = _known(replies, culprit)
    special = lines.get(culprit.marker) if culprit else None
    if special is None and "felt" in known:
        special = lines.get("with_felt")
    felt = f"_{replies[-1].before.feeling.kind}" if "felt" in known else ""
    names = (f"example_told{felt}", "example_told", f"example{felt}", "example_with_wrong", "example")
    example = next((filled for name in names if (filled := _filled(lines.get(name), known))), None)
    return Idea(slug, _filled(special or lines["sentence"], known) or lines.get("plain", lines["sentence"]), example)


def _filled(template: str | None, known: Mapping[str, str]) -> str | None:
    """Return the template filled, or None where the ticket lacks what it needs."""
    try:
        return template.format_map(known) if template else None
    except KeyError:
        return None


def _known(replies: Sequence[Reply], culprit: Weighed | None) -> dict[str, str]:
    """Return what a template may use. Of the customer: the words of a feeling, and words from closed lists.

    To the bereaved nothing is told back: "you have trouble with the account" would be the wrong words for a death.
    """
    before = replies[-1].before
    known = {"quote": cut(culprit.evidence().quote)} if culprit else {}
    named = [mention.quote for mention in before.feeling.mentions if mention.named]
    if before.upset and named:
        known["felt"] = cut(named[0])
    if any(says("grave", line) for line in before.lines()):
        return known
    if said := told_back(before):
        known["told"] = said
    things = Counter(word for line in before.lines() for word in line.words if word in topics())
    if things:
        known["topic"] = max(things, key=lambda thing: things[thing])
        about = [line for line in before.lines() if known["topic"] in line.words]
        wrong = [word for line in about for word in line.words if word in words("en/advice", "wrong", "words")]
        known |= {"wrong": wrong[0]} if wrong else {}
    return known
