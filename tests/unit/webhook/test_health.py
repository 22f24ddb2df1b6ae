"""/healthz, /readyz and /metrics: true, quick, and silent about accounts to strangers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from prometheus_client.parser import text_string_to_metric_families

from integrations.model import TicketRef
from tests.unit.webhook.kit import ADDRESS, account, settings, solved
from webhook import build_app

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from workers.ledger import Ledger

TOKEN = "a-token-for-prometheus"
NOBODY_LISTENS = "redis://127.0.0.1:1/0"


@pytest.fixture
def away() -> FlaskClient:
    """Give a receiver whose Redis is not there."""
    return build_app(settings(NOBODY_LISTENS), {"desk": account()}).test_client()


def metrics(client: FlaskClient) -> dict[tuple[str, ...], float]:
    """Return each sample by its name and its labels' values, the labels in the order of their names."""
    families = text_string_to_metric_families(client.get("/metrics").text)
    samples = [sample for family in families for sample in family.samples]
    return {
        (sample.name, *(sample.labels[label] for label in sorted(sample.labels))): sample.value for sample in samples
    }


def test_alive_needs_no_redis(away: FlaskClient) -> None:
    response = away.get("/healthz")
    assert (response.status_code, response.json) == (200, {"alive": True})


def test_ready_when_redis_answers(client: FlaskClient, ledger: Ledger) -> None:
    client.post(ADDRESS, data=solved(ticket=1))
    ledger.accept(TicketRef("desk", "2"), settle_seconds=0)
    claim = ledger.claim(TicketRef("desk", "2"))
    assert claim
    ledger.park(claim, "gone")
    ledger.pause("desk", "credentials refused")
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json == {
        "ready": True,
        "redis": "answers",
        "waiting": 1,
        "claimed": 0,
        "parked": 1,
        "paused": 1,
        "oldest_due_seconds": 0,
    }
    assert "desk" not in response.text


def test_not_ready_without_redis(away: FlaskClient) -> None:
    response = away.get("/readyz")
    assert (response.status_code, response.json) == (503, {"ready": False, "redis": "ConnectionError"})


def test_metrics_tell_what_is_where_and_how_webhooks_were_answered(client: FlaskClient, ledger: Ledger) -> None:
    client.post(ADDRESS, data=solved(ticket=1))
    client.post(ADDRESS, data=solved(ticket=1))
    client.post("/webhooks/stranger?key=x", data=solved())
    ledger.accept(TicketRef("desk", "2"), settle_seconds=0)
    claim = ledger.claim(TicketRef("desk", "2"))
    assert claim
    ledger.finish(claim, "note")
    ledger.pause("desk", "credentials refused")
    found = metrics(client)
    assert found["heard_redis_up",] == 1
    assert found["heard_jobs", "desk", "waiting"] == 1
    assert found["heard_jobs", "desk", "parked"] == 0
    assert found["heard_oldest_due_seconds", "desk"] == 0
    assert found["heard_account_paused", "desk", "credentials refused"] == 1
    assert found["heard_outcomes_total", "note"] == 1
    assert found["heard_webhook_answers_total", "desk", "accepted", "202"] == 1
    assert found["heard_webhook_answers_total", "desk", "known", "200"] == 1
    assert found["heard_webhook_answers_total", "", "key", "401"] == 1
    assert not any("stranger" in name for name in found)


def test_metrics_without_redis_say_so(away: FlaskClient) -> None:
    assert metrics(away) == {("heard_redis_up",): 0}


@pytest.mark.parametrize(
    ("environ", "sent", "status"),
    [
        ({}, None, 200),
        ({"HEARD_BIND": "0.0.0.0"}, None, 401),
        ({"HEARD_BIND": "0.0.0.0", "HEARD_METRICS_TOKEN": TOKEN}, f"Bearer {TOKEN}", 200),
        ({"HEARD_BIND": "0.0.0.0", "HEARD_METRICS_TOKEN": TOKEN}, f"Bearer {TOKEN}x", 401),
        ({"HEARD_METRICS_TOKEN": TOKEN}, None, 401),
        ({"HEARD_METRICS_TOKEN": TOKEN}, TOKEN, 401),
        ({"HEARD_METRICS_TOKEN": TOKEN}, "Bearer \xff", 401),
        ({"HEARD_METRICS_TOKEN": TOKEN}, f"Bearer {TOKEN}", 200),
    ],
)
def test_who_may_read_metrics(broker_url: str, environ: dict[str, str], sent: str | None, status: int) -> None:
    client = build_app(settings(broker_url, **environ), {"desk": account()}).test_client()
    response = client.get("/metrics", headers={"Authorization": sent} if sent else {})
    assert response.status_code == status
    assert ("heard_redis_up" in response.text) == (status == 200)
    assert TOKEN not in response.text


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/metrics"])
def test_only_reading(client: FlaskClient, address: str) -> None:
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200
