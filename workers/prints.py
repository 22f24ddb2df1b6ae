"""A ticket's kind sentences as hashes, under one secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.empathy.across import Times
from workers.empathy.fingerprint import fingerprint, ticket_mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workers.empathy.across import Spot
    from workers.kind_lines import KindLines


class Prints:
    """The two fingerprints of each sentence of a ticket under a secret."""

    def __init__(self, lines: KindLines, secret: str) -> None:
        self.secret = secret
        key = secret.encode()
        self._pairs = {
            line.spot: (fingerprint(line.words, key, line.author), fingerprint(line.words, key))
            for line in lines.lines
        }
        self.all = sorted({one for pair in self._pairs.values() for one in pair})
        self._own_mark = {one: ticket_mark(one, lines.ref.key, key) for one in self.all}

    @property
    def marked(self) -> list[str]:
        """Return fingerprints and the ticket's mark beside each, by turns."""
        return [part for pair in self._own_mark.items() for part in pair]

    def times(self, marks: Mapping[str, set[str]]) -> dict[Spot, Times]:
        """Return how many other tickets are marked beside the fingerprints of each sentence."""
        others = {one: len(marks[one] - {self._own_mark[one]}) for one in self.all}
        return {spot: Times(others[own], others[desk]) for spot, (own, desk) in self._pairs.items()}
