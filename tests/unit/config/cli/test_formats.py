"""The conversation format: what is taken, and how each wrong field is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.cli.formats import conversation, reply
from config.cli.jsontext import BadInput
from workers.empathy.model import Conversation, Message

SECRET = "Anna Example lost her card"


def talk(**changes: object) -> dict[str, object]:
    return {"messages": [{"role": "customer", "body": "It broke."}, {"role": "agent", "body": "I see.", **changes}]}


def flaw(value: object) -> BadInput:
    with pytest.raises(BadInput) as caught:
        conversation(value)
    return caught.value


def test_role_and_body_are_enough() -> None:
    assert conversation(talk()) == Conversation(
        id=None,
        messages=(Message("1", "customer", "It broke."), Message("2", "agent", "I see.")),
    )


def test_every_field_is_read() -> None:
    full = {
        "id": "4711",
        "subject": "Billing date",
        "language": "en",
        "messages": [
            {
                "id": "m1",
                "role": "agent",
                "author": "a1",
                "at": "2026-11-20T09:00:00Z",
                "public": False,
                "channel": "email",
                "body": "Hello.",
            }
        ],
    }
    assert conversation(full) == Conversation(
        id="4711",
        subject="Billing date",
        language="en",
        messages=(Message("m1", "agent", "Hello.", "a1", "2026-11-20T09:00:00Z", public=False, channel="email"),),
    )


def test_unknown_keys_are_ignored() -> None:
    assert conversation({**talk(mood={"a": 1}), "labels": [1]}) == conversation(talk())


@pytest.mark.parametrize("name", ["id", "author", "at", "public", "channel"])
def test_null_is_absent(name: str) -> None:
    assert conversation(talk(**{name: None})) == conversation(talk())


def test_ids_may_be_numbers_as_helpdesks_have_them() -> None:
    read = conversation({"id": 4711, **talk(id=98, author=7)})
    assert (read.id, read.messages[1].id, read.messages[1].author) == ("4711", "98", "7")


def test_no_messages_is_a_conversation_without_a_reply() -> None:
    assert conversation({"messages": []}).messages == ()


class TestAuthorAsRole:
    """Exports often have no role but say "customer" or "agent" as the author."""

    @pytest.mark.parametrize("word", ["customer", "agent", "bot"])
    def test_is_the_role(self, word: str) -> None:
        message = conversation({"messages": [{"author": word, "body": "Hi."}]}).messages[0]
        assert (message.role, message.author) == (word, None)

    def test_a_role_wins(self) -> None:
        message = conversation({"messages": [{"author": "agent", "role": "customer", "body": "Hi."}]}).messages[0]
        assert (message.role, message.author) == ("customer", "agent")

    def test_another_author_is_no_role(self) -> None:
        assert flaw({"messages": [{"author": "Jo", "body": "Hi."}]}).field == "messages[0].role"


@pytest.mark.parametrize(
    ("value", "field", "message"),
    [
        ([], "", "expected one conversation, an object with messages, got a list"),
        (SECRET, "", "expected one conversation, an object with messages, got a string of 26 characters"),
        (None, "", "expected one conversation, an object with messages, got null"),
        ({}, "messages", "expected a list of messages, but it is missing"),
        ({"messages": None}, "messages", "expected a list of messages, got null"),
        ({"messages": {}}, "messages", "expected a list of messages, got an object"),
        ({"messages": ["Hi"]}, "messages[0]", "expected an object, got a string of 2 characters"),
        ({"messages": [{"body": "Hi"}]}, "messages[0].role", "expected customer, agent or bot, but it is missing"),
        (talk(role="agnet"), "messages[1].role", 'expected customer, agent or bot, got "agnet"'),
        (talk(role=SECRET), "messages[1].role", "expected customer, agent or bot, got a string of 26 characters"),
        (talk(role=3), "messages[1].role", "expected customer, agent or bot, got a number"),
        (talk(role=["agent"]), "messages[1].role", "expected customer, agent or bot, got a list"),
        ({"messages": [{"role": "bot"}]}, "messages[0].body", "expected a string, but it is missing"),
        (talk(body=None), "messages[1].body", "expected a string, got null"),
        (talk(body=["a"]), "messages[1].body", "expected a string, got a list"),
        (talk(id=1.5), "messages[1].id", "expected a string, got a number"),
        (talk(id=True), "messages[1].id", "expected a string, got true or false"),
        (talk(author={}), "messages[1].author", "expected a string, got an object"),
        (talk(at=1700000000), "messages[1].at", "expected a string, got a number"),
        (
            talk(at=SECRET),
            "messages[1].at",
            "expected a time such as 2026-11-20T09:00:00Z, got a string of 26 characters",
        ),
        (talk(public="yes"), "messages[1].public", "expected true or false, got a string of 3 characters"),
        (talk(public=1), "messages[1].public", "expected true or false, got a number"),
        (talk(channel=1), "messages[1].channel", "expected a string, got a number"),
        ({"id": [], **talk()}, "id", "expected a string, got a list"),
        ({"subject": 1, **talk()}, "subject", "expected a string, got a number"),
        ({"language": False, **talk()}, "language", "expected a string, got true or false"),
    ],
)
def test_a_wrong_field_is_named_with_what_was_expected(value: object, field: str, message: str) -> None:
    found = flaw(value)
    assert (found.field, found.message) == (field, message)
    assert "Anna" not in found.message


def test_two_messages_of_one_id_could_not_be_told_apart() -> None:
    """The first message's own id is the second's default."""
    messages = [{"id": "2", "role": "customer", "body": "a"}, {"role": "agent", "body": "b"}]
    assert flaw({"messages": messages}).field == "messages[1].id"


def test_a_bare_reply_is_an_agents() -> None:
    assert reply("Hi\n") == Conversation(id=None, messages=(Message("1", "agent", "Hi\n"),))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
NAMES = ["id", "role", "author", "at", "public", "channel", "body", "messages", "subject", "language"]
near_misses = st.fixed_dictionaries(
    {"messages": st.lists(st.dictionaries(st.sampled_from(NAMES), json_values, max_size=6), max_size=3)},
    optional={"id": json_values, "subject": json_values, "language": json_values},
)


@given(json_values | near_misses)
def test_any_json_is_a_conversation_or_a_named_flaw(value: object) -> None:
    try:
        read = conversation(value)
    except BadInput:
        return
    assert isinstance(value, dict)
    assert [message.body for message in read.messages] == [message["body"] for message in value["messages"]]
    assert {type(message.id) for message in read.messages} <= {str}
