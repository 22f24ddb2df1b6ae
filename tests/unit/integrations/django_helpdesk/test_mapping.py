"""What the worker gets to see of a django-helpdesk ticket."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from integrations.django_helpdesk import mapping
from integrations.model import Role, Status, TicketRef
from tests.unit.integrations.django_helpdesk.recorded import account
from tests.unit.integrations.django_helpdesk.recorded import ticket as raw


def follow_up(number: int, **changes: object) -> dict[str, object]:
    base = {
        "id": number,
        "user": None,
        "title": "Comment",
        "comment": f"text {number}",
        "public": True,
        "new_status": None,
        "time_spent": None,
        "date": f"2026-11-24T10:00:{number:02d}Z",
        "message_id": None,
    }
    return base | changes


def roles(*follow_ups: dict[str, object], **options: str) -> list[Role]:
    ticket = mapping.ticket(raw(description="", followup_set=list(follow_ups)), account(**options))
    return [message.role for message in ticket.messages]


def test_a_recorded_ticket_reads_as_the_conversation_that_its_people_had() -> None:
    ticket = mapping.ticket(raw(), account())
    assert ticket.ref == TicketRef("acme", "1")
    assert ticket.status is Status.SOLVED
    assert [message.role for message in ticket.messages] == [
        Role.CUSTOMER,
        Role.AGENT,
        Role.CUSTOMER,
        Role.AGENT,
        Role.AGENT,
    ]
    assert ticket.messages[-1].body.startswith("Fixed, the 15th is set.")
    assert ticket.skip is None
    assert ticket.keys == frozenset()


def test_the_description_that_upstream_repeats_is_counted_once() -> None:
    bodies = [message.body for message in mapping.ticket(raw(), account()).messages]
    assert len(bodies) == len(set(bodies))


def test_a_first_follow_up_of_its_own_words_stays() -> None:
    ticket = mapping.ticket(raw(description="Help", followup_set=[follow_up(1, comment="More")]), account())
    assert [message.body for message in ticket.messages] == ["Help", "More"]


def test_messages_come_in_order_of_time_whatever_the_order_of_the_answer() -> None:
    ticket = mapping.ticket(raw(description="", followup_set=[follow_up(2), follow_up(1)]), account())
    assert [message.id for message in ticket.messages] == ["1", "2"]


def test_private_and_empty_follow_ups_are_no_messages() -> None:
    assert roles(follow_up(1, public=False, user=2), follow_up(2, comment="", user=2, new_status=3)) == []


def test_who_wrote_is_told_by_the_user() -> None:
    assert roles(follow_up(1), follow_up(2, user=2), follow_up(3, user=7), bot_users="7,9") == [
        Role.CUSTOMER,
        Role.AGENT,
        Role.BOT,
    ]


@pytest.mark.parametrize(
    ("changes", "role"),
    [
        ({"message_id": "<a>", "title": "E-Mail Received from d.okoye@harbour-bakery.example"}, Role.CUSTOMER),
        ({"message_id": "<a>", "title": "E-Mail Received from D.Okoye@Harbour-Bakery.example"}, Role.CUSTOMER),
        ({"message_id": "<a>", "title": "E-Mail Received from maya@desk.example"}, Role.UNKNOWN),
        ({"title": "Ticket Escalated", "comment": "Ticket escalated after 3 days"}, Role.BOT),
        ({"comment": "Submitter accepted resolution and closed ticket", "new_status": 4}, Role.BOT),
    ],
)
def test_a_follow_up_without_a_user_is_not_always_the_customers(changes: dict[str, object], role: Role) -> None:
    assert roles(follow_up(1, **changes)) == [role]


@pytest.mark.parametrize(
    ("status", "meaning"),
    [(1, Status.OPEN), (2, Status.OPEN), (3, Status.SOLVED), (4, Status.SOLVED), (5, Status.OPEN), (77, Status.OPEN)],
)
def test_resolved_and_closed_are_solved(status: int, meaning: Status) -> None:
    assert mapping.ticket(raw(status=status), account()).status is meaning


def test_merged_and_duplicate_tickets_are_skipped() -> None:
    assert mapping.ticket(raw(merged_to=3), account()).skip == "merged"
    assert mapping.ticket(raw(status=5), account()).skip == "duplicate"


def test_our_fields_come_back_by_our_names() -> None:
    ticket = mapping.ticket(
        raw(
            custom_empathy="empathy__3_good",
            custom_empathy_shown="empathy_shown__clear_steps, empathy_shown__own_words",
            custom_empathy_idea="",
            custom_empathy_review="empathy_review__disagree",
            custom_empathy_score="-",
            custom_empathy_version="1.0.0/en heard-0123456789ab",
            custom_tags="vip ,, empathy__3_good",
        ),
        account(),
    )
    assert ticket.fields == {
        "empathy": "empathy__3_good",
        "shown": ("empathy_shown__clear_steps", "empathy_shown__own_words"),
        "review": "empathy_review__disagree",
        "version": "1.0.0/en",
    }
    assert ticket.tags == {"vip", "empathy__3_good"}
    assert ticket.keys == {"heard-0123456789ab"}


def test_a_version_without_a_key_means_not_done() -> None:
    assert mapping.ticket(raw(custom_empathy_version="1.0.0/en"), account()).keys == frozenset()


def test_a_ticket_was_solved_by_its_last_close_or_else_at_its_last_activity() -> None:
    closes = [follow_up(1, new_status=3), follow_up(2, new_status=2), follow_up(3, new_status=4), follow_up(4)]
    assert mapping.solved_at(raw(followup_set=closes)) == datetime(2026, 11, 24, 10, 0, 3, tzinfo=UTC)
    assert mapping.solved_at(raw(followup_set=[follow_up(5)])) == datetime(2026, 11, 24, 10, 0, 5, tzinfo=UTC)
    assert mapping.solved_at(raw(followup_set=[])) == mapping.EPOCH
