"""A real HTTP server on this machine that fails on command."""

from __future__ import annotations

import gzip
import json
import socket
import struct
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import Message

    Behaviour = Callable[["Handler"], None]


@dataclass(frozen=True)
class Seen:
    """A request as it came in."""

    command: str
    path: str
    headers: Message
    body: bytes


class Handler(BaseHTTPRequestHandler):
    """Does what the next behaviour says; the last one stays."""

    protocol_version = "HTTP/1.1"
    server: FaultyServer

    def setup(self) -> None:
        self.server.connections += 1
        super().setup()

    def respond(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.server.seen.append(Seen(self.command, self.path, self.headers, self.rfile.read(length)))
        behaviours = self.server.behaviours
        behaviours.pop(0)(self) if len(behaviours) > 1 else behaviours[0](self)

    do_GET = do_POST = do_PUT = do_OPTIONS = respond  # noqa: N815 (names of http.server)

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def start(self, status: int, length: int | None, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()


class FaultyServer(ThreadingHTTPServer):
    """Remembers the requests that it saw, and from how many connections they came."""

    daemon_threads = True

    def __init__(self, *behaviours: Behaviour) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.behaviours = list(behaviours)
        self.seen: list[Seen] = []
        self.connections = 0
        self.released = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no news."""


@contextmanager
def serving(*behaviours: Behaviour) -> Iterator[FaultyServer]:
    server = FaultyServer(*behaviours)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def answer(status: int = 200, body: object = None, **headers: str) -> Behaviour:
    """Answer properly."""
    raw = body if isinstance(body, bytes) else json.dumps({} if body is None else body).encode()

    def behave(handler: Handler) -> None:
        handler.start(status, len(raw), **headers)
        handler.wfile.write(raw)

    return behave


def zipped(raw: bytes) -> Behaviour:
    return answer(200, gzip.compress(raw), Content_Encoding="gzip")


def reset(handler: Handler) -> None:
    """Take the request and cut the connection off with a reset."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.shutdown(socket.SHUT_RD)
    handler.close_connection = True
    handler.connection.close()


def hang(handler: Handler) -> None:
    """Take the request and say nothing until the server is closed."""
    handler.server.released.wait(10)
    handler.close_connection = True


def truncate(handler: Handler) -> None:
    """Promise more than is sent."""
    handler.start(200, 100)
    handler.wfile.write(b'{"half":')
    handler.close_connection = True


def drip(handler: Handler) -> None:
    """Send a byte now and then, always before the read timeout."""
    handler.start(200, 1_000_000)
    while not handler.server.released.is_set():
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.02)


def chunked(raw: bytes) -> Behaviour:
    def behave(handler: Handler) -> None:
        handler.start(200, None, Transfer_Encoding="chunked")
        for at in range(0, len(raw), 7):
            piece = raw[at : at + 7]
            handler.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        handler.wfile.write(b"0\r\n\r\n")

    return behave
