"""The demo's people at work, over HTTP as their browsers would: one resolves a ticket, one looks for its note."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import requests

from integrations.django_helpdesk import marks

if TYPE_CHECKING:
    from pathlib import Path

    from integrations.django_helpdesk.demo.story import Person

RESOLVED = 3
SOLVED = (3, 4)
TIMEOUT = 20
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Solved:
    """A solved ticket as the API gives it, and the follow-up that solved it."""

    ticket: Json
    follow_up: int | None


class Agent:
    """Someone who works on the desk, by its REST API."""

    def __init__(self, desk_url: str, person: Person) -> None:
        self._url = desk_url
        self._http = requests.Session()
        self._http.trust_env = False  # no proxy on the way to this machine
        self._http.auth = (person.username, person.password)

    def resolve(self, ticket: int, reply: str) -> bool:
        """Answer the customer and resolve the ticket; return False if that was done before."""
        if self._ticket(ticket)["status"] in SOLVED:
            return False
        body = {"ticket": ticket, "comment": reply, "public": True, "new_status": RESOLVED}
        self._http.post(f"{self._url}/api/followups/", json=body, timeout=TIMEOUT).raise_for_status()
        return True

    def note(self, ticket: int) -> str | None:
        """Return Heard's note once everything that belongs to it is there; the version field is written last."""
        found = self._ticket(ticket)
        notes = [
            turn["comment"]
            for turn in found["followup_set"]
            if not turn["public"] and turn["title"] == marks.NOTE_TITLE
        ]
        return notes[-1] if notes and found["custom_empathy_version"] else None

    def solved_without_result(self) -> list[Solved]:
        """Return the solved tickets that Heard has not read."""
        pages = f"{self._url}/api/tickets/?status=3,4&page_size=100"
        answer = self._http.get(pages, timeout=TIMEOUT)
        answer.raise_for_status()
        found = [
            Solved(ticket, solving(ticket)) for ticket in answer.json()["results"] if not ticket["custom_empathy"]
        ]
        return [solved for solved in found if solved.follow_up]

    def _ticket(self, ticket: int) -> Json:
        answer = self._http.get(f"{self._url}/api/tickets/{ticket}/", timeout=TIMEOUT)
        answer.raise_for_status()
        found: Json = answer.json()
        return found


def solving(ticket: Json) -> int | None:
    """Return the follow-up that solved a ticket."""
    return next((turn["id"] for turn in reversed(ticket["followup_set"]) if turn["new_status"] in SOLVED), None)


def announce(hook_url: str, solved: Solved) -> None:
    """Send what the desk would have sent when the ticket was solved: the seed was written past its webhook."""
    body = {"ticket": solved.ticket, "followup_id": solved.follow_up}
    with requests.Session() as http, suppress(requests.RequestException):  # as the desk: it does not try again
        http.trust_env = False
        http.post(hook_url, json=body, timeout=TIMEOUT)


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
