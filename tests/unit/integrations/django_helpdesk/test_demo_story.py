"""The demo desk's story holds together; read without Django."""

from __future__ import annotations

import subprocess
import sys

from integrations.django_helpdesk import SPEC
from integrations.django_helpdesk.demo import story

STATES = {"open", "reopened", "resolved", "closed", "duplicate"}


def test_there_is_a_ticket_of_every_state_and_every_agent() -> None:
    tickets = story.tickets()
    assert len(tickets) >= 40
    assert {ticket["status"] for ticket in tickets} == STATES
    assert {ticket.get("agent") for ticket in tickets} == {agent.username for agent in story.AGENTS} | {None}


def test_the_ticket_to_try_waits_for_the_suggested_reply() -> None:
    ticket = story.tickets()[story.TICKET_TO_TRY - 1]
    assert ticket["status"] == "open"
    assert ticket["turns"][-1]["by"] == "customer"
    assert story.suggested_reply()


def test_nobody_in_it_can_be_reached() -> None:
    addresses = [ticket["customer"] for ticket in story.tickets()] + [agent.email for agent in story.AGENTS]
    assert [address for address in addresses if not address.endswith(".example")] == []


def test_everything_lies_in_the_past() -> None:
    late = [
        ticket["title"]
        for ticket in story.tickets()
        if sum(turn.get("after_minutes", 35) for turn in ticket["turns"][1:]) >= ticket["hours_ago"] * 60
    ]
    assert late == []


def test_only_tickets_with_a_reply_have_ended() -> None:
    for ticket in story.tickets():
        replied = any(turn["by"] == "agent" for turn in ticket["turns"])
        assert replied or ticket["status"] == "open", ticket["title"]


def test_its_fields_are_fields_that_an_account_may_name() -> None:
    assert SPEC.required_fields <= story.FIELDS.keys() <= SPEC.field_names


def test_the_product_side_of_the_folder_loads_no_django() -> None:
    code = "import sys, integrations.django_helpdesk.desk; print('django' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
