"""What the adapter believes of the API's answers, and what it refuses to believe."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from integrations.django_helpdesk import shape
from integrations.errors import Malformed
from integrations.tame import Wild
from tests.unit.integrations.django_helpdesk.recorded import recorded, ticket


def test_a_recorded_ticket_is_understood() -> None:
    found = ticket()
    assert (found.id, found.status, found.merged_to) == (1, 3, None)
    assert found.resolution == "Fixed, the 15th is set. I look again tomorrow at 10."
    assert found.follow_ups[-1].new_status == 3
    assert found.custom["empathy"] == ""


def test_a_recorded_page_says_whether_more_follow() -> None:
    page = shape.page(Wild(recorded("page"), "page"))
    assert (len(page.tickets), page.more) == (2, True)
    assert not shape.page(Wild(recorded("page") | {"next": None}, "page")).more


def test_the_recorded_description_tells_lists_from_texts() -> None:
    fields = shape.description(Wild(recorded("options"), "options"))
    assert fields["custom_empathy"].type == "choice"
    assert fields["custom_empathy"].choices >= {"", "empathy__4_strong"}
    assert (fields["custom_tags"].type, fields["custom_tags"].max_length) == ("string", 1000)


def test_a_user_who_may_not_write_is_described_nothing() -> None:
    assert shape.description(Wild({"name": "Ticket List"}, "options")) == {}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id": None}, "ticket.id"),
        ({"id": True}, "ticket.id"),
        ({"title": 7}, "ticket.title"),
        ({"status": "3"}, "status"),
        ({"merged_to": "x"}, "merged_to"),
        ({"followup_set": {}}, "followup_set"),
        ({"followup_set": [7]}, r"ticket.followup_set\[0\]"),
        ({"followup_set": [{"id": 1, "date": "yesterday"}]}, r"ticket.followup_set\[0\].date"),
    ],
)
def test_an_answer_of_another_form_is_named_by_field(changes: dict[str, object], field: str) -> None:
    with pytest.raises(Malformed, match=field):
        ticket(**changes)


def test_null_texts_are_empty_and_a_time_without_zone_is_utc() -> None:
    found = shape.follow_up(Wild({"id": 1, "comment": None, "date": "2026-11-24T10:00:00"}, "followup"))
    assert (found.comment, found.title, found.public) == ("", "", False)
    assert found.date == datetime(2026, 11, 24, 10, tzinfo=UTC)
