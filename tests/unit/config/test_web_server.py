"""gunicorn's settings, as gunicorn itself understands them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.errors import EX_CONFIG
from tests.machine import ROOT
from tests.unit.webhook.kit import ACCOUNTS, KEY


def gunicorn(tmp_path: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Ask gunicorn for its settings; it loads the application, too, and connects to nothing."""
    (tmp_path / "accounts.toml").write_text(ACCOUNTS)
    environ = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HEARD_ACCOUNTS_FILE": str(tmp_path / "accounts.toml"),
        "DESK_KEY": KEY,
        **environ,
    }
    command = ["gunicorn", "--print-config", "--config", "python:config.web_server", "webhook:create_app()"]
    return subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)


def settings(tmp_path: Path, **environ: str) -> dict[str, str]:
    done = gunicorn(tmp_path, **environ)
    assert done.returncode == 0, done.stderr
    pairs = (line.partition(" = ") for line in done.stdout.splitlines())
    return {name.strip(): value for name, _, value in pairs}


def test_what_is_decided(tmp_path: Path) -> None:
    found = settings(tmp_path)
    wanted = {
        "bind": "['127.0.0.1:8080']",
        "workers": "2",
        "worker_class": "gthread",
        "threads": "8",
        "timeout": "15",
        "graceful_timeout": "20",
        "max_requests": "2000",
        "max_requests_jitter": "200",
        "preload_app": "True",
        "limit_request_line": "2048",
        "limit_request_fields": "64",
        "limit_request_field_size": "4096",
        "control_socket_disable": "True",
        "accesslog": "None",
        "worker_tmp_dir": "/dev/shm" if Path("/dev/shm").is_dir() else "None",
    }
    assert {name: found[name] for name in wanted} == wanted
    assert found["logger_class"] == "<OurLogger()>"


@pytest.mark.parametrize(
    ("host", "bind"), [("0.0.0.0", "0.0.0.0:5000"), ("localhost", "localhost:5000"), ("::1", "[::1]:5000")]
)
def test_where_it_listens_and_how_many_serve(tmp_path: Path, host: str, bind: str) -> None:
    found = settings(tmp_path, HEARD_BIND=host, PORT="5000", WEB_CONCURRENCY="3")
    assert (found["bind"], found["workers"]) == (f"['{bind}']", "3")


def test_heroku_cannot_reach_a_loopback_address(tmp_path: Path) -> None:
    done = gunicorn(tmp_path, DYNO="web.1")
    assert (done.returncode, done.stdout) == (EX_CONFIG, "")
    assert done.stderr == "HEARD_BIND: set it to 0.0.0.0: Heroku's router cannot reach 127.0.0.1\n"
    assert settings(tmp_path, DYNO="web.1", HEARD_BIND="0.0.0.0")["bind"] == "['0.0.0.0:8080']"


def test_a_problem_with_the_accounts_ends_the_start(tmp_path: Path) -> None:
    done = gunicorn(tmp_path, DESK_KEY="")
    assert done.returncode == EX_CONFIG
    assert done.stderr.startswith("accounts.desk.signing_secrets: DESK_KEY is not set")
