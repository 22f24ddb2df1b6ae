"""What the receiver takes from a django-helpdesk and what it refuses."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.secret import Secret
from integrations.django_helpdesk import webhook
from integrations.errors import InvalidSignature, Malformed
from integrations.model import Delivery, Inbound, TicketRef
from tests.unit.integrations.django_helpdesk.recorded import account, recorded

if TYPE_CHECKING:
    from collections.abc import Mapping

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECRETS = (Secret("new-key"), Secret("old-key"))


def inbound(body: object = None, query: Mapping[str, str] | None = None) -> Inbound:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Inbound({}, query or {}, raw)


def parse(body: object) -> list[Delivery]:
    return list(webhook.source(account()).parse(inbound(body)))


def resolved(**changes: object) -> dict[str, Any]:
    return recorded("webhook_resolved") | changes


@pytest.mark.parametrize("key", ["new-key", "old-key"])
def test_every_signing_secret_opens_so_that_they_can_be_rotated(key: str) -> None:
    webhook.source(account()).verify(inbound({}, {"key": key}), SECRETS, NOW)


@pytest.mark.parametrize("query", [{}, {"key": ""}, {"key": "new-ke"}, {"key": "schlüssel"}, {"token": "new-key"}])
def test_any_other_key_is_refused(query: dict[str, str]) -> None:
    with pytest.raises(InvalidSignature):
        webhook.source(account()).verify(inbound({}, query), SECRETS, NOW)


def test_without_a_signing_secret_nothing_opens() -> None:
    with pytest.raises(InvalidSignature):
        webhook.source(account()).verify(inbound({}, {"key": ""}), (), NOW)


def test_a_recorded_close_says_which_ticket_to_look_at() -> None:
    body = resolved()
    assert parse(body) == [Delivery(TicketRef("acme", "1"), f"djhd-{body['followup_id']}")]


def test_closing_counts_like_resolving() -> None:
    body = resolved()
    body["ticket"]["followup_set"][-1]["new_status"] = 4
    assert len(parse(body)) == 1


@pytest.mark.parametrize("name", ["webhook_comment", "webhook_echo"])
def test_a_comment_and_our_own_placeholder_close_nothing(name: str) -> None:
    assert parse(recorded(name)) == []


@pytest.mark.parametrize("status", [None, 1, 2, 5])
def test_other_changes_of_status_close_nothing(status: int | None) -> None:
    body = resolved()
    body["ticket"]["followup_set"][-1]["new_status"] = status
    assert parse(body) == []


def test_an_earlier_close_in_the_same_payload_is_not_announced_again() -> None:
    body = recorded("webhook_echo")
    assert any(follow_up["new_status"] == 3 for follow_up in body["ticket"]["followup_set"])
    assert parse(body) == []


def test_the_webhook_for_new_tickets_is_not_for_us() -> None:
    body = resolved()
    del body["followup_id"]
    assert parse(body) == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"\xff", "JSON"),
        (b"{", "JSON"),
        ([], "object"),
        (resolved(ticket=None), "ticket"),
        (resolved(ticket={"id": "x", "followup_set": []}), "id"),
        (resolved(ticket={"id": 1}), "followup_set"),
        (resolved(followup_id="7"), "followup_id"),
        (resolved(ticket={"id": 1, "followup_set": [7]}), "followup_set"),
    ],
)
def test_a_body_of_another_form_is_refused_by_the_name_of_the_field(body: object, field: str) -> None:
    with pytest.raises(Malformed, match=field):
        parse(body)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(["ticket", "followup_id", "id", "followup_set", "new_status"]), inner)
        ),
    )
)
def test_no_json_whatever_brings_the_receiver_down(body: object) -> None:
    try:
        deliveries = parse(body)
    except Malformed:
        return
    assert deliveries == [] or isinstance(deliveries[0], Delivery)
