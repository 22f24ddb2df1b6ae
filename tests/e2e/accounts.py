"""accounts.toml for the helpdesks of these tests, and the values of the variables that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrations.django_helpdesk.demo import story
from tests.fakedesk import seed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.fakedesk import FakeDesk

HOOK_KEY = "a-key-that-nobody-guesses-0123456789"
SECRETS: Mapping[str, str] = {"DESK_HOOK_KEY": HOOK_KEY, "DESK_PASSWORD": story.BOT.password}
SIGNING_SECRET = "a-signing-secret-for-tests-only"


def django(url: str) -> str:
    """Return accounts.toml for a demo desk at this address."""
    return f"""
[accounts.desk]
helpdesk = "django_helpdesk"
url = "{url}"
settle_seconds = 0
notes = "always"
updates_per_minute = 600
signing_secrets = ["DESK_HOOK_KEY"]
username = "{story.BOT.username}"
password = "DESK_PASSWORD"

[accounts.desk.fields]
{fields(story.FIELDS)}
"""


def hook_url(port: int) -> str:
    """Return what that desk calls."""
    return f"http://127.0.0.1:{port}/webhooks/desk?key={HOOK_KEY}"


def zendesk(
    desk: FakeDesk,
    more: str = "",
    *,
    name: str = "acme",
    url: str = "",
    settle_seconds: int = 3,
    updates_per_minute: int = 600,
) -> str:
    """Return a table of accounts.toml for a look-alike of Zendesk, reached at `url` if not directly; `more` lines."""
    return f"""
[accounts.{name}]
helpdesk = "zendesk"
url = "{url or desk.url}"
settle_seconds = {settle_seconds}
notes = "always"
updates_per_minute = {updates_per_minute}
client_id = "{desk.options.client_id}"
client_secret = "ACME_CLIENT_SECRET"
service_user_id = "{seed.SERVICE}"
signing_secrets = ["ACME_SIGNING_SECRET"]
{more}
[accounts.{name}.fields]
{fields(seed.ACCOUNT_FIELDS)}
"""


def new_zendesk(desk: FakeDesk) -> str:
    """Return accounts.toml for a look-alike in which nothing is set up yet."""
    return zendesk(desk, setup_client(desk)).partition("[accounts.acme.fields]")[0]


def setup_client(desk: FakeDesk) -> str:
    """Return what an account says of the admin's client."""
    return f'setup_client_id = "{desk.options.setup_client_id}"\nsetup_client_secret = "ACME_SETUP_SECRET"\n'


def zendesk_secrets(desk: FakeDesk) -> dict[str, str]:
    """Return the secrets of that account."""
    return {"ACME_CLIENT_SECRET": desk.options.client_secret, "ACME_SIGNING_SECRET": SIGNING_SECRET}


def fields(names: Mapping[str, str]) -> str:
    """Return a table of fields."""
    return "\n".join(f'{ours} = "{theirs}"' for ours, theirs in names.items())
