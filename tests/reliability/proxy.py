"""A TCP line between two of our processes, and what can be wrong with it: slow, cut, silent, an answer lost."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.machine import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 65_536
LOOK_SECONDS = 0.05


@dataclass
class Weather:
    """What the line does now; changed from any thread, heeded from the next bytes on.

    latency       seconds that bytes take in each direction
    cut           existing connections are reset, new ones too
    silent        nothing passes any more; connections stay open, and those of this time stay silent for ever
    lose_answers  so many answers are swallowed and their connections reset, after the request has arrived
    """

    latency: float = 0.0
    cut: bool = False
    silent: bool = False
    lose_answers: int = 0


@dataclass
class Proxy:
    """A line to `target` (a port on loopback); `port` is its near end."""

    target: int
    port: int
    weather: Weather = field(default_factory=Weather)
    connections: set[Connection] = field(default_factory=set)
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)

    async def serve(self, started: threading.Event) -> None:
        """Pass connections on until the loop is stopped."""
        server = await asyncio.start_server(self._pass, "127.0.0.1", self.port)
        started.set()
        async with server:
            await server.serve_forever()

    async def _pass(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        try:
            far, on = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            _reset(back)
            return
        connection = Connection(self.weather, back, on)
        self.connections.add(connection)
        try:
            await connection.run(near, far)
        except asyncio.CancelledError:
            return  # the line is taken down; asyncio would print it
        finally:
            self.connections.discard(connection)


@dataclass(eq=False)
class Connection:
    """One connection through the line."""

    weather: Weather
    back: asyncio.StreamWriter
    on: asyncio.StreamWriter
    dead: bool = False

    async def run(self, near: asyncio.StreamReader, far: asyncio.StreamReader) -> None:
        """Pass bytes both ways until one side ends or the weather ends it."""
        ways = [self._pump(near, self.on, answers=False), self._pump(far, self.back, answers=True), self._watch()]
        tasks = [asyncio.ensure_future(way) for way in ways]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for writer in (self.back, self.on):
                writer.close()

    async def _watch(self) -> None:
        while not self.weather.cut:
            self.dead = self.dead or self.weather.silent
            await asyncio.sleep(LOOK_SECONDS)
        _reset(self.back)
        _reset(self.on)

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, answers: bool) -> None:
        with suppress(ConnectionError):
            while data := await source.read(CHUNK):
                if self.dead or self.weather.silent:
                    self.dead = True
                    await asyncio.Event().wait()  # for ever: until the other side gives up
                if self.weather.latency:
                    await asyncio.sleep(self.weather.latency)
                if answers and self.weather.lose_answers > 0:
                    self.weather.lose_answers -= 1
                    _reset(self.back)
                    return
                sink.write(data)
                await sink.drain()


@contextmanager
def line(target: int, port: int = 0) -> Iterator[Proxy]:
    """Open a line to a port on loopback; close it at the end, with its connections."""
    proxy = Proxy(target, port or free_port())
    started = threading.Event()
    thread = threading.Thread(target=_run, args=(proxy, started), name="proxy", daemon=True)
    thread.start()
    assert started.wait(10), "the proxy does not start"
    try:
        yield proxy
    finally:
        proxy.loop.call_soon_threadsafe(_stop, proxy.loop)
        thread.join(10)


def _run(proxy: Proxy, started: threading.Event) -> None:
    asyncio.set_event_loop(proxy.loop)
    with suppress(asyncio.CancelledError):
        proxy.loop.run_until_complete(proxy.serve(started))
    left = asyncio.all_tasks(proxy.loop)
    proxy.loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
    proxy.loop.close()


def _stop(loop: asyncio.AbstractEventLoop) -> None:
    for task in asyncio.all_tasks(loop):
        task.cancel()


def _reset(writer: asyncio.StreamWriter) -> None:
    """Close with RST: the other side sees "connection reset by peer"."""
    sock = writer.get_extra_info("socket")
    if sock is not None:
        with suppress(OSError):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
