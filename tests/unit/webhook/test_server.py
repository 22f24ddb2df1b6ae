"""The receiver as it is served: gunicorn as the Procfile starts it, on a Redis of its own that can be stopped."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import redis

from config.embedded_broker import start_broker
from config.procfile import read_procfile
from tests.machine import ROOT, free_port
from tests.unit.webhook.kit import ACCOUNTS, ADDRESS, CANARY, KEY, solved
from webhook.receive import LONGEST_BODY
from webhook.tally import KEY as TALLY_KEY

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.e2e

THREADS = 8
PATIENCE = 10
"""Seconds until a test gives up on an answer; the library's default would let a webhook wait for a minute."""
QUICKLY_BORED = """
from config import web_server
from config.web_server import *
web_server.SILENCE_SECONDS = 1
"""


@dataclass(frozen=True, slots=True)
class Server:
    """A receiver that runs."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path
    redis: redis.Redis

    def post(self, body: bytes, address: str = ADDRESS, **headers: str) -> tuple[int, dict[str, str], bytes]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            connection.request(
                "POST", address, body, {name.replace("_", "-"): value for name, value in headers.items()}
            )
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read()

    def status(self, body: bytes, **headers: str) -> int:
        return self.post(body, **headers)[0]

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def raw(self, *pieces: bytes) -> int:
        """Send these bytes as far as they are taken; return the answer's status."""
        with self.connect() as connection:
            try:
                for piece in pieces:
                    connection.sendall(piece)
            except OSError:
                pass  # refused before the end
            answer = connection.recv(4096)
        return int(answer.split()[1])


