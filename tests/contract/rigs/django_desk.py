"""A real django-helpdesk as a rig of the contract suite."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from config.accounts import Account
from config.secret import Secret
from integrations.django_helpdesk.demo import story
from integrations.model import Inbound
from tests.contract import wire
from tests.contract.rigs import django_helpdesk
from tests.contract.rigs.base import Traits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

SECRET = "an-unguessable-key"
SOLVED, CLOSED, REOPENED = 3, 4, 2
ROBOT = story.AGENTS[-1]
"""A staff user behind whom a machine of the customer's answers."""
LISTS = {"shown"}
CHANGES_ANYWAY = re.compile(r"(?<=[>(])(now|[^<>()]* ago)(?=[<)])|(?<=csrfmiddlewaretoken\" value=\")\w+")
"""What differs between two visits to a page: "5 seconds ago", and the token of a form."""


class DjangoRig:
    """django-helpdesk behind a wire, with somebody listening to its webhooks."""

    traits: ClassVar = Traits(compares_and_swaps=False, closed_takes_note=True, dates_webhooks=False, page_size=50)
    secret = Secret(SECRET)
    missing_ticket = "999999"
    spoilt_bodies: ClassVar[Sequence[tuple[bytes, str]]] = (
        (b'{"followup_id": "7", "ticket": {"id": 1, "followup_set": []}}', "followup_id"),
        (b'{"followup_id": 7, "ticket": []}', "ticket"),
        (b'{"followup_id": 7, "ticket": {"id": "../", "followup_set": []}}', "id"),
        (b'{"followup_id": 7, "ticket": {"id": 1, "followup_set": {}}}', "followup_set"),
    )

    def __init__(self, desk: django_helpdesk.RealDesk, line: wire.Wire, came: list[Inbound]) -> None:
        self.desk = desk
        self.wire = line
        self._came = came
        self._read: dict[Path, str] = {}
        self._robot = desk.row("select id from auth_user where username = ?", ROBOT.username)[0]

    def account(self, **changes: object) -> Account:
        options = {"username": story.BOT.username, "bot_users": str(self._robot)}
        found = self.desk.account(**({"options": options} | changes))
        return Account("desk", "django_helpdesk", self.wire.url, **_details(found))

    def refused_account(self) -> Account:
        return self.account(secrets={"password": Secret("wrong-password")})

    def now(self) -> datetime:
        return datetime.now(UTC)

    def let_pass(self, seconds: float) -> None:
        """Its clock is the machine's."""

    def tidy(self) -> None:
        """Every request of its API walks through all tickets (helpdesk/views/api.py)."""
        for table in (
            "ticketchange",
            "followupattachment",
            "followup",
            "ticketcustomfieldvalue",
            "ticketcc",
            "ticket",
        ):
            self.desk.change(f"delete from helpdesk_{table}")

    def open_ticket(self, text: str = "It never came and I am worried.", subject: str = "Parcel") -> str:
        return str(self.desk.new_ticket(subject, text))

    def customer_writes(self, ticket: str, text: str) -> None:
        """As the inbound mail of django-helpdesk stores it (helpdesk/email.py)."""
        now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        self.desk.change(
            "insert into helpdesk_followup (ticket_id, title, comment, public, date, message_id, user_id)"
            " values (?, 'E-Mail Received from c@customer.example', ?, 1, ?, ?, null)",
            *(ticket, text, now, f"<{now}@customer.example>"),
        )
        self.desk.change("update helpdesk_ticket set status = ? where id = ? and status = 3", REOPENED, ticket)

    def agent_writes(self, ticket: str, text: str, *, solve: bool = False, public: bool = True) -> None:
        self.desk.reply(int(ticket), text, SOLVED if solve else None, public=public)

    def automation_writes(self, ticket: str, text: str) -> None:
        body = {"ticket": int(ticket), "comment": text, "public": True}
        self.desk.api("POST", "followups/", ROBOT, json=body)

    def close(self, ticket: str) -> None:
        self.desk.api("PATCH", f"tickets/{ticket}/", json={"status": CLOSED})

    def human_sets(self, ticket: str, field: str, value: str) -> None:
        self.desk.api("PATCH", f"tickets/{ticket}/", json={f"custom_{story.FIELDS[field]}": value})

    def human_tags(self, ticket: str, *tags: str) -> None:
        kept = sorted(tag for tag in self.tags(ticket) if "__" in tag)
        self.desk.api("PATCH", f"tickets/{ticket}/", json={"custom_tags": ", ".join([*tags, *kept])})

    def notes(self, ticket: str) -> Sequence[str]:
        found = self._raw(ticket)["followup_set"]
        bot = self.desk.row("select id from auth_user where username = ?", story.BOT.username)[0]
        return [one["comment"] for one in found if one["user"] == bot and not one["public"]]

    def customer_sees(self, ticket: str) -> str:
        (resolution,) = self.desk.row("select resolution from helpdesk_ticket where id = ?", ticket)
        page = CHANGES_ANYWAY.sub("", self.desk.customer_page(int(ticket)))
        return "\n".join([page, resolution or "", *self._mails(ticket)])

    def fields(self, ticket: str) -> Mapping[str, str | tuple[str, ...]]:
        raw = self._raw(ticket)
        held = {
            name: raw[f"custom_{field}"] for name, field in story.FIELDS.items() if name not in {"version", "tags"}
        }
        filled = {name: value for name, value in held.items() if value and value != "-"}
        return {name: _parts(value) if name in LISTS else value for name, value in filled.items()}

    def tags(self, ticket: str) -> frozenset[str]:
        return frozenset(_parts(self._raw(ticket)["custom_tags"] or ""))

    def status(self, ticket: str) -> str:
        return str(self._raw(ticket)["status"])

    def announced(self) -> Sequence[Inbound]:
        return list(self._came)

    def _mails(self, ticket: str) -> list[str]:
        """Return the mails about a ticket; each file is read once, as there are more with every test."""
        for path in set((self.desk.data / "mail").glob("*")) - self._read.keys():
            mail = message_from_bytes(path.read_bytes(), policy=default)
            self._read[path] = "\n".join([mail["Subject"], *map(str, (part.get_payload() for part in mail.walk()))])
        return [text for _, text in sorted(self._read.items()) if re.search(rf"-{ticket}\b", text)]

    def _raw(self, ticket: str) -> dict[str, Any]:
        return self.desk.api("GET", f"tickets/{ticket}/")


