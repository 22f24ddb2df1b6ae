"""A signed helpdesk through the whole receiver: Zendesk."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from config.secret import Secret
from tests.unit.webhook.kit import account, settings
from webhook import build_app

if TYPE_CHECKING:
    import redis
    from flask.testing import FlaskClient

    from workers.ledger import Ledger

SECRET = "the-signing-secret-of-acme"
BODY = b'{"ticket_id":"35436"}'


@pytest.fixture
def client(broker_url: str, redis_client: redis.Redis) -> FlaskClient:
    acme = account(
        "acme",
        helpdesk="zendesk",
        url="https://acme.zendesk.com",
        signing_secrets=(Secret("a-new-one"), Secret(SECRET)),
    )
    return build_app(settings(broker_url), {"acme": acme, "desk": account()}).test_client()


def signed(body: bytes = BODY, secret: str = SECRET, late: timedelta = timedelta(0)) -> dict[str, str]:
    stamp = (datetime.now(UTC) - late).strftime("%Y-%m-%dT%H:%M:%SZ")
    digest = hmac.new(secret.encode(), stamp.encode() + body, hashlib.sha256).digest()
    return {
        "X-Zendesk-Webhook-Signature": b64encode(digest).decode(),
        "X-Zendesk-Webhook-Signature-Timestamp": stamp,
        "X-Zendesk-Webhook-Invocation-Id": "8350205582",
    }


def test_a_trigger_is_accepted_once(client: FlaskClient, ledger: Ledger) -> None:
    assert client.post("/webhooks/acme", data=BODY, headers=signed()).status_code == 202
    assert client.post("/webhooks/acme", data=BODY, headers=signed()).status_code == 200
    assert [job.ref.key for job in ledger.jobs()] == ["acme:35436"]


@pytest.mark.parametrize(
    ("address", "body", "signing"),
    [
        ("/webhooks/acme", BODY + b" ", {}),
        ("/webhooks/acme", BODY, {"secret": "another-secret-altogether"}),
        ("/webhooks/acme", BODY, {"late": timedelta(minutes=6)}),
        ("/webhooks/acme", BODY, {"late": timedelta(minutes=-6)}),
        ("/webhooks/desk", BODY, {}),
        ("/webhooks/nobody", BODY, {}),
    ],
)
def test_what_is_not_proven_looks_alike(
    client: FlaskClient, ledger: Ledger, address: str, body: bytes, signing: dict[str, object]
) -> None:
    response = client.post(address, data=body, headers=signed(**signing))
    unsigned = client.post("/webhooks/acme", data=BODY)
    assert (response.status_code, response.data) == (401, unsigned.data)
    assert not ledger.jobs()


def test_proven_but_malformed(client: FlaskClient) -> None:
    body = b'{"ticket_id":"../1"}'
    response = client.post("/webhooks/acme", data=body, headers=signed(body))
    assert (response.status_code, response.json) == (
        400,
        {"error": "body.ticket_id: expected a ticket id of 1 to 20 digits"},
    )
