"""The line does what its weather says."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from tests.reliability.proxy import Proxy, line

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORT = 0.3


@pytest.fixture
def heard() -> list[bytes]:
    return []


@pytest.fixture
def proxy(heard: list[bytes]) -> Iterator[Proxy]:
    """Give a line to a server that answers everything with itself."""

    def answer(connection: socket.socket) -> None:
        with connection, suppress(ConnectionError):
            while data := connection.recv(100):
                heard.append(data)
                connection.sendall(data)

    def accept() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(connection,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=accept, daemon=True).start()
        with line(server.getsockname()[1]) as opened:
            yield opened
        server.shutdown(socket.SHUT_RDWR)


def connect(proxy: Proxy) -> socket.socket:
    return socket.create_connection(("127.0.0.1", proxy.port), timeout=10)


def ask(connection: socket.socket) -> bytes:
    connection.sendall(b"ping")
    return connection.recv(100)


def test_in_fair_weather_everything_passes(proxy: Proxy) -> None:
    with connect(proxy) as one, connect(proxy) as other:
        assert (ask(one), ask(other), ask(one)) == (b"ping",) * 3


def test_a_cut_resets_what_is_open_and_what_comes(proxy: Proxy) -> None:
    with connect(proxy) as open_before:
        ask(open_before)
        proxy.weather.cut = True
        with pytest.raises(ConnectionError):
            open_before.recv(100)
        with connect(proxy) as opened_after, pytest.raises(ConnectionError):
            opened_after.recv(100)


def test_a_silent_line_stays_open_and_dead_but_new_ones_work_afterwards(proxy: Proxy) -> None:
    with connect(proxy) as caught, connect(proxy) as afterwards:
        ask(caught)
        proxy.weather.silent = True
        caught.settimeout(SHORT)
        with pytest.raises(TimeoutError):
            ask(caught)
        proxy.weather.silent = False
        with pytest.raises(TimeoutError):
            ask(caught)
        afterwards.close()
    with connect(proxy) as fresh:
        assert ask(fresh) == b"ping"


def test_a_lost_answer_belongs_to_a_request_that_arrived(proxy: Proxy, heard: list[bytes]) -> None:
    proxy.weather.lose_answers = 1
    with connect(proxy) as unlucky:
        unlucky.sendall(b"commit")
        with pytest.raises(ConnectionError):
            unlucky.recv(100)
    assert heard == [b"commit"]
    with connect(proxy) as lucky:
        assert ask(lucky) == b"ping"
