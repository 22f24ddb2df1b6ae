"""What the worker gets to see of a Zendesk ticket."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from integrations.errors import Malformed
from integrations.model import Status, TicketRef
from integrations.zendesk import mapping
from integrations.zendesk.conversation import Transcript
from tests.unit.integrations.zendesk.recorded import KEY, LEAN, account, raw_ticket

NOTHING_SAID = Transcript((), frozenset())
WRITTEN = {
    360001: "empathy__3_good",
    360002: ["empathy_shown__own_words"],
    360004: "empathy_review__disagree",
    360005: f"1.0.0/en {KEY}",
    360007: 71,
}


def test_a_recorded_ticket_is_understood() -> None:
    found = mapping.ticket(raw_ticket(), NOTHING_SAID, account())
    assert found.ref == TicketRef("acme", "35436")
    assert (found.subject, found.status, found.skip, found.language) == ("Billing date", Status.SOLVED, None, None)
    assert found.tags == {"product_app", "vip"}
    assert found.revision == "2026-11-20T10:30:00Z"
    assert found.updated_at == datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
    assert (found.fields, found.keys) == ({}, frozenset())


def test_our_fields_come_back_by_our_names_and_the_version_gives_its_key() -> None:
    found = mapping.ticket(raw_ticket(set_to=WRITTEN), NOTHING_SAID, account())
    assert found.fields == {
        "empathy": "empathy__3_good",
        "shown": ("empathy_shown__own_words",),
        "review": "empathy_review__disagree",
        "score": "71",
        "version": "1.0.0/en",
    }
    assert found.keys == {KEY}


def test_keys_of_notes_and_of_the_version_add_up() -> None:
    transcript = Transcript((), frozenset({"heard-older"}))
    assert mapping.ticket(raw_ticket(set_to=WRITTEN), transcript, account()).keys == {"heard-older", KEY}


def test_only_configured_fields_are_ours() -> None:
    found = mapping.ticket(raw_ticket(set_to=WRITTEN), NOTHING_SAID, account(fields=LEAN))
    assert found.fields.keys() == {"empathy", "shown", "review"}
    assert found.keys == frozenset()


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (None, ""),
        ("", ""),
        ([], ()),
        (["a", "b"], ("a", "b")),
        (71, "71"),
        (71.0, "71"),
        (1.5, "1.5"),
        (True, "true"),
        (False, ""),
    ],
)
def test_whatever_a_field_carries_becomes_text(value: object, read: object) -> None:
    assert raw_ticket(set_to={360007: value}).custom["360007"] == read


@pytest.mark.parametrize("value", [{}, [{}], [1]])
def test_a_field_that_carries_something_else_is_named(value: object) -> None:
    with pytest.raises(Malformed, match=r"ticket\.custom_fields\[6\]\.value"):
        raw_ticket(set_to={360007: value})


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        ("new", Status.OPEN),
        ("open", Status.OPEN),
        ("pending", Status.OPEN),
        ("hold", Status.OPEN),
        ("solved", Status.SOLVED),
        ("closed", Status.CLOSED),
        ("something new", Status.OPEN),
    ],
)
def test_status(status: str, meaning: Status) -> None:
    assert mapping.ticket(raw_ticket(status=status), NOTHING_SAID, account()).status is meaning


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"tags": ["vip", "empathy_skip"]}, "tag"),
        ({"tags": ["closed_by_merge"]}, "merged"),
        ({"tags": ["created_for_side_conversation"]}, "side_conversation"),
        ({"via": {"channel": "side_conversation"}}, "side_conversation"),
        ({"via": {"channel": "voice"}}, "voice"),
        ({"via": {"channel": "phone_call_inbound"}}, "voice"),
        ({"via": {"channel": "voicemail"}}, "voice"),
        ({"via": {"channel": "closed_ticket"}}, None),
        ({"via": None}, None),
        ({"tags": None}, None),
    ],
)
def test_what_must_not_be_scored_says_why(changes: dict[str, object], reason: str | None) -> None:
    assert mapping.ticket(raw_ticket(**changes), NOTHING_SAID, account()).skip == reason


def test_a_chat_without_its_words_must_not_be_scored() -> None:
    transcript = Transcript((), frozenset(), complete=False)
    assert mapping.ticket(raw_ticket("ticket_chat"), transcript, account()).skip == "transcript_unavailable"


@pytest.mark.parametrize(
    ("channel", "messaging", "chat"),
    [
        ("email", False, False),
        ("email", True, True),
        ("chat", False, True),
        ("native_messaging", False, True),
        ("web", None, False),
    ],
)
def test_chats_are_told_by_channel_or_flag(channel: str, messaging: object, chat: bool) -> None:  # noqa: FBT001
    assert mapping.is_chat(raw_ticket(via={"channel": channel}, from_messaging_channel=messaging)) is chat


def test_the_search_asks_for_solved_and_closed_tickets_in_utc() -> None:
    since = datetime(2026, 11, 20, 11, 0, tzinfo=timezone(timedelta(hours=2)))
    assert mapping.solved_query(since) == "status:solved status:closed solved>2026-11-20T08:59:59Z"


@pytest.mark.parametrize(
    ("changes", "may"),
    [
        ({}, True),
        ({"status": "open"}, False),
        ({"status": "closed"}, True),
        ({"tags": ["empathy__9_not_scored"]}, True),
        ({"tags": ["empathy_skip"]}, False),
    ],
)
def test_what_was_found_is_looked_at_again_before_it_is_believed(changes: dict[str, object], may: bool) -> None:  # noqa: FBT001
    assert mapping.may_be_assessed(raw_ticket(**changes)) is may


def test_the_review_tag_is_the_agents_own() -> None:
    tags = frozenset({"vip", "empathy__3_good", "empathy_review__agree", "customer_feeling__worried", "empathy"})
    assert mapping.our_tags(tags) == {"empathy__3_good", "customer_feeling__worried"}
