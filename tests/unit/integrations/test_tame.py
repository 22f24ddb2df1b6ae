"""JSON from outside gives only what was asked for, and says where it does not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from integrations.errors import Malformed, Surprise
from integrations.tame import Wild, expect

if TYPE_CHECKING:
    from collections.abc import Callable

TICKET = Wild(
    {"id": 7, "subject": "Parcel", "at": "2026-11-24T10:00:00Z", "people": [{"id": 1}, {"id": "2"}], "none": None},
    "ticket",
)


def test_values_of_the_promised_kind_come_out() -> None:
    assert TICKET["id"].number() == 7
    assert TICKET["subject"].text() == "Parcel"
    assert TICKET["at"].moment() == datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert [person["id"].value for person in TICKET["people"].each()] == [1, "2"]


def test_null_and_what_is_not_there_are_the_same() -> None:
    for name in ("none", "missing"):
        assert TICKET[name].absent
        assert TICKET[name].text() == ""
        assert TICKET[name].optional_number() is None


def test_a_time_without_a_zone_is_utc_and_one_with_a_zone_keeps_it() -> None:
    assert Wild("2026-11-24T10:00:00", "at").moment() == datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert Wild("2026-11-24T11:00:00+01:00", "at").moment() == datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (TICKET["subject"].number, "ticket.subject: expected an integer"),
        (lambda: Wild(value=True, path="flag").number(), "flag: expected an integer"),
        (TICKET["subject"].optional_number, "ticket.subject: expected an integer"),
        (TICKET["id"].text, "ticket.id: expected a text"),
        (TICKET["subject"].moment, "ticket.subject: expected an ISO 8601 time"),
        (TICKET["missing"].moment, "ticket.missing: expected an ISO 8601 time"),
        (lambda: TICKET["subject"]["id"], "ticket.subject: expected an object"),
        (lambda: list(TICKET["missing"].each()), "ticket.missing: expected an array"),
        (
            lambda: [one["id"].number() for one in TICKET["people"].each()],
            r"ticket.people\[1\].id: expected an integer",
        ),
    ],
)
def test_anything_else_is_named_by_its_path_and_never_by_its_text(ask: Callable[[], object], message: str) -> None:
    with pytest.raises(Malformed, match=f"^{message}$") as raised:
        ask()
    assert "Parcel" not in str(raised.value)


def test_it_does_not_show_what_it_holds() -> None:
    assert "Parcel" not in repr(TICKET)


def test_an_answer_of_another_form_is_a_surprise() -> None:
    assert expect(lambda raw: raw["id"].number(), {"id": 7}, "ticket") == 7
    with pytest.raises(Surprise, match=r"ticket\.id"):
        expect(lambda raw: raw["id"].number(), {"id": "x"}, "ticket")
