"""Signed webhooks: when they fire, how they are signed, how often they are tried."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from tests.fakedesk import FakeDesk, Hook, Options, seed

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "s3cret"


class Receiver(ThreadingHTTPServer):
    """Answers with the statuses given, the last one for ever; keeps what came."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: list[tuple[int, str]] = [(202, "")]
        self.came: list[tuple[dict[str, str], bytes]] = []
        self.arrived = Event()
        self.url = f"http://127.0.0.1:{self.server_port}/webhooks/acme"

    def wait_for(self, count: int) -> None:
        while len(self.came) < count:
            assert self.arrived.wait(10), f"{len(self.came)} of {count} came"
            self.arrived.clear()


class Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status, retry_after = self.server.answers.pop(0) if len(self.server.answers) > 1 else self.server.answers[0]
        self.server.came.append(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(status)
        if retry_after:
            self.send_header("Retry-After", retry_after)
        self.send_header("Content-Length", "0")
        self.end_headers()
        self.server.arrived.set()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def hooked(receiver: Receiver) -> Iterator[FakeDesk]:
    desk = FakeDesk(Options(webhook_pause_scale=0), hooks=[Hook(receiver.url, SECRET)])
    desk.start()
    yield desk
    desk.stop()


def solve(desk: FakeDesk) -> int:
    ticket = desk.people.open_ticket()
    desk.people.agent_replies(ticket, status="solved")
    return ticket


def test_a_solve_is_announced_once_and_signed(hooked: FakeDesk, receiver: Receiver) -> None:
    ticket = solve(hooked)
    receiver.wait_for(1)
    headers, body = receiver.came[0]
    assert json.loads(body) == {"ticket_id": str(ticket)}
    moment = headers["x-zendesk-webhook-signature-timestamp"]
    digest = hmac.new(SECRET.encode(), moment.encode() + body, hashlib.sha256).digest()
    assert headers["x-zendesk-webhook-signature"] == base64.b64encode(digest).decode()
    assert headers["x-zendesk-account-id"] == "22129848"
    assert {"x-zendesk-webhook-id", "x-zendesk-webhook-invocation-id"} <= headers.keys()


def test_only_a_change_to_solved_fires_the_trigger(desk: FakeDesk) -> None:
    ticket = solve(desk)
    desk.people.set_field(ticket, 360099, "product_app")
    desk.people.agent_replies(ticket, "Just for us.", public=False)
    desk.people.set_status(ticket, "solved")
    assert len(desk.webhooks.outbox) == 1
    desk.people.customer_replies(ticket, "No.")
    desk.people.set_status(ticket, "solved")
    desk.people.set_status(ticket, "closed")
    assert len(desk.webhooks.outbox) == 2


def test_events_say_what_changed_and_who_did_it() -> None:
    kinds = ("status_changed", "comment_added", "tags_changed", "custom_field_changed")
    desk = FakeDesk(hooks=[Hook(kind="event", events=kinds)])
    ticket = solve(desk)
    desk.people.set_field(ticket, 360099, "product_app")
    desk.people.set_status(ticket, "closed")
    bodies = [json.loads(sent.body) for sent in desk.webhooks.outbox]
    assert [body["type"].rpartition(".")[2] for body in bodies] == [
        *("comment_added", "status_changed", "comment_added", "status_changed"),
        *("tags_changed", "custom_field_changed", "status_changed"),
    ]
    solved = bodies[3]
    assert (solved["event"]["current"], solved["event"]["previous"]) == ("SOLVED", "OPEN")
    assert (solved["detail"]["id"], solved["detail"]["actor_id"]) == (str(ticket), str(seed.MAYA))
    assert solved["detail"]["status"] == "SOLVED"
    assert bodies[-1]["event"]["current"] == "CLOSED"
    desk.webhooks.close()


@pytest.mark.parametrize(
    ("answers", "attempts"),
    [
        ([(503, "30"), (202, "")], 2),
        ([(429, "1"), (202, "")], 2),
        ([(409, "")], 4),
        ([(503, "60")], 1),
        ([(503, "")], 1),
        ([(500, "")], 1),
        ([(401, "")], 1),
    ],
)
def test_zendesks_retries(
    hooked: FakeDesk, receiver: Receiver, answers: list[tuple[int, str]], attempts: int
) -> None:
    receiver.answers = answers
    solve(hooked)
    receiver.wait_for(attempts)
    hooked.webhooks.pool.shutdown(wait=True)
    sent = hooked.journal.entries("webhook")
    assert [entry["attempt"] for entry in sent] == list(range(1, attempts + 1))
    assert len({entry["invocation"] for entry in sent}) == 1


def test_duplicates_on_command(hooked: FakeDesk, receiver: Receiver) -> None:
    ticket = solve(hooked)
    assert hooked.webhooks.repeat(ticket, 2) == 2
    assert hooked.webhooks.repeat(ticket, 1, same_invocation=True) == 1
    receiver.wait_for(4)
    assert {body for _, body in receiver.came} == {
        json.dumps({"ticket_id": str(ticket)}, separators=(",", ":")).encode()
    }
    assert len({headers["x-zendesk-webhook-invocation-id"] for headers, _ in receiver.came}) == 3


def test_nobody_listening_is_not_tried_again() -> None:
    desk = FakeDesk(hooks=[Hook("http://127.0.0.1:9/", SECRET)])
    solve(desk)
    desk.webhooks.pool.shutdown(wait=True)
    assert [entry["status"] for entry in desk.journal.entries("webhook")] == [0]
