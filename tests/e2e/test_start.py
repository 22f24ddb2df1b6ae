"""bin/start: a wrong configuration is told once; receiver and worker start together and end together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from integrations.django_helpdesk.demo.people import answers
from tests.e2e import accounts
from tests.e2e.accounts import SECRETS
from tests.machine import PATIENCE, ROOT, alive, eventually, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.e2e


@pytest.fixture
def environment(tmp_path: Path, broker_url: str) -> dict[str, str]:
    file = tmp_path / "accounts.toml"
    file.write_text(accounts.django(f"http://127.0.0.1:{free_port()}"))
    return {
        "PATH": "/usr/bin:/bin",
        "REDIS_URL": broker_url,
        "HEARD_ACCOUNTS_FILE": str(file),
        "PORT": str(free_port()),
        "WEB_CONCURRENCY": "1",
        "HEARD_WORKERS": "1",
        **SECRETS,
    }


def start(environment: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "config.start"]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


@pytest.fixture
def running(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Give bin/start once both are ready."""
    process = start(environment)
    assert process.stdout
    lines = iter(process.stdout.readline, "")
    assert any("ready" in line for line in lines if line.startswith("worker | "))
    eventually(lambda: answers(f"http://127.0.0.1:{environment['PORT']}/readyz"), "the receiver is ready")
    yield process
    process.terminate()
    process.communicate(timeout=PATIENCE)


def test_a_port_that_is_taken_is_said_before_anything_starts(environment: dict[str, str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(environment["PORT"])))
        other.listen()
        process = start(environment)
        said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 78
    assert said == f"PORT: cannot listen on 127.0.0.1 port {environment['PORT']}: Address already in use\n"


def children(pid: int) -> dict[str, int]:
    """Return the process of each line of the Procfile."""
    listed = subprocess.run(["ps", "-ww", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True)
    rows = [line.split(maxsplit=2) for line in listed.stdout.splitlines()]
    ours = [(int(row[0]), row[2]) for row in rows if int(row[1]) == pid]
    return {name: next(found for found, command in ours if name in command) for name in ("gunicorn", "celery")}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_told_to_stop_both_end_and_all_was_well(running: subprocess.Popen[str], number: signal.Signals) -> None:
    both = children(running.pid)
    running.send_signal(number)
    said, _ = running.communicate(timeout=PATIENCE)
    assert running.returncode == 0
    assert "Shutting down" in said  # gunicorn's last word: it ended by itself
    assert alive(set(both.values())) == []


def test_when_one_dies_the_other_is_stopped_and_the_status_says_so(running: subprocess.Popen[str]) -> None:
    both = children(running.pid)
    os.kill(both["celery"], signal.SIGKILL)
    said, _ = running.communicate(timeout=PATIENCE)
    assert running.returncode == 1
    assert "worker was killed by SIGKILL, so the others were stopped" in said
    assert alive({both["gunicorn"]}) == []


def test_a_wrong_configuration_is_told_once_before_anything_starts(environment: dict[str, str]) -> None:
    file = Path(environment["HEARD_ACCOUNTS_FILE"])
    file.write_text(file.read_text().replace('helpdesk = "django_helpdesk"', 'helpdesk = "zandesk"'))
    process = start(environment)
    said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 78
    assert said.count("accounts.desk.helpdesk") == 1
    assert "web" not in said.split()


def test_missing_secrets_of_both_sides_are_told_together(environment: dict[str, str]) -> None:
    process = start({name: value for name, value in environment.items() if name not in SECRETS})
    said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 78
    assert [name for name in SECRETS if said.count(f"{name} is not set") != 1] == []
