"""JSON from outside as a type of its own: it gives nothing before it is asked for a kind, and names its path."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from integrations.errors import Malformed, Surprise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Known = TypeVar("Known")


@dataclass(frozen=True, slots=True, repr=False)
class Wild:
    """A JSON value that nobody has checked yet, and where it stands: `ticket.followup_set[2].id`."""

    value: object
    path: str

    def __getitem__(self, name: str) -> Wild:
        """Return a member of an object; null where it has none. Raises Malformed if this is no object."""
        return Wild(self.mapping().get(name), f"{self.path}.{name}")

    def get(self, *names: str) -> Wild:
        """Return a member some levels down; null where an object on the way is null."""
        found = self
        for name in names:
            found = Wild(None, f"{found.path}.{name}") if found.absent else found[name]
        return found

    @property
    def absent(self) -> bool:
        """Whether this is null or was not there."""
        return self.value is None

    def mapping(self) -> Mapping[str, object]:
        """Return the members of an object."""
        if not isinstance(self.value, dict):
            raise self._malformed("an object")
        return self.value

    def each(self) -> Iterator[Wild]:
        """Yield the items of an array."""
        if not isinstance(self.value, list):
            raise self._malformed("an array")
        for position, item in enumerate(self.value):
            yield Wild(item, f"{self.path}[{position}]")

    def number(self) -> int:
        """Return an integer."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise self._malformed("an integer")
        return self.value

    def listed(self) -> Iterator[Wild]:
        """Yield the items of an array, none for null."""
        return iter(()) if self.absent else self.each()

    def optional_number(self) -> int | None:
        """Return an integer, or None for null."""
        return None if self.absent else self.number()

    def text(self) -> str:
        """Return a text, "" for null."""
        if self.absent:
            return ""
        if not isinstance(self.value, str):
            raise self._malformed("a text")
        return self.value

    def moment(self) -> datetime:
        """Return a time; one without a zone counts as UTC."""
        try:
            found = datetime.fromisoformat(self.text())
        except ValueError:
            raise self._malformed("an ISO 8601 time") from None
        return found if found.tzinfo else found.replace(tzinfo=UTC)

    def _malformed(self, expected: str) -> Malformed:
        return Malformed(f"{self.path}: expected {expected}")


def expect(read: Callable[[Wild], Known], answer: object, name: str) -> Known:
    """Read an answer of a helpdesk; one that is not of the promised form is a Surprise."""
    try:
        return read(Wild(answer, name))
    except Malformed as error:
        raise Surprise(f"unexpected answer: {error}") from None


def webhook_body(raw: bytes) -> Wild:
    """Return the JSON of a webhook; raise Malformed."""
    try:
        return Wild(json.loads(raw), "body")
    except (ValueError, RecursionError):
        raise Malformed("the body is not JSON") from None
