"""The demo's people at work, over HTTP as their browsers would: one resolves a ticket, one looks for its note."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import requests

from integrations.django_helpdesk import marks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from integrations.django_helpdesk.demo.story import Person

RESOLVED = 3
SOLVED = (3, 4)
TIMEOUT = 20
Json = dict[str, Any]


class Agent:
    """Someone who works on the desk, by its REST API."""

    def __init__(self, desk_url: str, person: Person) -> None:
        self._url = desk_url
        self._http = requests.Session()
        self._http.trust_env = False  # no proxy on the way to this machine
        self._http.auth = (person.username, person.password)

    def is_there(self, path: str = "/login/") -> bool:
        """Say whether the desk answers."""
        return answers(f"{self._url}{path}")

    def resolve(self, ticket: int, reply: str) -> None:
        """Answer the customer and resolve the ticket, unless that was done before."""
        if self._ticket(ticket)["status"] not in SOLVED:
            body = {"ticket": ticket, "comment": reply, "public": True, "new_status": RESOLVED}
            self._http.post(f"{self._url}/api/followups/", json=body, timeout=TIMEOUT).raise_for_status()

    def note(self, ticket: int) -> str | None:
        """Return Heard's note once everything that belongs to it is there; the version field is written last."""
        found = self._ticket(ticket)
        notes = [
            turn["comment"]
            for turn in found["followup_set"]
            if not turn["public"] and turn["title"] == marks.NOTE_TITLE
        ]
        return notes[-1] if notes and found["custom_empathy_version"] else None

    def solved_without_result(self) -> Iterator[tuple[Json, int]]:
        """Yield the solved tickets that Heard has not read, each with the follow-up that solved it."""
        pages = f"{self._url}/api/tickets/?status=3,4&page_size=100"
        answer = self._http.get(pages, timeout=TIMEOUT)
        answer.raise_for_status()
        for ticket in answer.json()["results"]:
            solving = [turn["id"] for turn in ticket["followup_set"] if turn["new_status"] in SOLVED]
            if solving and not ticket["custom_empathy"]:
                yield ticket, solving[-1]

    def _ticket(self, ticket: int) -> Json:
        answer = self._http.get(f"{self._url}/api/tickets/{ticket}/", timeout=TIMEOUT)
        answer.raise_for_status()
        found: Json = answer.json()
        return found


def announce(hook_url: str, ticket: Json, follow_up: int) -> None:
    """Send what the desk would have sent when the ticket was solved: the seed was written past its webhook."""
    with requests.Session() as http:
        http.trust_env = False
        http.post(hook_url, json={"ticket": ticket, "followup_id": follow_up}, timeout=TIMEOUT).raise_for_status()


def answers(url: str) -> bool:
    """Say whether an address answers with success."""
    with requests.Session() as http:
        http.trust_env = False
        try:
            return http.get(url, timeout=TIMEOUT).ok
        except requests.RequestException:
            return False


def customer_page(desk_url: str, desk: Path, ticket: int) -> str:
    """Return the address that the desk mails to the customer, with its key."""
    query = """select q.slug, t.submitter_email, t.secret_key from helpdesk_ticket t
               join helpdesk_queue q on q.id = t.queue_id where t.id = ?"""
    with closing(sqlite3.connect(desk / "desk.sqlite3", timeout=TIMEOUT)) as database:
        slug, email, key = database.execute(query, (ticket,)).fetchone()
    return f"{desk_url}/view/?{urlencode({'ticket': f'{slug}-{ticket}', 'email': email, 'key': key})}"
