"""An admin's machine and a look-alike of Zendesk over real HTTP, for plan, apply and uninstall."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner, Result

from config.cli.main import heard
from config.state import State, beside
from tests.fakedesk import FakeDesk, Options

if TYPE_CHECKING:
    from pathlib import Path

SECRET_NAME = "ACME_SIGNING_SECRET"
FULL = 'profile = "full"'


@dataclass
class Machine:
    """One account acme, set up from `folder`."""

    desk: FakeDesk
    folder: Path

    @property
    def state(self) -> State:
        return beside(self.folder / "accounts.toml")

    def write_accounts(self, more: str = "", fields: str = "", url: str = "") -> None:
        """Write accounts.toml, with more lines for the account and its fields."""
        (self.folder / "accounts.toml").write_text(f"""
[accounts.acme]
helpdesk = "zendesk"
url = "{url or self.desk.url}"
client_id = "heard"
client_secret = "ACME_CLIENT_SECRET"
setup_client_id = "{self.desk.options.setup_client_id}"
setup_client_secret = "ACME_SETUP_SECRET"
signing_secrets = ["{SECRET_NAME}"]
{more}

[accounts.acme.fields]
{fields}
""")

    def run(self, *words: str, given: str = "", **changed: str) -> Result:
        """Run a command as the admin would."""
        environment = {
            "HEARD_ACCOUNTS_FILE": str(self.folder / "accounts.toml"),
            "HEARD_PUBLIC_URL": "https://heard.example.com",
            "ACME_SETUP_SECRET": self.desk.options.setup_client_secret,
            SECRET_NAME: "",
        }
        return CliRunner().invoke(
            heard, words, given, environment | changed, catch_exceptions=False, prog_name="heard"
        )

    def plan(self) -> dict[str, Any]:
        """Return what plan says to programs."""
        found: dict[str, Any] = json.loads(self.run("plan", "acme", "--json").stdout)
        return found

    def actions(self) -> dict[str, str]:
        """Return what plan would do, by key."""
        return {one["key"]: one["action"] for one in self.plan()["changes"]}

    def apply(self) -> Result:
        return self.run("apply", "acme", "--yes")

    def uninstall(self, *words: str) -> Result:
        return self.run("uninstall", "acme", "--yes", *words)

    def snapshot(self) -> dict[str, Any]:
        return self.desk.store.snapshot()

    def set_up(self) -> list[tuple[str, ...]]:
        """Return all that an admin has set up, names in the places of ids: alike after any number of accidents."""
        names = {self.desk.url: "desk"} | {str(one.id): one.title for one in self.desk.store.fields.values()}
        names |= {number: f"webhook {place}" for place, number in enumerate(self.desk.store.webhooks)}
        found = self.snapshot()
        rows = [("field", *map(str, field.values())) for field in found["fields"].values()]
        for kind in ("triggers", "views", "webhooks"):
            rows += [(kind, *(f"{name}={value}" for name, value in one.items())) for one in found[kind].values()]
        return sorted(tuple(_named(part, names) for part in row if _lasts(part)) for row in rows)

    def writes(self) -> list[dict[str, Any]]:
        """Return the requests that could have changed something."""
        asked = self.desk.journal.entries("request")
        return [one for one in asked if one["method"] != "GET" and one["path"] != "/oauth/tokens"]


def start(folder: Path, **options: object) -> Machine:
    """Start a look-alike of an account in which nobody has set anything up for Heard yet."""
    given: dict[str, Any] = {"fresh": True} | options
    desk = FakeDesk(Options(**given))
    desk.start()
    machine = Machine(desk, folder)
    machine.write_accounts()
    return machine


def _named(part: str, names: dict[str, str]) -> str:
    for number, name in names.items():
        part = part.replace(number, name)
    return part


def _lasts(part: str) -> bool:
    return not part.isdigit() and not part.startswith(("id=", "created_at=", "position="))
