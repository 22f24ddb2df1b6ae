"""The README's commands, run as they stand there, against fakedesk."""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from config.cli.plan import SOMETHING_TO_DO
from tests.e2e import accounts
from tests.fakedesk import FakeDesk
from tests.machine import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.e2e

README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
COMMANDS = [line.strip().removeprefix("$ ") for block in BLOCKS for line in block.splitlines() if "$ " in line]
LASTING = ("bin/demo", "bin/test", "bin/start")
"""Have tests of their own."""
CONVERSATION = (
    '{"id": "1", "messages": [{"role": "customer", "body": "It broke."}, {"role": "agent", "body": "Oh."}]}'
)


@pytest.fixture(scope="module")
def desk() -> Iterator[FakeDesk]:
    running = FakeDesk()
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def environment(desk: FakeDesk, broker_url: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    file = tmp_path_factory.mktemp("config") / "accounts.toml"
    file.write_text(accounts.zendesk(desk, accounts.setup_client(desk)))
    given = {
        "REDIS_URL": broker_url,
        "HEARD_ACCOUNTS_FILE": str(file),
        "HEARD_PUBLIC_URL": "https://heard.example.com",
        "ACME_SETUP_SECRET": desk.options.setup_client_secret,
    }
    return os.environ | given | accounts.zendesk_secrets(desk)


@pytest.fixture(scope="module")
def solved(desk: FakeDesk) -> int:
    desk.clock.advance(-60)  # long enough ago for a stamp of whole seconds
    ticket = desk.people.open_ticket("It never came and I am worried.")
    desk.people.agent_replies(ticket, "I'm sorry it is late. I have asked the depot and will write tomorrow.")
    desk.people.set_status(ticket, "solved")
    return ticket


@pytest.mark.usefixtures("redis_client")  # an empty ledger for each: they are run in any order
@pytest.mark.parametrize("command", [one for one in COMMANDS if one.split("#")[0].strip() not in LASTING])
def test_it_works_as_written(command: str, environment: dict[str, str], solved: int, tmp_path: Path) -> None:
    (tmp_path / "conversations.jsonl").write_text(f"{CONVERSATION}\n")
    line = command.replace("bin/", f"{ROOT}/bin/").replace("4711", str(solved))
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=tmp_path,
        env=environment,
        input="y\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode in ({0, SOMETHING_TO_DO} if " plan " in command else {0}), done.stderr
    assert done.stdout or (tmp_path / "results.jsonl").read_text()


def test_the_readme_names_commands_at_all() -> None:
    assert len(COMMANDS) > 10
