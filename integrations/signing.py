"""Proofs that a webhook is the helpdesk's own: a keyed digest over the raw bytes, and a time that is close to now."""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from integrations.errors import InvalidSignature

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config.secret import Secret

WINDOW = timedelta(seconds=300)
"""How far a webhook's time may be from ours, to either side; Standard Webhooks and most integrators use this one."""

_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]{1,9})?Z")


def must_match(message: bytes, signature: str, secrets: Sequence[Secret]) -> None:
    """Raise InvalidSignature unless the signature is the base64 HMAC-SHA256 of the message under one of the secrets.

    Every secret is tried, whichever matches, so that the time it takes tells nothing.
    """
    given = signature.encode("utf-8", "replace")
    matches = [hmac.compare_digest(given, _digest(message, secret)) for secret in secrets]
    if not any(matches):
        raise InvalidSignature("signature")


def must_be_recent(stamp: str, now: datetime, window: timedelta = WINDOW) -> None:
    """Raise InvalidSignature unless the stamp is a UTC time (2021-03-25T05:09:27Z) within the window around now."""
    found = _MOMENT.fullmatch(stamp)
    if not found:
        raise InvalidSignature("timestamp")
    try:
        sent = datetime.fromisoformat(found.group(1)).replace(tzinfo=UTC)
    except ValueError:
        raise InvalidSignature("timestamp") from None
    if abs(now - sent) > window:
        raise InvalidSignature("stale")


def _digest(message: bytes, secret: Secret) -> bytes:
    return b64encode(hmac.new(secret.reveal().encode(), message, hashlib.sha256).digest())
