"""The forms of English verbs, so that a class of verbs is written once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

HISSING = ("s", "sh", "ch", "x", "z", "o")
VOWELS = frozenset("aeiou")
BEFORE_THE_VERB = frozenset({"double", "right"})


@dataclass(frozen=True, slots=True)
class Verbs:
    """What the rules of spelling do not give: irregular pasts, and verbs that double their last letter."""

    irregular: Mapping[str, str]
    doubling: frozenset[str]

    def forms(self, phrase: str, form: str) -> tuple[str, ...]:
        """Return the phrase with its verb as "s", "past" (past and participle) or "ing".

        The verb is the first word, or the second of `double check`.
        """
        words = phrase.split()
        at = 1 if words[0] in BEFORE_THE_VERB else 0
        made = {"s": self._s, "past": self._past, "ing": self._ing}[form](words[at])
        return tuple(" ".join([*words[:at], one, *words[at + 1 :]]) for one in made.split())

    def _past(self, verb: str) -> str:
        if verb in self.irregular:
            return self.irregular[verb]
        if verb.endswith("e"):
            return f"{verb}d"
        return f"{verb[:-1]}ied" if _consonant_y(verb) else f"{self._stem(verb)}ed"

    def _ing(self, verb: str) -> str:
        silent = verb.endswith("e") and not verb.endswith(("ee", "ye", "oe"))
        return f"{verb[:-1] if silent else self._stem(verb)}ing"

    def _stem(self, verb: str) -> str:
        return f"{verb}{verb[-1]}" if verb in self.doubling else verb

    @staticmethod
    def _s(verb: str) -> str:
        if _consonant_y(verb):
            return f"{verb[:-1]}ies"
        return f"{verb}es" if verb.endswith(HISSING) else f"{verb}s"


def _consonant_y(verb: str) -> bool:
    return verb.endswith("y") and verb[-2:-1] not in VOWELS
