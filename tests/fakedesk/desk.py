"""The server's inside: one account that answers requests. `FakeDesk.start()` puts it on a port."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.fakedesk import (
    api_account,
    api_bulk,
    api_fields,
    api_lists,
    api_rules,
    api_tickets,
    api_webhooks,
    routing,
    seed,
    shapes,
)
from tests.fakedesk.auth import Auth
from tests.fakedesk.errors import ApiError, no_endpoint, unauthenticated
from tests.fakedesk.faults import Faults
from tests.fakedesk.jobs import Jobs
from tests.fakedesk.journal import Journal
from tests.fakedesk.limits import Limits
from tests.fakedesk.options import Options
from tests.fakedesk.people import People
from tests.fakedesk.routing import Call, Request, Response
from tests.fakedesk.server import serve
from tests.fakedesk.store import Store
from tests.fakedesk.triggers import Triggers
from tests.fakedesk.webhooks import Hook, Webhooks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.fakedesk.auth import Principal

ENDPOINTS = (api_account, api_bulk, api_fields, api_lists, api_rules, api_tickets, api_webhooks)
"""Importing them fills the routing table."""
ME = ("/api/v2/users/me", "/api/v2/users/me.json")


class FakeDesk:
    """A Zendesk account. `people` act, `faults` break, `webhooks` announce, `journal` remembers."""

    def __init__(
        self,
        options: Options | None = None,
        *,
        journal: Path | None = None,
        hooks: Sequence[Hook] = (),
        fault_seed: int = 0,
    ) -> None:
        self.options = options or Options()
        self.journal = Journal(journal)
        self.store = Store(self.options, self.journal)
        self.clock = self.store.clock
        self.auth = Auth(self.options, self.clock, seed.SERVICE, seed.ADMIN)
        self.limits = Limits(self.options, self.clock)
        self.faults = Faults(fault_seed)
        self.jobs = Jobs(self.options.jobs_in_flight, self.options.job_seconds)
        self.people = People(self.store)
        self.webhooks = Webhooks(self.store, list(hooks))
        self.store.listeners += [self.webhooks.changed, Triggers(self.store, self.webhooks).changed]
        self.url = ""

    def start(self, port: int = 0) -> None:
        """Listen on 127.0.0.1; `url` then says where."""
        self._server = serve(self, port)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self.webhooks.close()
        self.journal.close()

    def answer(self, request: Request) -> Response:
        """Answer one request and write it down."""
        began, user = time.monotonic(), 0
        try:
            principal = None if request.path == "/oauth/tokens" else self.auth.principal(request.authorization)
            user = principal.user_id if principal else 0
            response = self._answer(request, principal)
        except ApiError as error:
            response = Response(error.body, error.status, error.headers)
        took = round((time.monotonic() - began) * 1000, 1)
        facts = {"method": request.method, "path": request.path, "query": dict(request.query), "user": user}
        self.journal.add("request", **facts, sent=_names(request.body), status=response.status, ms=took)
        return response

    def note_violation(self, method: str, path: str) -> None:
        """Write down a request that came although its sender was told to wait."""
        if self.limits.violated(method, path, seed.SERVICE):
            self.journal.add("violation", method=method, path=path)

    def _answer(self, request: Request, principal: Principal | None) -> Response:
        if (request.method, request.path) == ("POST", "/oauth/tokens"):
            return Response(self.auth.issue(request.sent), 201)
        if principal is None:
            if request.path in ME:
                return Response({"user": shapes.anonymous()})
            raise unauthenticated()
        self.note_violation(request.method, request.path)
        headers = self.limits.admit(request.method, request.path, principal.user_id)
        try:
            self._must_be_in_plan(request.path)
            route, ids = routing.find(request.method, request.path)
            principal.must_have(route.scope)
            response = route.answer(Call(self, request, principal, ids))
        except ApiError as error:
            raise ApiError(error.status, error.body, headers | error.headers) from None
        return Response(response.body, response.status, headers | dict(response.headers))

    def _must_be_in_plan(self, path: str) -> None:
        feature = path.removeprefix("/api/v2/").partition("/")[0].removesuffix(".json")
        if feature in self.options.lacks.split():
            raise no_endpoint()


def _names(body: object) -> list[str]:
    return sorted(body) if isinstance(body, dict) else []
