"""The way in, for people and for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from integrations.django_helpdesk.demo import story
from integrations.django_helpdesk.demo.place import Place
from integrations.django_helpdesk.demo.tour import Tour

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def tour(tmp_path: Path) -> Tour:
    return Tour(Place(tmp_path, 8800, 8801), "Empathy check: Good", "http://127.0.0.1:8800/view/?ticket=support-10")


def test_people_are_told_where_to_go_as_whom_and_what_to_write(tour: Tour) -> None:
    text = tour.text(29)
    for needed in (
        "http://127.0.0.1:8800/tickets/10/",
        "ines / ines-demo",
        "http://127.0.0.1:8800/tickets/1/",
        "maya / maya-demo",
        "http://127.0.0.1:8800/saved-searches/",
        "lead / lead-demo",
        "http://127.0.0.1:8800/view/?ticket=support-10",
        *story.suggested_reply().splitlines(),
        str(tour.place.logs),
        "Ctrl-C",
        "--reset",
    ):
        assert needed in text
    assert "29 tickets that were solved before are read now" in text


def test_when_everything_was_read_before_nothing_is_said_of_it(tour: Tour) -> None:
    assert "solved before" not in tour.text(0)


def test_programs_are_told_the_same_and_no_secret(tour: Tour) -> None:
    said = json.dumps(tour.json())
    assert tour.json()["desk"] == "http://127.0.0.1:8800"
    assert tour.place.hook_key not in said
    assert story.BOT.password not in said


def test_the_tickets_of_the_tour_are_open_in_the_seed_and_have_a_reply() -> None:
    for number in (story.TICKET_TO_TRY, story.TICKET_TO_SHOW):
        ticket = story.tickets()[number - 1]
        assert ticket["status"] == "open"
        assert story.suggested_reply(number) == ticket["suggested_reply"].strip()
