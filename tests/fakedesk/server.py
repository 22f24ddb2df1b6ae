"""HTTP on 127.0.0.1: reads requests, lets faults strike, sends answers."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from tests.fakedesk import control
from tests.fakedesk.routing import Request, Response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.fakedesk.desk import FakeDesk
    from tests.fakedesk.faults import Fault

NOT_JSON = b"<!DOCTYPE html><title>Temporarily unavailable</title>"


class Server(ThreadingHTTPServer):
    """One thread a connection; a client that goes away is no news."""

    daemon_threads = True
    request_queue_size = 256
    desk: FakeDesk

    def handle_error(self, request: object, client_address: object) -> None: ...


def serve(desk: FakeDesk, port: int) -> Server:
    """Start serving in a thread; return the server."""
    server = Server(("127.0.0.1", port), Handler)
    server.desk = desk
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server


class Handler(BaseHTTPRequestHandler):
    """One connection, kept alive as clients with a session expect."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def do_GET(self) -> None:
        self._handle()

    do_POST = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815 (names given by BaseHTTPRequestHandler)

    def log_message(self, *_: object) -> None: ...

    def _handle(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        request = self._request(raw)
        desk = self.server.desk
        if request.path.startswith(control.PREFIX):
            self._send(control.answer(desk, request))
            return
        fault = desk.faults.due(request.method, request.path)
        if fault is None:
            self._send(desk.answer(request))
            return
        facts = {"kind": fault.kind, "method": request.method, "path": request.path}
        desk.journal.add("fault", **facts, processed=fault.after)
        desk.note_violation(request.method, request.path)
        self._strike(fault, desk.answer(request) if fault.after else None)

    def _request(self, raw: bytes) -> Request:
        parts = urlsplit(self.path)
        form = self.headers.get_content_type() == "application/x-www-form-urlencoded"
        return Request(
            method=self.command,
            path=parts.path,
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            body=dict(parse_qsl(raw.decode())) if form else _parsed(raw),
            base=f"http://{self.headers.get('Host', '127.0.0.1')}",
            authorization=self.headers.get("Authorization", ""),
        )

    def _strike(self, fault: Fault, response: Response | None) -> None:
        match fault.kind:
            case "status":
                self._refuse(fault)
            case "garbage":
                self._write(200, NOT_JSON, {"Content-Type": "text/html"})
            case "reset":
                self._reset()
            case "hang":
                time.sleep(fault.seconds)
                self.close_connection = True
            case "slow" if response:
                time.sleep(fault.seconds)
                self._send(response)
            case "truncate" if response:
                payload = _payload(response)
                self._write(response.status, payload[: len(payload) // 2], response.headers, len(payload))
                self.close_connection = True

    def _refuse(self, fault: Fault) -> None:
        headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
        if fault.retry_after is not None:
            self.server.desk.limits.shut_account(fault.retry_after)
        self._send(Response({"error": "fault on command"}, fault.status, headers))

    def _reset(self) -> None:
        """Close with RST: the client sees "connection reset by peer"."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def _send(self, response: Response) -> None:
        self._write(response.status, _payload(response), response.headers)

    def _write(self, status: int, payload: bytes, headers: Mapping[str, str], promised: int | None = None) -> None:
        self.send_response(status)
        for name, value in ({"Content-Type": "application/json; charset=utf-8"} | dict(headers)).items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(payload) if promised is None else promised))
        self.end_headers()
        self.wfile.write(payload)


def _parsed(raw: bytes) -> object:
    try:
        return json.loads(raw) if raw else None
    except ValueError:
        return None


def _payload(response: Response) -> bytes:
    return b"" if response.status == 204 else json.dumps(response.body, ensure_ascii=False).encode()
