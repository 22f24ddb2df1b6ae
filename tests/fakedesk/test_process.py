"""The look-alike in a process of its own, driven by its control API."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.fakedesk import seed
from tests.machine import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "journal.jsonl"


@pytest.fixture
def url(journal: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "tests.fakedesk", f"--journal={journal}", "--updates-per-minute=1"]
    process = subprocess.Popen([*command, "--secret=s3cret"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    yield json.loads(process.stdout.readline())["url"]
    process.terminate()
    assert process.wait(10) == 0
    process.stdout.close()


def command(url: str, name: str, **given: object) -> Any:  # noqa: ANN401 (JSON of any form)
    answer = requests.post(f"{url}/_fake/{name}", json=given, timeout=5)
    assert answer.ok, answer.text
    return answer.json()["result"]


def test_acts_faults_and_proofs_over_http(url: str, journal: Path) -> None:
    ticket = command(url, "open_ticket", text="It never came.")
    command(url, "agent_replies", ticket=ticket, text="Re-sent.", status="solved")
    command(url, "add_tags", ticket=ticket, tags=["vip"])
    command(url, "fault", kind="reset", after=True, match="PUT")
    credentials = ("heard@fakedesk.example/token", "fakedesk-api-token")
    wanted = {"ticket": {"comment": {"body": "Note", "public": False}}}
    with pytest.raises(requests.ConnectionError):
        requests.put(f"{url}/api/v2/tickets/{ticket}", json=wanted, auth=credentials, timeout=5)
    again = requests.put(f"{url}/api/v2/tickets/{ticket}", json=wanted, auth=credentials, timeout=5)
    assert again.status_code == 429
    found = command(url, "ticket", id=ticket)
    assert [comment["public"] for comment in found["comments"]] == [True, True, False]
    assert found["ticket"]["tags"] == ["vip"]
    assert command(url, "stats")["write"] == 1
    entries = [json.loads(line) for line in journal.read_text().splitlines()]
    (write,) = [entry for entry in entries if entry["what"] == "write"]
    assert (write["ticket"], write["who"], write["note"], write["public"]) == (ticket, seed.SERVICE, True, False)
    assert [entry["processed"] for entry in entries if entry["what"] == "fault"] == [True]


@pytest.mark.parametrize(
    ("name", "given", "status"),
    [
        ("nonsense", {}, 404),
        ("fault", {"kind": "explode"}, 400),
        ("agent_replies", {"ticket": 9}, 404),
        ("say", {}, 400),
    ],
)
def test_a_wrong_command_says_so(url: str, name: str, given: dict[str, object], status: int) -> None:
    answer = requests.post(f"{url}/_fake/{name}", json=given, timeout=5)
    assert (answer.status_code, "error" in answer.json()) == (status, True)
