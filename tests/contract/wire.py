"""A small HTTP proxy before a helpdesk: what went over the wire is kept, and the line can be cut at any write.

Adapters are tested through it, so that one way of breaking things does for every helpdesk, real or look-alike.
"""

from __future__ import annotations

import http.client
import json
import socket
import struct
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NOT_A_WRITE = ("/oauth/tokens",)
"""Posted, but nothing on a ticket changes by it."""
HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "date", "server"}


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer. `path` has the query; `sent` and `received` are the raw bodies."""

    method: str
    path: str
    sent: bytes
    status: int
    received: bytes

    @property
    def is_write(self) -> bool:
        return is_write(self.method, self.path)

    @property
    def json(self) -> dict[str, Any]:
        return json.loads(self.sent or b"{}")  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that the helpdesk never gave."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b"{}"


@dataclass(slots=True)
class Wire:
    """The line to one helpdesk; `url` is what an account gets instead of the helpdesk's own."""

    target: str
    url: str = ""
    exchanges: list[Exchange] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    writes_left: int | None = None
    loses_answer: bool = False
    dead: bool = False
    instead: Answer | None = None

    def cut_after(self, writes: int, *, lose_answer: bool = False) -> None:
        """Let so many writes through, then nothing; `lose_answer` = one more arrives, but its answer does not."""
        self.writes_left, self.loses_answer, self.dead = writes, lose_answer, False

    def answer_writes(self, answer: Answer) -> None:
        """Answer every write thus, although the helpdesk carries it out."""
        self.instead = answer

    def mend(self) -> None:
        """Be an honest line again."""
        self.writes_left, self.loses_answer, self.dead, self.instead = None, False, False, None

    def writes(self, since: int = 0) -> list[Exchange]:
        return [exchange for exchange in self.exchanges[since:] if exchange.is_write]

    def allows(self, *, write: bool) -> tuple[bool, bool]:
        """Say whether a request is passed on, and whether its answer is passed back."""
        with self.lock:
            if self.dead:
                return False, False
            if not write or self.writes_left is None:
                return True, True
            self.writes_left -= 1
            self.dead = self.writes_left < 0
            return not self.dead or self.loses_answer, not self.dead


class Proxy(ThreadingHTTPServer):
    """Runs the wire."""

    daemon_threads = True
    request_queue_size = 64
    wire: Wire

    def handle_error(self, request: object, client_address: object) -> None: ...


@contextmanager
def running(target: str) -> Iterator[Wire]:
    """Run a wire to `target`."""
    server = Proxy(("127.0.0.1", 0), Handler)
    server.wire = Wire(target, f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server.wire
    finally:
        server.shutdown()
        server.server_close()


def is_write(method: str, path: str) -> bool:
    return method not in {"GET", "HEAD", "OPTIONS"} and not path.startswith(NOT_A_WRITE)


class Handler(BaseHTTPRequestHandler):
    """Passes on one connection's requests, each over a connection of its own."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Proxy

    def do_GET(self) -> None:
        wire, write = self.server.wire, is_write(self.command, self.path)
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        passes, answers = wire.allows(write=write)
        if not passes:
            self._reset()
            return
        exchange, headers = self._pass_on(wire, sent)
        wire.exchanges.append(exchange)
        if not answers:
            self._reset()
        elif write and wire.instead:
            self._answer(wire.instead.status, wire.instead.headers, wire.instead.body)
        else:
            self._answer(exchange.status, headers, exchange.received)

    do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_GET  # noqa: N815 (names given by BaseHTTPRequestHandler)

    def log_message(self, *_: object) -> None: ...

    def _pass_on(self, wire: Wire, sent: bytes) -> tuple[Exchange, Mapping[str, str]]:
        upstream = http.client.HTTPConnection(urlsplit(wire.target).netloc, timeout=20)
        try:
            headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP}
            upstream.request(self.command, self.path, sent or None, headers)
            answer = upstream.getresponse()
            received = answer.read()
        finally:
            upstream.close()
        kept = {name: value for name, value in answer.getheaders() if name.lower() not in HOP}
        return Exchange(self.command, self.path, sent, answer.status, received), kept

    def _answer(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()
