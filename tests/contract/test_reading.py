"""What `fetch` promises."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from integrations import registry
from integrations.errors import Gone, RateLimited, Unauthorized, Unreachable
from integrations.model import Status, TicketRef
from tests.contract import kit
from tests.machine import free_port
from workers.conversation import to_conversation

if TYPE_CHECKING:
    from tests.contract.rigs.base import Rig

ODD = "Grüße aus Łódź 👋🏽 “quoted” & <b>not bold</b> {{ not.a.template }}\n\nשָׁם\nlast line"


def test_who_said_what_oldest_first(rig: Rig) -> None:
    ticket = rig.open_ticket("It never came.", "Parcel 7")
    rig.agent_writes(ticket, "Which address?")
    rig.customer_writes(ticket, "Mill Lane 4.")
    rig.agent_writes(ticket, "Sent again.", solve=True)
    found = kit.heard(rig).fetch(ticket)
    assert found.ref == TicketRef(rig.account().name, ticket)
    assert found.subject == "Parcel 7"
    assert kit.texts(found) == [
        ("customer", "It never came."),
        ("agent", "Which address?"),
        ("customer", "Mill Lane 4."),
        ("agent", "Sent again."),
    ]
    assert len({message.id for message in found.messages}) == 4
    assert [message.at for message in found.messages] == sorted(message.at for message in found.messages)


def test_two_agents_are_two_authors_and_a_customer_is_neither(rig: Rig) -> None:
    ticket = kit.solved(rig)
    authors = {message.role: message.author_id for message in kit.heard(rig).fetch(ticket).messages}
    assert len(set(authors.values())) == len(authors) == 2


def test_a_private_note_is_no_part_of_the_conversation(rig: Rig) -> None:
    ticket = rig.open_ticket()
    rig.agent_writes(ticket, "He is angry, careful.", public=False)
    rig.agent_writes(ticket, "Sent again.", solve=True)
    found = kit.heard(rig).fetch(ticket)
    assert [role for role, _ in kit.texts(found)] == ["customer", "agent"]
    assert "careful" not in repr(to_conversation(found))


def test_a_machines_words_are_not_an_agents(rig: Rig) -> None:
    ticket = rig.open_ticket()
    rig.automation_writes(ticket, "We have received your request.")
    rig.agent_writes(ticket, "Sent again.", solve=True)
    spoken = [text for role, text in kit.texts(kit.heard(rig).fetch(ticket)) if role == "agent"]
    assert spoken == ["Sent again."]


def test_open_solved_and_solved_no_more(rig: Rig) -> None:
    ticket = rig.open_ticket()
    desk = kit.heard(rig)
    assert desk.fetch(ticket).status is Status.OPEN
    rig.agent_writes(ticket, "Sent again.", solve=True)
    assert desk.fetch(ticket).status is Status.SOLVED
    rig.customer_writes(ticket, "It is the wrong one.")
    assert desk.fetch(ticket).status is Status.OPEN


def test_closed_is_said_where_it_takes_no_note(rig: Rig) -> None:
    ticket = kit.solved(rig)
    rig.close(ticket)
    expected = Status.SOLVED if rig.traits.closed_takes_note else Status.CLOSED
    assert kit.heard(rig).fetch(ticket).status is expected


def test_odd_and_long_texts_come_as_they_were_written(rig: Rig) -> None:
    long = "I waited. " * 2000
    ticket = rig.open_ticket(ODD)
    rig.agent_writes(ticket, long.strip(), solve=True)
    found = kit.texts(kit.heard(rig).fetch(ticket))
    assert [kit.squeezed(text) for _, text in found] == [kit.squeezed(ODD), kit.squeezed(long)]
    assert found[0][1].count("\n") >= 2


def test_a_long_conversation_comes_whole(rig: Rig) -> None:
    ticket = rig.open_ticket("0")
    more = [str(number) for number in range(1, rig.traits.page_size + 5)]
    for text in more:
        rig.agent_writes(ticket, text)
    assert [text for _, text in kit.texts(kit.heard(rig).fetch(ticket))] == ["0", *more]


def test_what_people_set_is_read_by_our_names(rig: Rig) -> None:
    ticket = kit.solved(rig)
    rig.human_tags(ticket, "vip", "late")
    rig.human_sets(ticket, "review", "empathy_review__disagree")
    found = kit.heard(rig).fetch(ticket)
    assert {"vip", "late"} <= found.tags
    assert found.fields == {"review": "empathy_review__disagree"}
    assert found.keys == frozenset()


def test_reading_writes_nothing_and_says_the_same_twice(rig: Rig) -> None:
    ticket = kit.solved(rig)
    before = len(rig.wire.exchanges)
    assert kit.heard(rig).fetch(ticket) == kit.heard(rig).fetch(ticket)
    assert rig.wire.writes(before) == []


def test_a_ticket_that_is_not_there(rig: Rig) -> None:
    with pytest.raises(Gone):
        kit.heard(rig).fetch(rig.missing_ticket)


def test_wrong_credentials(rig: Rig) -> None:
    with pytest.raises(Unauthorized) as refused:
        registry.helpdesk(rig.refused_account(), kit.Gate()).fetch("1")
    assert not refused.value.retryable


def test_nobody_there(rig: Rig) -> None:
    away = replace(rig.account(), url=f"http://127.0.0.1:{free_port()}")
    with pytest.raises(Unreachable):
        registry.helpdesk(away, kit.Gate()).fetch("1")


def test_a_shut_gate_keeps_everything_in(rig: Rig) -> None:
    ticket = kit.solved(rig)
    before = len(rig.wire.exchanges)
    with pytest.raises(RateLimited):
        kit.heard(rig, kit.Gate([30.0])).fetch(ticket)
    assert len(rig.wire.exchanges) == before
