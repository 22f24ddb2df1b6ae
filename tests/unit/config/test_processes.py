"""Processes that run together end together, however that comes about."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from threading import Timer
from typing import TYPE_CHECKING

import pytest

from config.processes import Command, Ended, Processes, Told, told_to_stop
from tests.machine import ROOT, alive, eventually

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SLEEP = "import time; time.sleep(60)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
POLITE = """
import signal, sys, time
def bye(*_):
    print("put away", flush=True)
    sys.exit(0)
signal.signal(signal.SIGTERM, bye)
print("ready", flush=True)
time.sleep(60)
"""
PARENT = (
    "import subprocess, sys, time; print(subprocess.Popen([sys.executable, '-c', {child!r}]).pid, flush=True); {end}"
)
PATIENCE = 20


@pytest.fixture
def processes() -> Iterator[Processes]:
    with Processes(grace_seconds=10) as running:
        yield running


def python(name: str, code: str, log: Path | None = None) -> Command:
    return Command(name, (sys.executable, "-c", code), dict(os.environ), log)


def awaited(text: str, log: Path) -> str:
    """Return the log once it holds the text."""
    eventually(lambda: text in log.read_text(), f"{text} in {log}", PATIENCE)
    return log.read_text()


def test_the_first_that_ends_is_named_with_its_status(processes: Processes) -> None:
    processes.start(python("stays", SLEEP))
    processes.start(python("goes", "raise SystemExit(7)"))
    ended = processes.wait()
    assert ended == Ended("goes", 7)
    assert str(ended) == "goes ended with status 7"


def test_one_killed_by_a_signal_says_which(processes: Processes) -> None:
    processes.start(python("shot", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"))
    assert str(processes.wait()) == "shot was killed by SIGKILL"


def test_nothing_to_tell_while_all_run(processes: Processes) -> None:
    processes.start(python("stays", SLEEP))
    assert processes.wait(0.05) is None


def test_stopping_lets_each_put_its_things_away(processes: Processes, tmp_path: Path) -> None:
    log = tmp_path / "log"
    processes.start(python("polite", POLITE, log))
    awaited("ready", log)
    processes.stop()
    assert log.read_text() == "ready\nput away\n"
    assert processes.wait(PATIENCE) == Ended("polite", 0)


def test_who_does_not_listen_is_killed_after_the_grace(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with Processes(grace_seconds=0.1) as processes:
        processes.start(python("deaf", DEAF, log))
        awaited("deaf", log)
    assert processes.wait(PATIENCE) == Ended("deaf", -signal.SIGKILL)


def test_a_second_request_to_stop_kills_at_once(tmp_path: Path) -> None:
    log = tmp_path / "log"
    began = time.monotonic()
    with told_to_stop(), Processes(grace_seconds=3600) as processes:
        processes.start(python("deaf", DEAF, log))
        awaited("deaf", log)
        Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
    assert processes.wait(PATIENCE) == Ended("deaf", -signal.SIGKILL)
    assert time.monotonic() - began < 3600


def test_children_left_by_a_process_that_ended_are_ended_as_well(processes: Processes, tmp_path: Path) -> None:
    log = tmp_path / "log"
    processes.start(python("parent", PARENT.format(child=DEAF, end="sys.exit()"), log))
    child = int(awaited("deaf", log).split()[0])
    processes.wait()
    processes.stop()
    eventually(lambda: not alive({child}), "the child has ended", PATIENCE)


def test_output_without_a_log_comes_to_ours_with_a_name(
    processes: Processes, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    processes.start(python("web", "print('one'); print('two \\u2713'); import sys; sys.stderr.write('three')"))
    processes.wait()
    processes.stop()
    lines = capfdbinary.readouterr().out.splitlines()
    assert sorted(lines) == [b"web    | one", b"web    | three", "web    | two ✓".encode()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_interrupts_the_waiting(processes: Processes, number: signal.Signals) -> None:
    processes.start(python("stays", SLEEP))
    Timer(0.2, os.kill, (os.getpid(), number)).start()
    with pytest.raises(Told) as told, told_to_stop():
        processes.wait(PATIENCE)
    assert told.value.number == number


def test_a_run_that_outlives_its_terminal_on_purpose_goes_on() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # what nohup does
    try:
        with told_to_stop():
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent died")
def test_when_we_are_killed_outright_they_end_too(tmp_path: Path) -> None:
    log = tmp_path / "log"
    code = f"""
from config.processes import Command, Processes
import os, pathlib, sys
processes = Processes()
processes.start(Command("polite", (sys.executable, "-c", {POLITE!r}), dict(os.environ), pathlib.Path({str(log)!r})))
print(processes._running["polite"].pid, flush=True)
processes.wait()
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=ROOT) as ours:
        assert ours.stdout
        child = int(ours.stdout.readline())
        awaited("ready", log)
        ours.kill()
    eventually(lambda: not alive({child}), "the child has ended", PATIENCE)
    assert log.read_text() == "ready\nput away\n"
