"""The wire: Zendesk's REST API, one method per call."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from integrations.errors import Surprise
from integrations.http import Http, Limits
from integrations.tame import Wild, expect
from integrations.zendesk import shape
from integrations.zendesk.auth import credential
from integrations.zendesk.refusals import StaleToken, explain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import TypeVar

    from config.accounts import Account
    from integrations.http import Answer
    from integrations.ports import Gate

    Known = TypeVar("Known")

API = "api/v2"
PAGE_SIZE = "100"
LIMITS = Limits(size=24 * 2**20)
"""A hundred comments, each of up to 64 KB and sent three times over (body, html_body, plain_body)."""
MOST_PAGES = 60
"""A ticket has 5,000 comments at most; a list without end is a mistake."""
MOST_EXPORT_PAGES = 1000
_USED_UP = re.compile(r"remaining=0;\s*resets=([0-9]{1,5})")


class Client:
    """The calls of one account; every method may raise a HelpdeskError."""

    def __init__(self, account: Account, gate: Gate, limits: Limits = LIMITS) -> None:
        self._gate = gate
        self._http = Http(account.url, gate, explain=explain, limits=limits)
        self._credential = credential(account, self._http)

    def ticket(self, ticket_id: str) -> shape.RawTicket:
        """Return a ticket without its comments."""
        answer = self._call("GET", f"tickets/{ticket_id}")
        return expect(lambda raw: shape.ticket(raw["ticket"]), answer.json, "body")

    def comments(self, ticket_id: str) -> shape.Comments:
        """Return all comments of a ticket with their authors."""
        pages = list(self._pages(f"tickets/{ticket_id}/comments", shape.comments, {"include": "users"}))
        return shape.Comments(
            comments=tuple(comment for page in pages for comment in page.comments),
            users={user_id: user for page in pages for user_id, user in page.users.items()},
        )

    def conversation_log(self, ticket_id: str) -> Sequence[shape.RawEvent]:
        """Return all turns of a chat, and the ticket's comments among them."""
        pages = self._pages(f"tickets/{ticket_id}/conversation_log", each("events", shape.event))
        return [event for page in pages for event in page]

    def heard_keys(self, ticket_id: str) -> frozenset[str]:
        """Return the annotation keys in the metadata of a ticket's audits."""
        return frozenset().union(*self._pages(f"tickets/{ticket_id}/audits", shape.heard_keys))

    def update(self, ticket_id: str, ticket: Mapping[str, object]) -> shape.Updated:
        """Change a ticket; all or nothing."""
        return expect(shape.updated, self._call("PUT", f"tickets/{ticket_id}", body={"ticket": ticket}).json, "body")

    def change_tags(self, ticket_id: str, add: Sequence[str], remove: Sequence[str]) -> shape.Job:
        """Let a background job add and remove tags: the one change that a closed ticket takes."""
        wanted = {"additional_tags": list(add), "remove_tags": list(remove)}
        body = {"ticket": {name: tags for name, tags in wanted.items() if tags}}
        answer = self._call("PUT", "tickets/update_many", query={"ids": ticket_id}, body=body)
        return expect(shape.job, answer.json, "body")

    def job(self, job_id: str) -> shape.Job:
        """Return a background job as it stands."""
        return expect(shape.job, self._call("GET", f"job_statuses/{job_id}").json, "body")

    def search(self, query: str) -> Iterator[shape.RawTicket]:
        """Yield every ticket that a search finds, in no order that helps."""
        wanted = {"filter[type]": "ticket", "query": query}
        for page in self._pages("search/export", each("results", shape.ticket), wanted, MOST_EXPORT_PAGES):
            yield from page

    def me(self) -> shape.RawUser:
        """Return the user that we are; a user without an id when nobody knows us, with status 200."""
        return expect(lambda raw: shape.user(raw["user"]), self._call("GET", "users/me").json, "body")

    def count_tickets(self) -> None:
        """Ask something that only an agent gets an answer to."""
        self._call("GET", "tickets/count")

    def ticket_fields(self) -> Mapping[str, shape.RawField]:
        """Return the account's ticket fields by id."""
        pages = self._pages("ticket_fields", each("ticket_fields", shape.field))
        return {field.id: field for page in pages for field in page}

    def _pages(
        self,
        path: str,
        read: Callable[[Wild], Known],
        query: Mapping[str, str] | None = None,
        most: int = MOST_PAGES,
    ) -> Iterator[Known]:
        """Yield page after page; by cursor, never by the address in the answer."""
        wanted = {"page[size]": PAGE_SIZE, **(query or {})}
        seen: set[str] = set()
        while len(seen) < most:
            answer = self._call("GET", path, query=wanted)
            yield expect(read, answer.json, "body")
            cursor = expect(_next_cursor, answer.json, "body")
            if cursor is None:
                return
            if cursor in seen:
                raise Surprise(f"GET {path}: a list that goes round in circles")
            seen.add(cursor)
            wanted["page[after]"] = cursor
        raise Surprise(f"GET {path}: a list of more than {most} pages")

    def _call(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, object] | None = None,
    ) -> Answer:
        """Send a request; one that is refused for its token changed nothing, so it is sent again with a new one."""
        path = f"{API}/{path}"
        try:
            answer = self._http.call(method, path, query=query, body=body, headers=self._credential.headers())
        except StaleToken:
            if not self._credential.renew():
                raise
            answer = self._http.call(method, path, query=query, body=body, headers=self._credential.headers())
        self._spare(answer.headers)
        return answer

    def _spare(self, headers: Mapping[str, str]) -> None:
        """Shut the gate when a limit is used up, before the next call would be refused."""
        for name, value in headers.items():
            if name.startswith("zendesk-ratelimit-") and (found := _USED_UP.search(value)):
                self._gate.shut(float(found.group(1)))
        if headers.get("ratelimit-remaining", headers.get("x-rate-limit-remaining")) == "0":
            reset = headers.get("ratelimit-reset", "")
            self._gate.shut(float(reset) if re.fullmatch(r"[0-9]{1,5}", reset) else 1.0)


def each(name: str, read: Callable[[Wild], Known]) -> Callable[[Wild], Sequence[Known]]:
    """Return a reading of the list of that name."""
    return lambda raw: [read(item) for item in raw[name].each()]


def _next_cursor(raw: Wild) -> str | None:
    """Return where the next page begins, None after the last one; a list that is not paged says nothing."""
    if raw.get("meta", "has_more").value is not True:
        return None
    return raw["meta"]["after_cursor"].text() or None
