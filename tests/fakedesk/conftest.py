"""A fresh account for each test of the look-alike itself, and a client that speaks as Heard would."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.fakedesk import FakeDesk, Hook, Options

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Api:
    """Calls the server with the service user's API token."""

    desk: FakeDesk
    session: requests.Session

    def __call__(self, method: str, path: str, json: object = None, **changes: object) -> requests.Response:
        given: dict[str, Any] = {"auth": self.token, "timeout": 5} | changes
        return self.session.request(method, f"{self.desk.url}/api/v2/{path}", json=json, **given)

    def get(self, path: str) -> dict[str, Any]:
        answer = self("GET", path)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def put(self, ticket: int, **wanted: object) -> requests.Response:
        return self("PUT", f"tickets/{ticket}.json", {"ticket": wanted})

    @property
    def token(self) -> tuple[str, str]:
        return f"{self.desk.options.email}/token", self.desk.options.api_token


@pytest.fixture
def desk() -> Iterator[FakeDesk]:
    running = FakeDesk(Options(job_seconds=0), hooks=[Hook()])
    running.start()
    yield running
    running.stop()


@pytest.fixture
def api(desk: FakeDesk) -> Iterator[Api]:
    with requests.Session() as session:
        yield Api(desk, session)


@pytest.fixture
def solved(desk: FakeDesk) -> int:
    """A ticket that a customer opened and an agent solved ten seconds ago."""
    ticket = desk.people.open_ticket()
    desk.people.agent_replies(ticket, status="solved")
    desk.clock.advance(10)
    return ticket
