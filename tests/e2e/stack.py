"""The product as it runs: a real Redis, gunicorn and Celery as the Procfile starts them, to be killed one by one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from config.embedded_broker import Broker, start_broker
from config.procfile import our_programs_first, read_procfile, shell_command
from integrations.django_helpdesk.demo.people import answers
from tests.machine import ROOT, eventually, free_port
from workers.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from workers.job import LedgerStats


@dataclass
class Stack:
    """Web, worker and Redis of one installation; each can be stopped hard and started again."""

    data: Path
    environment: dict[str, str]
    broker: Broker
    port: int
    redis_port: int
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, name: str, *, wait: bool = True) -> None:
        """Run a line of the Procfile in a process group of its own; `worker.2` is a second one of `worker`."""
        log = (self.data / f"{name}.log").open("ab")
        with log:
            said = log.tell()
            self.processes[name] = subprocess.Popen(
                shell_command(name, read_procfile()[name.partition(".")[0]], self.environment).arguments,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        if wait:
            eventually(lambda: self._is_up(name, said), f"{name} is up, see {log.name}")

    def kill(self, name: str) -> None:
        """SIGKILL the process and all its children at once."""
        process = self.processes.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)

    def stop(self, name: str) -> int:
        """SIGTERM the parent, as a host does; return its exit status."""
        process = self.processes.pop(name)
        process.terminate()
        return process.wait(40)

    def kill_redis(self) -> None:
        assert self.broker.pid
        os.kill(self.broker.pid, signal.SIGKILL)
        self.broker.stop()  # only reaps what is dead

    def start_redis(self) -> None:
        self.broker = start_broker(self.data / "redis", environ={"PATH": os.environ["PATH"]}, port=self.redis_port)

    def stats(self) -> LedgerStats:
        with closing(Ledger.connect(self.broker.url)) as ledger:
            return ledger.stats()

    def log(self, name: str) -> str:
        path = self.data / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def heard(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the command line against this installation."""
        command = [sys.executable, "-m", "config.cli", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=60, check=False
        )

    def _is_up(self, name: str, said: int) -> bool:
        """Say whether it is at work; what its log said before this start does not count."""
        return answers(f"{self.url}/healthz") if name == "web" else "ready" in self.log(name)[said:]


@contextmanager
def running(
    data: Path, accounts: str, secrets: Mapping[str, str], port: int = 0, *, redis_port: int = 0, workers: int = 1
) -> Iterator[Stack]:
    """Start everything with these accounts (TOML); stop it at the end, and leave no process behind."""
    data.mkdir(parents=True, exist_ok=True)
    (data / "accounts.toml").write_text(accounts)
    port, redis_port = port or free_port(), redis_port or free_port()
    broker = start_broker(data / "redis", environ={"PATH": os.environ["PATH"]}, port=redis_port)
    environment = our_programs_first({"PATH": os.environ["PATH"]}) | {
        "HOME": str(data),
        "LANG": "C.UTF-8",
        "REDIS_URL": broker.url,
        "HEARD_ACCOUNTS_FILE": str(data / "accounts.toml"),
        "HEARD_BIND": "127.0.0.1",
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
        "HEARD_WORKERS": "2",
        **secrets,
    }
    stack = Stack(data, environment, broker, port, redis_port)
    try:
        stack.start("web")
        for number in range(1, workers + 1):
            stack.start("worker" if number == 1 else f"worker.{number}")
        yield stack
    finally:
        for name in tuple(stack.processes):
            stack.kill(name)
        stack.broker.stop()