def _parts(value: str) -> tuple[str, ...]:
    return tuple(part for part in map(str.strip, value.split(",")) if part and part != "-")


def _details(account: Account) -> dict[str, Any]:
    return {name: getattr(account, name) for name in ("fields", "options", "secrets", "notes", "updates_per_minute")}


class Listener(ThreadingHTTPServer):
    """Takes the helpdesk's webhooks, as the receiver would see them."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Taker)
        self.came: list[Inbound] = []
        self.url = f"http://127.0.0.1:{self.server_port}/webhooks/desk?key={SECRET}"


class Taker(BaseHTTPRequestHandler):
    """Keeps one webhook."""

    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        assert json.loads(body)
        self.server.came.append(Inbound({}, dict(parse_qsl(urlsplit(self.path).query)), body))
        self.send_response(202)
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@contextmanager
def listening() -> Iterator[Listener]:
    """Run somebody who listens."""
    listener = Listener()
    Thread(target=listener.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield listener
    finally:
        listener.shutdown()
        listener.server_close()


@contextmanager
def running(data: Path) -> Iterator[DjangoRig]:
    """Start a desk in `data`, somebody who listens, and the wire; private follow-ups send mail, the harder case."""
    with (
        listening() as listener,
        django_helpdesk.running(data, listener.url, HEARD_DEMO_DESK_PRIVATE_MAIL="1") as desk,
        wire.running(desk.url) as line,
    ):
        yield DjangoRig(desk, line, listener.came)
