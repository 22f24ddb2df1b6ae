"""The command line as a process: pipes, exit statuses, and how little it loads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.machine import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

HEARD = [sys.executable, "-m", "config.cli"]
HEAVY = ("celery", "kombu", "redis", "flask", "requests", "config.settings", "config.accounts_file")


def environment(**more: str) -> dict[str, str]:
    """Everything of ours but the settings: `score` must not miss them."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("HEARD_", "REDIS_"))}
    return {**ours, "PYTHONPATH": f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}", **more}


def heard(*words: str, given: bytes = b"", **more: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*HEARD, *words], input=given, capture_output=True, env=environment(**more), timeout=60, check=False
    )


def line(number: object, body: str = "I see.") -> bytes:
    return json.dumps({"id": str(number), "messages": [{"role": "agent", "body": body}]}).encode() + b"\n"


@pytest.fixture
def scoring() -> Iterator[subprocess.Popen[bytes]]:
    """Start `score --json` on a pipe that stays open."""
    command = [*HEARD, "score", "--json"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as process:
        yield process
        process.kill()


def test_a_result_comes_out_while_the_writer_still_writes(scoring: subprocess.Popen[bytes]) -> None:
    assert scoring.stdin
    assert scoring.stdout
    for number in ("first", "second"):
        scoring.stdin.write(line(number))
        scoring.stdin.flush()
        assert json.loads(scoring.stdout.readline())["id"] == number
    scoring.stdin.close()
    assert scoring.wait(30) == 0


def test_a_reader_that_has_seen_enough_is_no_trouble(scoring: subprocess.Popen[bytes]) -> None:
    assert scoring.stdin
    assert scoring.stdout
    assert scoring.stderr
    scoring.stdin.write(line("first"))
    scoring.stdin.flush()
    scoring.stdout.readline()
    scoring.stdout.close()
    scoring.stdin.write(line("second"))
    scoring.stdin.close()
    scoring.wait(30)
    assert scoring.stderr.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a file that is always full")
@pytest.mark.parametrize("words", [("score",), ("score", "--json"), ("--help",)])
def test_a_full_disk_is_said_in_one_line(words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*HEARD, *words],
            input=line(1),
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, b"heard: No space left on device\n")


def test_the_same_input_gives_the_same_bytes_under_any_hash_seed() -> None:
    talk = line(1, "I'm sorry the parcel is late. I'll call the depot today and write to you before five.")
    first, second = (heard("score", "--json", given=talk, PYTHONHASHSEED=seed).stdout for seed in ("1", "2"))
    assert first == second != b""


def test_a_letter_that_the_terminal_does_not_know_is_escaped() -> None:
    done = heard("score", given="Grüße \U0001f642".encode(), PYTHONIOENCODING="latin-1")
    assert done.returncode == 0
    assert "Grüße \\U0001f642".encode("latin-1") in done.stdout


def test_a_bare_reply_shows_what_was_found_in_it() -> None:
    done = heard("score", given=b"I'm sorry the parcel is late. I'll call the depot today and write to you by five.")
    assert (done.returncode, done.stderr) == (0, b"")
    for part in ("+ apologised", "+ commitment", "Not scored", "No note"):
        assert part in done.stdout.decode()


def test_json_is_utf8_whatever_the_terminal_knows() -> None:
    done = heard("score", "--json", given=line("Grüße"), PYTHONIOENCODING="latin-1")
    assert json.loads(done.stdout.decode())["id"] == "Grüße"


@pytest.mark.parametrize(
    ("words", "given", "status"),
    [
        (("score", "--json"), line(1), 0),
        (("score", "--json"), b"{", 1),
        (("score", "--nonsense"), b"", 2),
        (("nonsense",), b"", 2),
        (("doctor", "acme"), b"", 78),
        (("explain", "acme", "1"), b"", 78),
        (("review", "acme", "1"), b"", 78),
    ],
)
def test_exit_statuses(words: tuple[str, ...], given: bytes, status: int) -> None:
    done = heard(*words, given=given, HEARD_ACCOUNTS_FILE="no/such/accounts.toml")
    assert done.returncode == status
    assert b"Traceback" not in done.stderr
    assert bool(done.stderr) is bool(status)


@pytest.mark.parametrize("command", ["score", "evaluate"])
def test_what_works_without_a_helpdesk_loads_nothing_of_it(command: str) -> None:
    asking = f"import sys, config.cli.{command}; print([name for name in sys.argv[1:] if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asking, *HEAVY], capture_output=True, env=environment(), check=True)
    assert done.stdout.strip() == b"[]"
