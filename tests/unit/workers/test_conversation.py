"""The scorer sees public turns under pseudonyms, and no one's id."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from integrations.model import Role
from tests.unit.workers.doubles import message, ticket
from workers.conversation import to_conversation


def test_public_turns_in_order_with_ids_and_times() -> None:
    turns = (message(2), message(1, Role.CUSTOMER, channel="email"))
    conversation = to_conversation(ticket(messages=turns, language="en"))
    assert (conversation.id, conversation.subject, conversation.language) == ("4711", "Billing date", "en")
    first, second = conversation.messages
    assert (first.id, first.role, first.author, first.channel) == ("1", "customer", "c1", "email")
    assert (second.id, second.body, second.at) == ("2", "Turn 2.", "2026-01-01T09:02:00+00:00")


def test_private_notes_and_unknown_authors_stay_out() -> None:
    turns = (message(1), message(2, public=False), message(3, Role.UNKNOWN), message(4, Role.BOT))
    assert [turn.id for turn in to_conversation(ticket(messages=turns)).messages] == ["1", "4"]


def test_an_author_keeps_the_same_pseudonym() -> None:
    authors = ["jane", "joe", "jane", "jim"]
    turns = tuple(message(number, author_id=author) for number, author in enumerate(authors))
    assert [turn.author for turn in to_conversation(ticket(messages=turns)).messages] == ["a1", "a2", "a1", "a3"]


@given(st.lists(st.tuples(st.sampled_from(Role), st.sampled_from("xyz"), st.booleans()), max_size=8))
def test_no_author_id_comes_through(turns: list[tuple[Role, str, bool]]) -> None:
    messages = tuple(
        message(number, role, author_id=f"person-{who}@example.org", public=public)
        for number, (role, who, public) in enumerate(turns)
    )
    assert "@example.org" not in repr(to_conversation(ticket(messages=messages)))
