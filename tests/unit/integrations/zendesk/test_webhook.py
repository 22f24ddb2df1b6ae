"""What the receiver takes from a Zendesk account and what it refuses."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.secret import Secret
from integrations.errors import InvalidSignature, Malformed
from integrations.model import Delivery, Inbound, TicketRef
from integrations.zendesk import webhook
from tests.unit.integrations.zendesk.recorded import OWN_USER, account, recorded

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
STAMP = "2026-11-24T12:00:00Z"
SECRET = Secret("webhook-signing-secret")
SOLVED = [Delivery(TicketRef("acme", "35436"), "zd-a8b9c1d2-3e4f-5a6b-7c8d-9e0f1a2b3c4d")]
EVENT_NAMES = ["type", "id", "detail", "event", "current", "previous", "actor_id", "ticket_id"]


def source(**options: str) -> webhook.Source:
    return webhook.source(account(options=options, secrets={}))


def inbound(body: object, **headers: str) -> Inbound:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Inbound({f"x-zendesk-{name.replace('_', '-')}": value for name, value in headers.items()}, {}, raw)


def signed(
    body: bytes = b'{"ticket_id": "1"}', stamp: str = STAMP, secret: Secret = SECRET, **headers: str
) -> Inbound:
    digest = hmac.new(secret.reveal().encode(), stamp.encode() + body, hashlib.sha256).digest()
    proof = {"webhook_signature": b64encode(digest).decode(), "webhook_signature_timestamp": stamp}
    return inbound(body, **(proof | headers))


def parse(body: object, **options: str) -> list[Delivery]:
    return list(source(**options).parse(inbound(body)))


def event(name: str = "webhook_status_changed", **event_changes: object) -> dict[str, Any]:
    found = recorded(name)
    return found | {"event": found["event"] | event_changes}


@pytest.mark.parametrize("body", [b"", b'{"ticket_id": "1"}', b"\xff\x00"])
def test_whatever_is_signed_now_is_the_accounts(body: bytes) -> None:
    source().verify(signed(body), [Secret("another-secret"), SECRET], NOW)


@pytest.mark.parametrize(
    ("request_", "secrets", "reason"),
    [
        (signed(secret=Secret("another-secret")), [SECRET], "signature"),
        (signed(), [], "signature"),
        (inbound(b"{}"), [SECRET], "signature"),
        (inbound(b"{}", webhook_signature="é", webhook_signature_timestamp=STAMP), [SECRET], "signature"),
        (signed(stamp="now"), [SECRET], "timestamp"),
        (signed(stamp=""), [SECRET], "timestamp"),
        (signed(stamp="2026-11-24T11:54:59Z"), [SECRET], "stale"),
        (signed(stamp="2026-11-24T12:05:01Z"), [SECRET], "stale"),
        (signed(secret=Secret(webhook.TEST_SECRET)), [Secret(webhook.TEST_SECRET), SECRET], "signature"),
    ],
)
def test_anything_else_is_not(request_: Inbound, secrets: list[Secret], reason: str) -> None:
    with pytest.raises(InvalidSignature) as raised:
        source().verify(request_, secrets, NOW)
    assert raised.value.reason == reason


def test_a_signature_of_another_body_or_another_time_is_none() -> None:
    good = signed()
    for changed in (
        Inbound(good.headers, {}, good.body + b" "),
        Inbound(good.headers | {"x-zendesk-webhook-signature-timestamp": "2026-11-24T12:00:01Z"}, {}, good.body),  # type: ignore[operator]
    ):
        with pytest.raises(InvalidSignature):
            source().verify(changed, [SECRET], NOW)


def test_with_an_account_id_only_that_account_is_heard() -> None:
    ours = source(account_id="22129848")
    ours.verify(signed(account_id="22129848"), [SECRET], NOW)
    for other in (signed(account_id="22129849"), signed()):
        with pytest.raises(InvalidSignature) as raised:
            ours.verify(other, [SECRET], NOW)
        assert raised.value.reason == "account"


def test_the_window_is_the_clock_of_the_receiver() -> None:
    source().verify(signed(), [SECRET], NOW + timedelta(minutes=5))
    with pytest.raises(InvalidSignature):
        source().verify(signed(), [SECRET], NOW + timedelta(minutes=6))


def test_a_recorded_event_says_which_ticket_was_solved() -> None:
    assert parse(recorded("webhook_status_changed")) == SOLVED


def test_a_recorded_trigger_says_which_ticket_was_solved() -> None:
    request = inbound(recorded("webhook_trigger"), webhook_invocation_id="8350205582")
    assert list(source().parse(request)) == [Delivery(TicketRef("acme", "35436"), "zd-8350205582")]


@pytest.mark.parametrize(
    ("previous", "current", "ours"),
    [
        ("OPEN", "SOLVED", True),
        ("NEW", "solved", True),
        ("CLOSED", "SOLVED", True),
        ("OPEN", "CLOSED", True),
        (None, "CLOSED", True),
        ("SOLVED", "CLOSED", False),  # days after, on every ticket: it was announced when it was solved
        ("SOLVED", "OPEN", False),
        ("OPEN", "PENDING", False),
        ("SOLVED", "DELETED", False),
        ("OPEN", None, False),
    ],
)
def test_only_solving_is_for_us(previous: str | None, current: str | None, ours: bool) -> None:  # noqa: FBT001
    assert parse(event(previous=previous, current=current)) == (SOLVED if ours else [])


def test_other_events_are_not_for_us() -> None:
    assert parse(recorded("webhook_comment_added")) == []
    for name in ("ticket.merged", "ticket.status_changed_too", "user.created"):
        assert parse(event() | {"type": f"zen:event-type:{name}"}) == []


@pytest.mark.parametrize("actor", [OWN_USER, str(OWN_USER)])
def test_what_we_did_ourselves_is_not_for_us(actor: object) -> None:
    body = event()
    body["detail"]["actor_id"] = actor
    assert parse(body, service_user_id=str(OWN_USER)) == []
    assert parse(body) == SOLVED
    assert parse({"ticket_id": "1", "actor_id": actor}, service_user_id=str(OWN_USER)) == []


@pytest.mark.parametrize(
    ("sent", "known"), [("35436", "35436"), (35436, "35436"), ("0035436", "35436"), ("9" * 20, "9" * 20)]
)
def test_an_id_has_one_form_however_it_is_sent(sent: object, known: str) -> None:
    assert parse({"ticket_id": sent})[0].ticket.ticket_id == known


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "0",
        0,
        -1,
        True,
        None,
        1.5,
        "9" * 21,
        "12a",
        "٣٥",
        "../users/me",
        "1 ",
        "1\n",
        [1],
        {"id": 1},
        "{{ticket.id}}",
    ],
)
def test_nothing_else_is_an_id(sent: object) -> None:
    with pytest.raises(Malformed, match=r"body\.ticket_id"):
        parse({"ticket_id": sent})


@pytest.mark.parametrize("invocation", ["", "x" * 65, "a b", "é", "../x"])
def test_an_odd_delivery_id_is_none(invocation: str) -> None:
    request = inbound({"ticket_id": "1"}, webhook_invocation_id=invocation)
    assert source().parse(request)[0].delivery_id is None


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (b"", "JSON"),
        (b"{", "JSON"),
        (b"\xff", "JSON"),
        (b"[" * 200_000, "JSON"),
        (b"9" * 5_000, "JSON"),
        (b'{"a":' * 100_000, "JSON"),
        ([], "body: expected an object"),
        ({}, "body.ticket_id"),
        ({"type": "ticket.solved"}, "body.ticket_id"),
        (event() | {"detail": None}, "body.detail"),
        (event() | {"detail": {"id": "x"}}, "body.detail.id"),
        (event() | {"event": "SOLVED"}, "body.event"),
        (event(current=7), "body.event.current"),
    ],
)
def test_a_body_of_another_form_is_refused_by_its_path(body: object, path: str) -> None:
    with pytest.raises(Malformed) as raised:
        parse(body)
    assert path in str(raised.value)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(["SOLVED", webhook.STATUS_CHANGED]),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(EVENT_NAMES), inner),
    )
)
def test_no_json_whatever_brings_the_receiver_down(body: object) -> None:
    try:
        deliveries = parse(body)
    except Malformed:
        return
    assert all(delivery.ticket.ticket_id.isdecimal() for delivery in deliveries)


@given(st.text(), st.text(), st.text(), st.binary())
def test_no_header_whatever_brings_the_receiver_down(signature: str, stamp: str, owner: str, body: bytes) -> None:
    headers = {"webhook_signature": signature, "webhook_signature_timestamp": stamp, "account_id": owner}
    with pytest.raises(InvalidSignature):
        source(account_id="1").verify(inbound(body, **headers), [SECRET], NOW)
