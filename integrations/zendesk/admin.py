"""The wire for an admin: fields, webhooks, triggers and views; waits when it is told to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.secret import Secret
from integrations.errors import Malformed, RateLimited
from integrations.tame import Wild, expect
from integrations.zendesk.client import Client, each

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from integrations.http import Answer
    from integrations.tame import Known

PATIENCE = 5
"""How often one call may be sent away before we give up; the gate says how long to wait."""


class AdminClient(Client):
    """The calls of one account with an admin's rights; every method may raise a HelpdeskError."""

    def all_of(self, path: str, read: Callable[[Wild], Known]) -> Sequence[Known]:
        """Return everything that a list holds; its name in the answer is its path."""
        return [one for page in self._pages(path, each(path, read)) for one in page]

    def one(self, path: str, name: str, read: Callable[[Wild], Known]) -> Known:
        """Return one object."""
        return expect(lambda raw: read(raw[name]), self._call("GET", path).json, "body")

    def make(self, path: str, name: str, body: Mapping[str, object]) -> str:
        """Make an object; return its id."""
        return expect(lambda raw: _id(raw[name]["id"]), self._call("POST", path, body={name: body}).json, "body")

    def put(self, path: str, name: str, body: Mapping[str, object]) -> None:
        """Replace those properties of an object that are given."""
        self._call("PUT", path, body={name: body})

    def patch(self, path: str, name: str, body: Mapping[str, object]) -> None:
        """Likewise, where PUT would replace all of them."""
        self._call("PATCH", path, body={name: body})

    def delete(self, path: str) -> None:
        """Remove an object."""
        self._call("DELETE", path)

    def signing_secret(self, webhook_id: str) -> Secret:
        """Return what a webhook is signed with."""
        answer = self._call("GET", f"webhooks/{webhook_id}/signing_secret")
        return Secret(expect(lambda raw: _filled(raw["signing_secret"]["secret"]), answer.json, "body"))

    def _call(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, object] | None = None,
    ) -> Answer:
        """Send a request, again if we were told to wait, unless it may have been done."""
        for _ in range(PATIENCE - 1):
            try:
                return super()._call(method, path, query, body)
            except RateLimited as error:
                if error.ambiguous and method != "GET":
                    raise
        return super()._call(method, path, query, body)


def _id(raw: Wild) -> str:
    """Return an id: a number, of a webhook a text."""
    return raw.text() if isinstance(raw.value, str) else str(raw.number())


def _filled(raw: Wild) -> str:
    if not raw.text():
        raise Malformed(f"{raw.path}: expected a text")
    return raw.text()
