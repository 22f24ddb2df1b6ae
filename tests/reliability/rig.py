"""One installation under load: real Redis, gunicorn and Celery, a look-alike of Zendesk per account, the lines."""

from __future__ import annotations

import os
import signal
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import redis

from tests.e2e import accounts
from tests.e2e import stack as product
from tests.fakedesk import FakeDesk, Options
from tests.machine import ROOT, descendants, free_port
from tests.reliability import checks, load
from tests.reliability.proxy import Proxy, line
from tests.reliability.sender import Sender
from workers.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from tests.e2e.stack import Stack
    from tests.reliability.checks import Findings, Key
    from tests.reliability.load import Case

QUIET_SECONDS = 2.5
"""After the last job is done: what comes twice would come now."""
NEVER = 86_400
"""Seconds between reconcile passes where they must not mend what the ledger loses."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How an installation is set up for a scenario. `inside` is what it puts into the workers (`inside/`)."""

    workers: int = 2
    children: int = 2
    web_processes: int = 1
    accounts: tuple[str, ...] = ("acme",)
    settle_seconds: int = 3
    per_minute: int = 6000
    reconcile_seconds: int = NEVER
    pause_scale: float = 1.0
    inside: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Rig:
    """What a scenario holds in its hands."""

    stack: Stack
    desks: dict[str, FakeDesk]
    to_redis: Proxy
    to_desks: dict[str, Proxy]
    sender: Sender
    ledger: Ledger
    say: Callable[[str], None]
    cases: list[Case] = field(default_factory=list)
    excused: set[Key] = field(default_factory=set)
    facts: dict[str, str] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    @property
    def desk(self) -> FakeDesk:
        """The first account's."""
        return next(iter(self.desks.values()))

    @property
    def workers(self) -> list[str]:
        return [name for name in self.stack.processes if name.startswith("worker")]

    def open(self, account: str = "", subject: str = "Billing date") -> Case:
        """Let a customer open a ticket."""
        account = account or next(iter(self.desks))
        case = load.open_case(account, self.desks[account], subject)
        self.cases.append(case)
        return case

    def solve(self, case: Case, *, delay: float | None = 0.0) -> str:
        """Let an agent solve it, and its webhook go out after `delay`; None = it never does."""
        load.solve(self.desks[case.account], case)
        return "" if delay is None else self.sender.send(case.account, case.ticket, delay=delay)

    def solve_many(self, count: int, per_second: float, account: str = "") -> None:
        """Let `count` tickets be opened and solved, at an even pace."""
        began = time.monotonic()
        for number in range(count):
            time.sleep(max(0.0, began + number / per_second - time.monotonic()))
            self.solve(self.open(account))
            if number % 50 == 49:
                self.say(f"{number + 1} of {count} solved")

    def pids(self, name: str) -> list[int]:
        """Return a process of the Procfile and its children."""
        parent = self.stack.processes[name].pid
        return [parent, *descendants(parent)]

    def kill_worker(self, name: str) -> None:
        """SIGKILL a worker with its children, and start it again without waiting for it."""
        self.stack.kill(name)
        self.stack.start(name, wait=False)

    def kill_child(self, name: str) -> None:
        """SIGKILL one child of a worker's pool, if it has one just now."""
        children = self.pids(name)[1:]
        if children:
            with suppress(ProcessLookupError):
                os.kill(min(children), signal.SIGKILL)

    def stop_as_a_host(self, grace: float) -> int:
        """SIGTERM to every process of the product, twice; SIGKILL to what is left after `grace`; start them again."""
        names = list(self.stack.processes)
        pids = [pid for name in names for pid in self.pids(name)]
        for _ in range(2):
            for pid in pids:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGTERM)
            time.sleep(0.2)
        self.wait(lambda: all(self.stack.processes[name].poll() is not None for name in names), grace)
        left = [name for name in names if self.stack.processes[name].poll() is None]
        for name in names:
            self.stack.kill(name)
            self.stack.start(name, wait=False)
        return len(left)

    def dead_worker(self) -> str:
        """Return a worker whose parent process has ended; waits for one."""

        def dead() -> list[str]:
            return [name for name in self.workers if self.stack.processes[name].poll() is not None]

        assert self.wait(lambda: bool(dead()), 30), "no worker has ended"
        return dead()[0]

    def slow_desks(self, seconds: float) -> None:
        """Let what goes to the helpdesks and what comes back take so long each."""
        for proxy in self.to_desks.values():
            proxy.weather.latency = seconds

    @contextmanager
    def paused_worker(self, name: str) -> Iterator[None]:
        """SIGSTOP a worker with its children for a while: as a whole, so that nobody of it sees time pass."""
        group = self.stack.processes[name].pid
        os.killpg(group, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(group, signal.SIGCONT)

    def signal_redis(self, number: signal.Signals) -> None:
        assert self.stack.broker.pid
        os.kill(self.stack.broker.pid, number)

    def empty_redis(self) -> None:
        """Let Redis forget everything, Celery's part and ours."""
        with redis.Redis.from_url(self.stack.broker.url) as client:
            client.flushall()

    def bound_redis(self, most_bytes: int) -> None:
        """Let Redis take so much memory at most; 0 = as much as it wants."""
        with redis.Redis.from_url(self.stack.broker.url) as client:
            client.config_set("maxmemory", most_bytes)

    def settle(self, seconds: float) -> None:
        """Wait until every solved ticket is done and no job is left, and a moment longer."""
        if not self.wait(self._all_done, seconds):
            self.complaints.append(f"not settled within {seconds:.0f} s: {self.state()}")
            return
        time.sleep(QUIET_SECONDS)
        if not self.wait(self._all_done, 30):
            self.complaints.append(f"not quiet after settling: {self.state()}")

    def wait(self, check: Callable[[], bool], seconds: float) -> bool:
        """Wait until something is so; False = it was not within that time."""
        end, said = time.monotonic() + seconds, 0.0
        while not check():
            if time.monotonic() > end:
                return False
            if time.monotonic() - said > 1:
                said = time.monotonic()
                self.say(self.state())
            time.sleep(0.2)
        return True

    def state(self) -> str:
        """Say in a few words how far it is."""
        left = f"{len(self.cases) - len(self.undone())} of {len(self.cases)} done"
        try:
            stats = self.ledger.stats()
        except redis.RedisError as error:
            return f"{left}, Redis: {type(error).__name__}"
        more = f", parked {stats.parked}" if stats.parked else ""
        return f"{left}, waiting {stats.waiting}, claimed {stats.claimed}{more}"

    def undone(self) -> list[Case]:
        """Return the solved tickets that carry nothing of ours since."""
        return [
            case
            for case in self.cases
            if case.solves and case.key not in self.excused
            if checks.done_since_last_reply(self.desks[case.account].store.tickets[case.ticket]) is None
        ]

    def jobs_left(self) -> int:
        """Return how many jobs wait or are claimed; one at least while Redis does not answer."""
        try:
            stats = self.ledger.stats()
        except redis.RedisError:
            return 1
        return stats.waiting + stats.claimed

    def findings(self) -> Findings:
        """Judge the run; stops nothing."""
        found = checks.judge(self.cases, self.desks, self.sender.remembered(), self.excused)
        found.facts, found.complaints = self.facts, self.complaints + self._leaks() + self._dead()
        return found

    def _all_done(self) -> bool:
        return self.sender.idle() and not self.undone() and self.jobs_left() == 0

    def _leaks(self) -> list[str]:
        """Look for the tickets' text wherever it must not be: Redis' files, all logs."""
        files = [path for path in self.stack.data.rglob("*") if path.is_file()]
        secrets = (load.CANARY, accounts.SIGNING_SECRET, self.desk.options.client_secret)
        leaking = [path.name for path in files if any(secret.encode() in path.read_bytes() for secret in secrets)]
        return [f"a ticket's text or a secret is in {name}" for name in leaking]

    def _dead(self) -> list[str]:
        ended = {name: one.poll() for name, one in self.stack.processes.items()}
        return [
            f"{name} ended by itself with status {status}" for name, status in ended.items() if status is not None
        ]


@contextmanager
def running(settings: Settings, data: Path, seed: int, say: Callable[[str], None]) -> Iterator[Rig]:
    """Start an installation; stop it at the end, and leave no process behind."""
    say("starting")
    port, redis_port = free_port(), free_port()
    with ExitStack() as cleanup:
        desks = {name: _desk(settings, seed + number) for number, name in enumerate(settings.accounts)}
        for desk in desks.values():
            cleanup.callback(desk.stop)
        to_redis = cleanup.enter_context(line(redis_port))
        to_desks = {name: cleanup.enter_context(line(_port(desk.url))) for name, desk in desks.items()}
        secrets = accounts.zendesk_secrets(next(iter(desks.values()))) | _environment(settings, to_redis)
        table = "".join(_account(settings, name, desks[name], to_desks[name]) for name in desks)
        stack = cleanup.enter_context(
            product.running(data, table, secrets, port, redis_port=redis_port, workers=settings.workers)
        )
        sender = Sender(stack.url, accounts.SIGNING_SECRET, desks)
        cleanup.callback(sender.close)
        ledger = Ledger.connect(stack.broker.url)
        cleanup.callback(ledger.close)
        yield Rig(stack, desks, to_redis, to_desks, sender, ledger, say)


def _desk(settings: Settings, seed: int) -> FakeDesk:
    options = Options(
        updates_per_minute=1_000_000,
        requests_per_minute=1_000_000,
        updates_per_ticket=1_000_000,
        exports_per_minute=1_000_000,
        webhook_pause_scale=settings.pause_scale,
    )
    desk = FakeDesk(options, fault_seed=seed)
    desk.start()
    return desk


def _environment(settings: Settings, to_redis: Proxy) -> dict[str, str]:
    given = {
        "REDIS_URL": f"redis://127.0.0.1:{to_redis.port}/0",
        "HEARD_WORKERS": str(settings.children),
        "HEARD_RECONCILE_SECONDS": str(settings.reconcile_seconds),
        "WEB_CONCURRENCY": str(settings.web_processes),
    }
    if settings.inside:
        folder = ROOT / "tests" / "reliability" / "inside"
        given |= {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"} | dict(settings.inside)
    return given


def _account(settings: Settings, name: str, desk: FakeDesk, to_desk: Proxy) -> str:
    return accounts.zendesk(
        desk,
        name=name,
        url=f"http://127.0.0.1:{to_desk.port}",
        settle_seconds=settings.settle_seconds,
        updates_per_minute=settings.per_minute,
    )


def _port(url: str) -> int:
    return int(url.rpartition(":")[2])
