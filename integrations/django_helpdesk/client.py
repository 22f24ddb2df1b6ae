"""The wire: django-helpdesk's REST API, one method per call."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from integrations.django_helpdesk import marks, shape
from integrations.http import Http, Limits
from integrations.tame import expect

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from config.accounts import Account
    from integrations.ports import Gate

PAGE_SIZE = 50
SOLVED = "3,4"
LIMITS = Limits(read=20.0, total=20.0)
"""Upstream reads every accessible ticket on each call; on a large desk that takes seconds."""


def authorization(account: Account) -> str:
    """Return the header of a REST framework token or of a name and password."""
    if "token" in account.secrets:
        return f"Token {account.secrets['token'].reveal()}"
    pair = f"{account.options['username']}:{account.secrets['password'].reveal()}"
    return "Basic " + b64encode(pair.encode()).decode()


class Client:
    """The calls of one account."""

    def __init__(self, account: Account, gate: Gate) -> None:
        headers = {"Authorization": authorization(account)}
        self._http = Http(f"{account.url.rstrip('/')}/api/", gate, headers=headers, limits=LIMITS)

    def ticket(self, ticket_id: str) -> shape.RawTicket:
        """Return a ticket with its follow-ups and custom fields."""
        return expect(shape.ticket, self._http.call("GET", f"tickets/{ticket_id}/").json, "ticket")

    def solved(self) -> Iterator[shape.RawTicket]:
        """Yield every resolved and closed ticket; by number, as `next` names the host that the server believes in."""
        page, more = 1, True
        while more:
            query = {"status": SOLVED, "page_size": str(PAGE_SIZE), "page": str(page)}
            found = expect(shape.page, self._http.call("GET", "tickets/", query=query).json, "page")
            yield from found.tickets
            page, more = page + 1, found.more

    def describe_fields(self) -> Mapping[str, shape.Field]:
        """Return what a ticket's fields take, as the API describes itself."""
        return expect(shape.description, self._http.call("OPTIONS", "tickets/").json, "options")

    def add_placeholder(self, ticket_id: int) -> shape.FollowUp:
        """Add a private follow-up that changes nothing that a customer can see."""
        body = {"ticket": ticket_id, "public": False, "comment": marks.PLACEHOLDER, "time_spent": marks.TIME_SPENT}
        return expect(shape.follow_up, self._send("POST", "followups/", body), "followup")

    def fill_follow_up(self, follow_up_id: int, title: str, text: str) -> None:
        """Give a private follow-up its text."""
        self._send("PATCH", f"followups/{follow_up_id}/", {"title": title, "comment": text, "public": False})

    def set_fields(self, ticket_id: int, fields: Mapping[str, str]) -> None:
        """Set custom fields."""
        if fields:
            self._send("PATCH", f"tickets/{ticket_id}/", fields)

    def restore_resolution(self, ticket_id: int, resolution: str) -> None:
        """Give a ticket the resolution back that it had."""
        self._send("PATCH", f"tickets/{ticket_id}/", {"resolution": resolution})

    def _send(self, method: str, path: str, body: Mapping[str, object]) -> object:
        return self._http.call(method, path, body=body).json
