"""bin/demo as a newcomer meets it: a finished note without a hand, a way in, and nothing left running."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import pytest
import requests

from integrations.django_helpdesk.demo import story
from integrations.model import TicketRef
from tests.contract.rigs.django_helpdesk import RealDesk
from tests.machine import PATIENCE, ROOT, alive, descendants, eventually, free_port
from workers.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import redis

pytestmark = pytest.mark.e2e

NEVER_SHOWN_TO_CUSTOMERS = "mpathy"


@dataclass
class Run:
    """A demo in a folder of its own."""

    folder: Path
    process: subprocess.Popen[str]

    def ready(self) -> dict[str, Any]:
        """Return what it tells programs, once it does."""
        file = self.folder / "ready.json"
        eventually(lambda: file.exists() or self.process.poll() is not None, "the demo is not ready")
        assert self.process.poll() is None, self.process.communicate()
        found: dict[str, Any] = json.loads(file.read_text())
        return found

    def end(self) -> str:
        """Wait for its end; return what it said."""
        said, _ = self.process.communicate(timeout=PATIENCE)
        return said

    def stop(self, number: signal.Signals) -> str:
        """Send it a signal; return what it said."""
        self.process.send_signal(number)
        return self.end()


class Start(Protocol):
    """Starts a demo in a folder, on a free port."""

    def __call__(self, folder: Path, *arguments: str, **environment: str) -> Run: ...


@contextmanager
def starting() -> Iterator[Start]:
    """Give what starts demos; end those that a failed test has left."""
    runs: list[Run] = []

    def start(folder: Path, *arguments: str, **environment: str) -> Run:
        options = (f"--dir={folder}", f"--port={free_port()}", *arguments)
        inherited = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
        process = subprocess.Popen(
            [sys.executable, "-m", "integrations.django_helpdesk.demo.launch", *options],
            cwd=ROOT,
            env=inherited | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        runs.append(Run(folder, process))
        return runs[-1]

    yield start
    for run in runs:
        if run.process.poll() is None:
            run.process.terminate()
            run.process.communicate(timeout=PATIENCE)


@pytest.fixture
def demo() -> Iterator[Start]:
    with starting() as start:
        yield start


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    with starting() as start:
        run = start(tmp_path_factory.mktemp("demo") / "kept")
        run.ready()
        yield run


def test_a_ticket_is_finished_and_its_customer_sees_no_trace(running: Run) -> None:
    ready = running.ready()
    note = ready["finished"]["note"]
    assert note.startswith("Empathy check: ")
    desk = RealDesk(ready["desk"], running.folder / "desk")
    assert note.splitlines()[0] in desk.agent_page(ready["finished"]["ticket"])
    customer = requests.get(ready["finished"]["customer_page"], timeout=20)
    assert "each appointment shows once" in customer.text
    assert NEVER_SHOWN_TO_CUSTOMERS not in customer.text


def test_the_ticket_to_try_waits_for_the_visitor(running: Run) -> None:
    to_try = running.ready()["to_try"]
    desk = RealDesk(running.ready()["desk"], running.folder / "desk")
    assert desk.api("GET", f"tickets/{to_try['ticket']}/")["status"] == 1
    desk.reply(to_try["ticket"], to_try["reply"])
    eventually(lambda: "Empathy check: " in desk.agent_page(to_try["ticket"]), "no note for the visitor")


def test_tickets_that_were_solved_before_are_read_as_well(running: Run) -> None:
    desk = RealDesk(running.ready()["desk"], running.folder / "desk")

    def unread() -> int:
        solved = desk.api("GET", "tickets/?status=3,4&page_size=100")["results"]
        return sum(not ticket["custom_empathy"] for ticket in solved)

    before = unread()
    eventually(lambda: unread() <= max(0, before - 3), "solved tickets stay unread")


def test_everyone_named_can_log_in(running: Run) -> None:
    ready = running.ready()
    desk = RealDesk(ready["desk"], running.folder / "desk")
    for person in ready["people"]:
        known = next(one for one in (*story.AGENTS, story.ADMIN) if one.username == person["username"])
        assert "Logout" in desk.agent_session(known).get(f"{ready['desk']}/tickets/", timeout=20).text


def test_secrets_are_in_no_list_of_processes_and_in_no_file(running: Run) -> None:
    written = (running.folder / "accounts.toml").read_text()
    listed = "\n".join(alive(descendants(running.process.pid)))
    assert 'signing_secrets = ["DEMO_HOOK_KEY"]' in written
    assert "--data-dir=" in listed
    assert "key=" not in listed
    assert story.BOT.password not in written + listed


def test_a_second_demo_in_the_same_folder_is_refused(demo: Start, running: Run) -> None:
    second = demo(running.folder, "--once")
    assert "running in" in second.end()
    assert second.process.returncode == 1
    assert running.process.poll() is None


def test_a_port_that_is_taken_is_no_obstacle(demo: Start, running: Run, tmp_path: Path) -> None:
    """And after Ctrl-C nothing is left, and the next start goes on where that one was."""
    taken = running.ready()["desk"]
    run = demo(tmp_path, f"--port={taken.rpartition(':')[2]}")
    ready = run.ready()
    assert ready["desk"] != taken
    started = descendants(run.process.pid)
    assert len(started) >= 7  # Redis, the desk, gunicorn and its child, Celery and its two
    assert "Ctrl-C stops everything" in run.stop(signal.SIGINT)
    assert run.process.returncode == 0
    assert alive(started) == []
    assert not (tmp_path / "ready.json").exists()
    again = demo(tmp_path, "--once")
    assert ready["finished"]["note"] in again.end()
    assert again.process.returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent died")
def test_killed_outright_it_leaves_nothing_for_long(demo: Start, tmp_path: Path) -> None:
    run = demo(tmp_path)
    run.ready()
    started = descendants(run.process.pid)
    assert len(started) >= 7
    run.process.kill()
    run.end()
    eventually(lambda: alive(started) == [], "something lives on")


def test_stopped_while_it_starts_nothing_is_left(demo: Start, tmp_path: Path) -> None:
    run = demo(tmp_path, "--once")
    eventually((tmp_path / "logs" / "worker.log").exists, "nothing starts")
    started = descendants(run.process.pid)
    run.stop(signal.SIGTERM)
    assert run.process.returncode == 128 + signal.SIGTERM
    assert alive(started) == []


def test_when_one_process_dies_all_end_and_the_reason_is_shown(demo: Start, tmp_path: Path) -> None:
    run = demo(tmp_path)
    eventually((tmp_path / "logs" / "worker.log").exists, "nothing starts")
    started = descendants(run.process.pid)
    rows = [row.split(maxsplit=2) for row in alive(started)]
    desk = next(int(pid) for pid, _, command in rows if "--data-dir" in command)
    os.kill(desk, signal.SIGKILL)
    said = run.end()
    assert run.process.returncode == 1
    assert "desk was killed by SIGKILL" in said
    assert "desk.log" in said
    assert alive(started) == []


def test_the_redis_of_another_installation_is_not_touched(
    demo: Start, broker_url: str, redis_client: redis.Redis, tmp_path: Path
) -> None:
    with closing(Ledger(redis_client)) as ledger:
        ledger.accept(TicketRef("acme", "1"), settle_seconds=0, delivery_id="d1", why="webhook")
        run = demo(tmp_path, "--once", REDIS_URL=broker_url)
        assert "another Heard" in run.end()
        assert run.process.returncode == 1
        assert ledger.stats().per_account["acme"].waiting == 1


def test_a_redis_that_does_not_answer_is_named(demo: Start, tmp_path: Path) -> None:
    run = demo(tmp_path, "--once", REDIS_URL=f"redis://127.0.0.1:{free_port()}/0")
    assert "REDIS_URL does not answer" in run.end()
    assert run.process.returncode == 1