def head(*lines: str, address: str = ADDRESS) -> bytes:
    return "\r\n".join((f"POST {address} HTTP/1.1", "Host: x", *lines, "", "")).encode()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Start one receiver for the tests of this module; of one process, so that its threads can be used up."""
    with serving(tmp_path_factory.mktemp("receiver"), WEB_CONCURRENCY="1") as running:
        yield running


@contextmanager
def serving(data: Path, **environ: str) -> Iterator[Server]:
    (data / "accounts.toml").write_text(ACCOUNTS)
    (data / "bored.py").write_text(QUICKLY_BORED)
    line = read_procfile()["web"]
    assert "python:config.web_server" in line
    line = line.replace("python:config.web_server", f"file:{data / 'bored.py'}")
    with start_broker(data / "redis", environ={"PATH": os.environ["PATH"]}) as broker:
        port = free_port()
        environ |= {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "REDIS_URL": broker.url,
            "HEARD_ACCOUNTS_FILE": str(data / "accounts.toml"),
            "DESK_KEY": KEY,
            "PORT": str(port),
        }
        with (data / "log").open("wb") as log, redis.Redis.from_url(broker.url, decode_responses=True) as client:
            process = subprocess.Popen(["/bin/sh", "-c", f"exec env {line}"], cwd=ROOT, env=environ, stderr=log)
            running = Server(port, process, data / "log", client)
            try:
                wait_for(running)
                yield running
            finally:
                process.terminate()
                process.wait(30)


def wait_for(server: Server) -> None:
    for _ in range(300):
        try:
            server.connect().close()
        except OSError:
            assert server.process.poll() is None, server.log.read_text()
            time.sleep(0.1)
        else:
            return
    raise AssertionError(server.log.read_text())


def test_accepted_then_known(server: Server) -> None:
    assert server.status(solved(ticket=1, follow_up=101)) == 202
    assert server.status(solved(ticket=1, follow_up=101)) == 200
    assert server.redis.exists("heard:job:desk:1")


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (204, solved(status=1)),
        (400, b""),
        (400, b"[1, 2]"),
        (400, b"\x1f\x8b\x08"),
        (400, solved()[:-1]),
        (400, b"[" * 200_000),
        (400, b'{"a":' * 50_000),
        (413, b" " * (LONGEST_BODY + 1)),
    ],
)
def test_bodies(server: Server, status: int, body: bytes) -> None:
    assert server.status(body) == status


def test_a_compressed_body(server: Server) -> None:
    assert server.status(solved(), Content_Encoding="gzip") == 415


def test_a_long_body_is_refused_before_it_is_sent(server: Server) -> None:
    assert server.raw(head(f"Content-Length: {10**9}")) == 413


def test_a_body_in_chunks(server: Server) -> None:
    whole = solved(ticket=2, follow_up=102)
    chunks = [b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (whole[:10], whole[10:])]
    assert server.raw(head("Transfer-Encoding: chunked"), *chunks, b"0\r\n\r\n") == 202


def test_chunks_without_end(server: Server) -> None:
    chunk = b"4000\r\n" + b" " * 0x4000 + b"\r\n"
    assert server.raw(head("Transfer-Encoding: chunked"), *[chunk] * 100) == 413


@pytest.mark.parametrize("chunk", [b"zz\r\n{}\r\n", b"5\r\nabc", b"ffffffffffffffff\r\n{}\r\n"])
def test_chunks_that_are_none(server: Server, chunk: bytes) -> None:
    with server.connect() as connection:
        connection.sendall(head("Transfer-Encoding: chunked") + chunk)
        connection.shutdown(socket.SHUT_WR)
        assert b" 400 " in connection.recv(4096)


def test_a_body_that_breaks_off(server: Server) -> None:
    with server.connect() as connection:
        connection.sendall(head(f"Content-Length: {len(solved())}") + solved()[:-10])
        connection.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: connection.recv(4096), b""))
    assert b" 400 " in answer
    assert b"did not arrive whole" in answer


def test_a_sender_that_falls_silent_holds_no_thread(server: Server) -> None:
    silent = [server.connect() for _ in range(2 * THREADS)]
    for number, connection in enumerate(silent):
        connection.sendall(head("Content-Length: 100") if number % 2 else b"POST /webhooks/d")
    assert server.status(solved(ticket=3, follow_up=103)) == 202
    for connection in silent:
        connection.close()


@pytest.mark.parametrize(
    "request_",
    [
        head(address="/webhooks/desk?" + "k" * 3000),
        head(*[f"X-{number}: 1" for number in range(80)]),
        head("X-Long: " + "x" * 5000),
        head("Content-Length: 1", "Transfer-Encoding: chunked"),
        head("Content-Length: -1"),
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    ],
)
def test_what_is_no_sound_http_does_not_reach_us(server: Server, request_: bytes) -> None:
    assert server.raw(request_) in {400, 414, 431}


def test_redis_falls_silent(server: Server) -> None:
    """A Redis that takes connections and never answers: the worst way to be away.

    One unanswered call takes a second: if each webhook waited for its own, the last of these would wait too long.
    """
    pid = server.redis.info("server")["process_id"]
    os.kill(pid, signal.SIGSTOP)
    try:
        bodies = [solved(ticket=number, follow_up=number) for number in range(1000, 1000 + 2 * PATIENCE * THREADS)]
        with ThreadPoolExecutor(len(bodies)) as senders:
            answers = list(senders.map(server.post, bodies))
        assert {status for status, _, _ in answers} == {503}
        assert {headers["Retry-After"] for _, headers, _ in answers} == {"30"}
        assert server.post(solved(), address="/webhooks/desk?key=x")[0] == 401
    finally:
        os.kill(pid, signal.SIGCONT)
    with ThreadPoolExecutor(3 * THREADS) as senders:
        for _ in range(50):
            statuses = set(senders.map(server.status, bodies))
            if 503 not in statuses:
                break
            time.sleep(0.1)
    assert statuses <= {200, 202}


def test_it_stops_gently_counts_everything_and_logs_nothing_of_a_request(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        for number in range(40):
            server.post(solved(), address=f"/webhooks/{CANARY.replace(' ', '%20')}?key={number}")
        server.post(CANARY.encode())
        server.raw(head(address=f"{ADDRESS} x"))
        server.process.terminate()
        assert server.process.wait(30) == 0
        assert server.redis.hgetall(TALLY_KEY) == {"|401|key": "40", "desk|400|malformed": "1"}
        written = server.log.read_text()
    assert [word for word in (KEY, CANARY, CANARY.split()[1], "4711") if word in written] == []
    lines = [json.loads(line) for line in written.splitlines()]
    assert [line["status"] for line in lines if line.get("message") == "webhook"] == [401] * 40 + [400]
    assert [line["level"] for line in lines if "gunicorn/workers/base.py" in line.get("at", "")] == ["warning"]
