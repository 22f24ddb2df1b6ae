"""The demo desk's account as accounts.toml would say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrations.django_helpdesk.demo import story

if TYPE_CHECKING:
    from collections.abc import Mapping

HOOK_KEY = "a-key-that-nobody-guesses-0123456789"
SECRETS: Mapping[str, str] = {"DESK_HOOK_KEY": HOOK_KEY, "DESK_PASSWORD": story.BOT.password}


def accounts_toml(url: str, settle_seconds: int = 0) -> str:
    """Return accounts.toml for the desk at this address."""
    fields = "\n".join(f'{ours} = "{theirs}"' for ours, theirs in story.FIELDS.items())
    return f"""
[accounts.desk]
helpdesk = "django_helpdesk"
url = "{url}"
settle_seconds = {settle_seconds}
updates_per_minute = 600
signing_secrets = ["DESK_HOOK_KEY"]
username = "{story.BOT.username}"
password = "DESK_PASSWORD"

[accounts.desk.fields]
{fields}
"""


def hook_url(port: int) -> str:
    """Return what the desk calls."""
    return f"http://127.0.0.1:{port}/webhooks/desk?key={HOOK_KEY}"
