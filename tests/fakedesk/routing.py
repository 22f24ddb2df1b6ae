"""Requests, answers, and the table that says which function answers what."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakedesk.errors import bad_request, no_endpoint, not_admin

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.fakedesk.auth import Principal
    from tests.fakedesk.desk import FakeDesk

NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Request:
    """One request; `base` is the address under which the client knows this server."""

    method: str
    path: str
    query: Mapping[str, str]
    body: Any
    base: str
    authorization: str = ""

    @property
    def sent(self) -> dict[str, Any]:
        """The JSON object of the body."""
        if not isinstance(self.body, dict):
            raise bad_request("the body is not a JSON object")
        return self.body


@dataclass(frozen=True, slots=True)
class Response:
    """One answer."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Call:
    """A request with what an endpoint needs to answer it. `ids` are the parts of the path in brackets."""

    desk: FakeDesk
    request: Request
    user: Principal
    ids: tuple[str, ...]

    def must_be_admin(self) -> None:
        """Raise 403 for anyone else."""
        if self.desk.store.users[self.user.user_id].role != "admin":
            raise not_admin()

    def wanted(self, name: str) -> dict[str, Any]:
        """Return the object of that name in the body."""
        found = self.request.sent.get(name)
        if not isinstance(found, dict):
            raise bad_request(f"expected an object {name}")
        return found


@dataclass(frozen=True, slots=True)
class Route:
    """An endpoint with the scope that it takes."""

    method: str
    path: re.Pattern[str]
    scope: str
    answer: Callable[[Call], Response]


ROUTES: list[Route] = []


def route(method: str, path: str, scope: str) -> Callable[[Callable[[Call], Response]], Callable[[Call], Response]]:
    """Register an endpoint; `.json` may follow every path."""

    def register(answer: Callable[[Call], Response]) -> Callable[[Call], Response]:
        ROUTES.append(Route(method, re.compile(rf"/api/v2/{path}(\.json)?$"), scope, answer))
        return answer

    return register


def find(method: str, path: str) -> tuple[Route, tuple[str, ...]]:
    """Return the endpoint and the ids in its path; raise 404."""
    for known in ROUTES:
        found = known.path.match(path)
        if found and known.method == method:
            return known, found.groups()[: known.path.groups - 1]
    raise no_endpoint()
