"""What goes over the wire to a django-helpdesk, and what its failures mean."""

from __future__ import annotations

import json

import pytest
import responses

from config.secret import Secret
from integrations.django_helpdesk.client import Client
from integrations.errors import (
    Surprise,
)
from tests.gate import Gate
from tests.unit.integrations.django_helpdesk.recorded import account, recorded

API = "https://desk.example/api/"
TICKET = API + "tickets/1/"


def client(gate: Gate | None = None) -> Client:
    return Client(account(secrets={"password": Secret("pa:ss")}, username="heard-bot"), gate or Gate())


@responses.activate
def test_the_password_goes_in_a_header_and_the_address_has_its_slash() -> None:
    responses.get(TICKET, json=recorded("ticket_resolved"))
    assert client().ticket("1").id == 1
    assert responses.calls[0].request.headers["Authorization"] == "Basic aGVhcmQtYm90OnBhOnNz"


@responses.activate
def test_a_token_stands_for_the_password() -> None:
    responses.get(TICKET, json=recorded("ticket_resolved"))
    Client(account(secrets={"token": Secret("t0ken")}), Gate()).ticket("1")
    assert responses.calls[0].request.headers["Authorization"] == "Token t0ken"


@responses.activate
def test_the_placeholder_is_private_has_no_title_and_no_status() -> None:
    made = recorded("ticket_placeholder")["followup_set"][-1]
    responses.post(API + "followups/", json=made, status=201)
    client().add_placeholder(1)
    sent = json.loads(responses.calls[0].request.body or "")
    assert sent["public"] is False
    assert sent.keys() == {"ticket", "public", "comment", "time_spent"}


@responses.activate
def test_no_fields_to_set_is_no_request() -> None:
    client().set_fields(1, {})
    assert len(responses.calls) == 0


@responses.activate
def test_every_page_of_solved_tickets_is_read_from_the_host_that_we_know() -> None:
    page = recorded("page")
    responses.get(API + "tickets/", json=page | {"next": "http://inside:8000/api/tickets/?page=2"})
    responses.get(API + "tickets/", json=page | {"next": None})
    assert len(list(client().solved())) == 4
    assert [call.request.params["page"] for call in responses.calls] == ["1", "2"]


@pytest.mark.parametrize("body", ["<html>login</html>", "[]", '{"id": 1}'])
@responses.activate
def test_an_answer_of_another_form_is_a_surprise(body: str) -> None:
    responses.get(TICKET, body=body)
    with pytest.raises(Surprise):
        client().ticket("1")
