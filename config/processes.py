"""Runs several processes together: where one ends, or we are told to stop, or die, none of them goes on alone."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import IO, TYPE_CHECKING, Self, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

GRACE_SECONDS = 25.0
"""Time to end after SIGTERM: what a worker has in hand may be finished. Hosts give 30 s before they kill."""
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Told(Exception):
    """A signal told us to stop."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.number = number


@dataclass(frozen=True, slots=True)
class Command:
    """What to run; its output goes to `log`, or without one to our own output with its name before each line."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    log: Path | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """A process that ended; its status as `subprocess` gives it, negative after a signal."""

    name: str
    status: int

    def __str__(self) -> str:
        if self.status < 0:
            return f"{self.name} was killed by {signal.Signals(-self.status).name}"
        return f"{self.name} ended with status {self.status}"


@dataclass(frozen=True, slots=True)
class Processes:
    """The processes that were started. A context manager that stops them all; start them from the main thread."""

    grace_seconds: float = GRACE_SECONDS
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _threads: list[Thread] = field(default_factory=list)
    _ended: SimpleQueue[Ended] = field(default_factory=SimpleQueue)
    _output: Lock = field(default_factory=Lock)

    def start(self, command: Command) -> None:
        """Start a process in a group of its own, so that Ctrl-C reaches it through us alone."""
        if command.log:
            with command.log.open("ab") as log:
                process = _spawn(command, log)
        else:
            process = _spawn(command, subprocess.PIPE)
            self._in_background(self._copy, process, command.name)
        self._running[command.name] = process
        self._in_background(self._watch, process, command.name)

    def wait(self, seconds: float | None = None) -> Ended | None:
        """Return the first process that ends, or None if none has within this time."""
        try:
            return self._ended.get(timeout=seconds)
        except Empty:
            return None

    def stop(self) -> None:
        """End all of them: gently for a while, then, or when we are told once more, by force."""
        for process in self._running.values():
            process.terminate()
        with suppress(Told, subprocess.TimeoutExpired):
            deadline = time.monotonic() + self.grace_seconds
            for process in self._running.values():
                process.wait(max(0, deadline - time.monotonic()))
        for process in self._running.values():
            with suppress(ProcessLookupError, PermissionError):  # macOS says the latter of a group of zombies
                os.killpg(process.pid, signal.SIGKILL)  # the children as well, of whoever has already ended too
            process.wait()
        for thread in self._threads:
            thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _in_background(self, work: Callable[..., None], process: subprocess.Popen[bytes], name: str) -> None:
        thread = Thread(target=work, args=(process, name), daemon=True)
        thread.start()
        self._threads.append(thread)

    def _watch(self, process: subprocess.Popen[bytes], name: str) -> None:
        self._ended.put(Ended(name, process.wait()))

    def _copy(self, process: subprocess.Popen[bytes], name: str) -> None:
        with cast("IO[bytes]", process.stdout) as lines:
            for line in lines:
                with self._output, suppress(OSError):  # a terminal that is gone must not block the process
                    sys.stdout.buffer.write(f"{name:<6} | ".encode() + line)
                    sys.stdout.buffer.flush()


def _spawn(command: Command, output: IO[bytes] | int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 (our own commands)
        command.arguments,
        env=command.environment,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=end_with_parent(),  # noqa: PLW1509 (safe beside threads: see there)
    )


def end_with_parent() -> Callable[[], int] | None:
    """Return the call for a new process that asks Linux for SIGTERM when its parent dies, even by SIGKILL.

    Safe beside threads: the library is loaded before the fork, one system call is made after it. None elsewhere.
    """
    if sys.platform != "linux":
        return None
    set_parent_death_signal = 1  # linux/prctl.h
    return partial(ctypes.CDLL(None).prctl, set_parent_death_signal, signal.SIGTERM)


@contextmanager
def told_to_stop() -> Iterator[None]:
    """Let Ctrl-C, SIGTERM and the end of the terminal raise Told, in the main thread."""

    def tell(number: int, _: object) -> None:
        raise Told(number)

    wanted = [number for number in STOP_SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]  # nohup
    before = {number: signal.signal(number, tell) for number in wanted}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
