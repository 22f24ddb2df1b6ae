"""A real django-helpdesk for the tests: the demo desk in a folder of its own, and the people who use it."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from html import unescape
from typing import TYPE_CHECKING, Any

import requests

from config.accounts import Account
from config.secret import Secret
from integrations.django_helpdesk.demo import story
from integrations.django_helpdesk.demo.people import answers, customer_page
from tests.machine import ROOT, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

START_SECONDS = 30


@dataclass(frozen=True)
class RealDesk:
    """A running desk: `url` without a slash at the end, `data` its folder."""

    url: str
    data: Path

    def account(self, **changes: object) -> Account:
        """Return the account of Heard on this desk."""
        given: dict[str, Any] = {
            "fields": story.FIELDS,
            "options": {"username": story.BOT.username},
            "secrets": {"password": Secret(story.BOT.password)},
        }
        return Account("desk", "django_helpdesk", self.url, **(given | changes))

    def api(
        self, method: str, path: str, person: story.Person = story.AGENTS[0], json: object = None
    ) -> dict[str, Any]:
        """Call the REST API as a person; return the JSON."""
        url = f"{self.url}/api/{path}"
        answer = requests.request(method, url, auth=(person.username, person.password), timeout=20, json=json)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def new_ticket(self, title: str = "Parcel", text: str = "It never came and I am worried.") -> int:
        """Let a customer open a ticket; return its id."""
        body = {
            "queue": 1,
            "title": title,
            "description": text,
            "submitter_email": "c@customer.example",
            "priority": 3,
        }
        return int(self.api("POST", "tickets/", json=body)["id"])

    def reply(self, ticket: int, text: str, status: int | None = 3, *, public: bool = True) -> int:
        """Let the agent write and by default resolve; return the follow-up's id."""
        body = {"ticket": ticket, "comment": text, "public": public, "new_status": status}
        return int(self.api("POST", "followups/", json=body)["id"])

    def agent_session(self, person: story.Person = story.AGENTS[0]) -> requests.Session:
        """Log an agent in to the pages."""
        session = requests.Session()
        token = csrf(session.get(f"{self.url}/login/", timeout=20).text)
        form = {"username": person.username, "password": person.password, "csrfmiddlewaretoken": token}
        session.post(f"{self.url}/login/", data=form, timeout=20).raise_for_status()
        return session

    def agent_page(self, ticket: int) -> str:
        """Return the ticket's page as the agent sees it."""
        answer = self.agent_session().get(f"{self.url}/tickets/{ticket}/", timeout=20)
        answer.raise_for_status()
        return unescape(answer.text)

    def customer_page(self, ticket: int) -> str:
        """Return the ticket's page as the customer sees it."""
        answer = requests.get(customer_page(self.url, self.data, ticket), timeout=20)
        answer.raise_for_status()
        return unescape(answer.text)

    def row(self, query: str, *values: object) -> tuple[Any, ...]:
        """Return the first row of a query on the desk's own database."""
        with closing(sqlite3.connect(self.data / "desk.sqlite3", timeout=20)) as database:
            found: tuple[Any, ...] = database.execute(query, values).fetchone()
            return found

    def change(self, query: str, *values: object) -> None:
        """Change the desk's own database, as a human with other tools would."""
        with closing(sqlite3.connect(self.data / "desk.sqlite3", timeout=20)) as database, database:
            database.execute(query, values)

    def mails(self) -> list[str]:
        """Return the texts of all mail that the desk has sent."""
        sent = [message_from_bytes(path.read_bytes(), policy=default) for path in (self.data / "mail").glob("*")]
        return [str(p.get_content()) for mail in sent for p in mail.walk() if p.get_content_maintype() == "text"]


def csrf(page: str) -> str:
    """Return the token of a page's form."""
    found = re.search(r'csrfmiddlewaretoken" value="([^"]+)', page)
    assert found, "the page has no form"
    return found.group(1)


@contextmanager
def running(data: Path, hook_url: str = "", **environment: str) -> Iterator[RealDesk]:
    """Start a desk in `data`, wait until it answers, stop it at the end."""
    port = free_port()
    command = [sys.executable, "-m", "integrations.django_helpdesk.demo", f"--data-dir={data}", f"--port={port}"]
    log = data / "desk.log"
    data.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, f"--hook-url={hook_url}"], cwd=ROOT, env=os.environ | environment, stdout=out, stderr=out
        )
    try:
        await_answer(f"http://127.0.0.1:{port}/login/", process, log)
        yield RealDesk(f"http://127.0.0.1:{port}", data)
    finally:
        process.terminate()
        process.wait(10)


def await_answer(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the desk answers."""
    end = time.monotonic() + START_SECONDS
    while not answers(url):
        said = log.read_text(errors="replace")[-2000:]
        assert process.poll() is None, f"the desk did not start: {said}"
        assert time.monotonic() < end, f"the desk does not answer: {said}"
        time.sleep(0.1)
