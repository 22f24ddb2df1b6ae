"""Which helpdesks there are. One line here makes a folder known."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from integrations import django_helpdesk, zendesk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config.accounts import Account, HelpdeskSpec
    from integrations.ports import Gate, Helpdesk, Setup, WebhookSource

SPECS: Mapping[str, HelpdeskSpec] = {spec.kind: spec for spec in (zendesk.SPEC, django_helpdesk.SPEC)}


def webhook_source(account: Account) -> WebhookSource:
    """Return the receiving side of the account's helpdesk; loads no API client."""
    module = import_module(f"integrations.{account.helpdesk}.webhook")
    return cast("WebhookSource", module.source(account))


def helpdesk(account: Account, gate: Gate) -> Helpdesk:
    """Return the working side of the account's helpdesk."""
    module = import_module(f"integrations.{account.helpdesk}.desk")
    return cast("Helpdesk", module.helpdesk(account, gate))


def setup(account: Account, gate: Gate, endpoint: str) -> Setup | None:
    """Return the set-up side of the account's helpdesk, None where all is done by hand.

    `endpoint` is the address of the account's webhook at the receiver.
    """
    if not SPECS[account.helpdesk].sets_up:
        return None
    module = import_module(f"integrations.{account.helpdesk}.setup")
    return cast("Setup", module.setup(account, gate, endpoint))
