"""From an account in which nobody has set anything up to a note, and back again, with the product as it runs."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.e2e import accounts
from tests.e2e import stack as processes
from tests.fakedesk import FakeDesk, Options, seed
from tests.machine import ROOT, eventually, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

pytestmark = pytest.mark.e2e

PROBLEM = "I have moved our billing date three times and it jumps back every night. I am really frustrated."
REPLY = """Hi Cleo,

That is really frustrating. You moved the billing date to the 15th and in the calendar it is back on the 1st.
I have removed the old entry that overwrote it. I will check again tomorrow at 10 and write to you either way.
Is the 15th what you see now?

Maya"""


@pytest.fixture(scope="module")
def desk() -> Iterator[FakeDesk]:
    running = FakeDesk(Options(fresh=True, webhook_pause_scale=0.1))
    running.start()
    yield running
    running.stop()


def heard(*words: str, folder: Path, given: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"HEARD_ACCOUNTS_FILE": str(folder / "accounts.toml")} | given
    command = [sys.executable, "-m", "config.cli", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_from_an_empty_account_to_a_note_and_back(desk: FakeDesk, tmp_path: Path) -> None:
    before, port, toml = desk.store.snapshot(), free_port(), accounts.new_zendesk(desk)
    (tmp_path / "accounts.toml").write_text(toml)
    admin = {"HEARD_PUBLIC_URL": f"http://127.0.0.1:{port}", "ACME_SETUP_SECRET": desk.options.setup_client_secret}
    done = heard("apply", "--yes", "acme", folder=tmp_path, given=admin)
    assert (done.returncode, done.stderr) == (0, "")

    with processes.running(tmp_path, toml, {"ACME_CLIENT_SECRET": desk.options.client_secret}, port) as stack:
        assert "must be mended" not in stack.heard("doctor", "acme").stdout
        ticket = desk.people.open_ticket(PROBLEM, "Billing date")
        desk.people.agent_replies(ticket, REPLY, status="solved")
        found = desk.store.ticket(ticket)
        eventually(lambda: any(one.author_id == seed.SERVICE for one in found.comments), "a note", 30)
        assert found.tags & {"empathy__3_good", "empathy__4_strong"}
        assert [one["status"] for one in desk.journal.entries("webhook", ticket=ticket)] == [202]

        desk.people.set_status(ticket, "closed")
        follow_up = desk.store.ticket(desk.people.follow_up(ticket))
        assert (follow_up.tags, follow_up.fields.keys() & set(found.fields)) == (set(), version_of(desk))

    assert heard("uninstall", "--yes", "acme", folder=tmp_path, given=admin).returncode == 0
    assert desk.store.snapshot() == before
    assert list((tmp_path / "state").iterdir()) == []


def version_of(desk: FakeDesk) -> set[int]:
    """Return the field that a trigger cannot empty: it is text, and no tag goes with it."""
    return {number for number, field in desk.store.fields.items() if field.title == "Empathy version"}
