"""The admin at the terminal, before a real django-helpdesk and a real Redis: check, foretell, do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.contract.rigs import django_helpdesk as rig
from tests.e2e import accounts
from tests.machine import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.e2e

REPLY = (
    "I'm sorry that your parcel never came, I can see why that worries you. I've asked the depot to look for it and"
    " I'll write to you tomorrow before noon."
)
Heard = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[rig.RealDesk]:
    with rig.running(tmp_path_factory.mktemp("desk")) as running:
        yield running


@pytest.fixture(scope="module")
def heard(desk: rig.RealDesk, broker_url: str, tmp_path_factory: pytest.TempPathFactory) -> Heard:
    """Give the command line with the desk as the account `desk`."""
    file = tmp_path_factory.mktemp("config") / "accounts.toml"
    file.write_text(accounts.django(desk.url))
    given = {"REDIS_URL": broker_url, "HEARD_ACCOUNTS_FILE": str(file), **accounts.SECRETS}

    def run(*words: str, **changed: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "config.cli", *words]
        environment = os.environ | given | changed
        return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT, check=False)

    return run


def test_from_a_first_check_to_a_written_note(desk: rig.RealDesk, heard: Heard) -> None:
    ticket = str(desk.new_ticket())
    desk.reply(int(ticket), REPLY)
    assert heard("doctor", "desk").stdout == "desk: all well.\n"

    before = desk.api("GET", f"tickets/{ticket}/")
    foretold = json.loads(heard("explain", "desk", ticket, "--json").stdout)
    assert foretold["would"] == "note"
    assert foretold["result"]["evidence"]
    assert desk.api("GET", f"tickets/{ticket}/") == before

    done = heard("review", "desk", ticket)
    assert (done.returncode, done.stderr) == (0, "")
    assert foretold["result"]["note"] in [note.replace("\r\n", "\n") for note in notes(desk, ticket)]
    assert json.loads(heard("explain", "desk", ticket, "--json").stdout)["would"] == "unchanged"


def test_wrong_credentials_are_told_by_name(desk: rig.RealDesk, heard: Heard) -> None:
    done = heard("doctor", "desk", DESK_PASSWORD="not-it")
    assert done.returncode == 1
    assert "must be mended: the API refuses the user" in done.stdout
    assert heard("doctor", "desk", DESK_PASSWORD="").returncode == 78


def test_a_ticket_that_is_not_there(heard: Heard) -> None:
    done = heard("explain", "desk", "987654")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Error: the helpdesk has no such ticket (any more).\n"


def notes(desk: rig.RealDesk, ticket: str) -> list[str]:
    """Return what was written privately."""
    followups = desk.api("GET", f"tickets/{ticket}/")["followup_set"]
    return [one["comment"] for one in followups if not one["public"]]
