"""Who said what on a Zendesk ticket, and whose words count as an agent's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from integrations.model import Role
from integrations.tame import Wild
from integrations.zendesk import conversation, shape
from tests.unit.integrations.zendesk.recorded import (
    CLEO,
    KEY,
    MAYA,
    OWN_USER,
    TOM,
    comment,
    comments,
    raw_ticket,
    recorded,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTE = f"Empathy check: Good\nrules 1.0.0 · en · ref {KEY}"
VIA_MERGE = {"channel": "web", "source": {"rel": "merge"}}


def heard(*found: dict[str, Any], **more: Any) -> list[tuple[str, str]]:  # noqa: ANN401
    transcript = conversation.from_comments(comments(*found, **more), raw_ticket(), OWN_USER)
    return [(message.role.value, message.body) for message in transcript.messages]


def role(
    author: int = MAYA, users: Mapping[int, Mapping[str, object]] | None = None, **changes: object
) -> Role | None:
    transcript = conversation.from_comments(
        comments(comment(1, author, **changes), users=users), raw_ticket(), OWN_USER
    )
    return transcript.messages[0].role if transcript.messages else None


def keys(*found: dict[str, Any], own_user: int | None = OWN_USER, **more: Any) -> frozenset[str]:  # noqa: ANN401
    return conversation.from_comments(comments(*found, **more), raw_ticket(), own_user).keys


def log(*, own_user: int | None = OWN_USER, events: list[dict[str, Any]] | None = None) -> conversation.Transcript:
    found = recorded("conversation_log")["events"] if events is None else events
    entries = [shape.event(Wild(one, "event")) for one in found]
    return conversation.from_log(entries, raw_ticket("ticket_chat"), own_user)


def entry(number: int, **changes: object) -> dict[str, Any]:
    found: dict[str, Any] = recorded("conversation_log")["events"][number]
    return found | changes


def test_a_recorded_ticket_reads_as_the_conversation_that_its_people_had() -> None:
    found = shape.comments(Wild(recorded("comments"), "body"))
    transcript = conversation.from_comments(found, raw_ticket(), OWN_USER)
    assert [(message.id, message.role.value, message.author_id) for message in transcript.messages] == [
        ("1274", "customer", str(CLEO)),
        ("1275", "bot", "-1"),
        ("1276", "agent", str(MAYA)),
        ("1278", "customer", str(CLEO)),
        ("1279", "agent", str(MAYA)),
    ]
    assert transcript.messages[0].body == "The billing date is wrong and it makes me nervous."
    assert transcript.messages[2].body.splitlines()[1] == "Which card is it for?"
    assert transcript.messages[0].channel == "email"
    assert transcript.complete
    assert transcript.keys == frozenset()


def test_order_is_time_then_number_whatever_the_order_of_the_answer() -> None:
    same_time = {"created_at": "2026-11-20T09:00:00Z"}
    assert heard(comment(3, MAYA, "c"), comment(2, MAYA, "b", **same_time), comment(1, MAYA, "a", **same_time)) == [
        ("agent", "a"),
        ("agent", "b"),
        ("agent", "c"),
    ]


@pytest.mark.parametrize("who", ["agent", "admin"])
def test_staff_are_agents(who: str) -> None:
    assert role(MAYA, {MAYA: {"role": who}}) is Role.AGENT


def test_the_requester_is_the_customer_even_if_an_agent_or_deleted() -> None:
    assert role(CLEO, {CLEO: {"role": "agent"}}) is Role.CUSTOMER
    assert role(CLEO, {CLEO: {"active": False}}) is Role.CUSTOMER


def test_other_end_users_are_customers_unless_they_were_not_part_of_it() -> None:
    someone = {7: {"role": "end-user"}}
    assert role(7, someone) is Role.CUSTOMER
    assert role(7, someone, metadata={"flags": [2]}) is Role.UNKNOWN


def test_authors_who_are_not_known_for_sure_are_never_agents() -> None:
    assert role(424242) is Role.UNKNOWN
    assert role(MAYA, {MAYA: {"active": False}}) is Role.UNKNOWN
    assert role(author_id=None) is Role.BOT
    assert role(0) is Role.BOT
    assert role(-1) is Role.BOT


def test_what_we_write_is_nobodys_reply() -> None:
    assert role(OWN_USER, {OWN_USER: {"role": "admin"}}) is Role.BOT


@pytest.mark.parametrize(
    "channel", ["rule", "system", "answer_bot", "answer_bot_for_web_widget", "automatic_solution_suggestions"]
)
def test_machines_are_bots_whoever_they_write_as(channel: str) -> None:
    assert role(via={"channel": channel, "source": {"rel": None}}) is Role.BOT


@pytest.mark.parametrize("channel", ["web", "email", "api", "mobile", "sms"])
def test_people_write_through_many_channels(channel: str) -> None:
    assert role(via={"channel": channel, "source": {"rel": None}}) is Role.AGENT


def test_flags_tell_automatic_texts_but_not_those_sent_on_behalf() -> None:
    assert role(metadata={"flags": [0, 4]}) is Role.BOT
    assert role(metadata={"flags": [11]}) is Role.AGENT
    assert role(metadata={}) is Role.AGENT
    assert role(metadata=None) is Role.AGENT


@pytest.mark.parametrize(
    "changes",
    [
        {"public": False},
        {"public": None},
        {"type": "VoiceComment"},
        {"via": VIA_MERGE},
        {"via": {"channel": "merge"}},
        {"plain_body": " \n", "body": ""},
        {"plain_body": "▇▇▇▇"},
    ],
)
def test_what_is_not_said_to_the_customer_is_no_message(changes: dict[str, object]) -> None:
    assert role(**changes) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("light", [{"role_type": 1}, {"only_private_comments": True}])
def test_a_light_agent_speaks_in_private_only(light: dict[str, object]) -> None:
    assert role(MAYA, {MAYA: light}) is None


def test_the_body_stands_in_where_there_is_no_plain_one() -> None:
    assert heard(comment(1, MAYA, "text", plain_body=None)) == [("agent", "text")]


def test_our_notes_give_their_keys_back() -> None:
    assert keys(comment(1, OWN_USER, NOTE, public=False)) == {KEY}
    assert keys(comment(1, OWN_USER, NOTE.replace("\n", "\r\n") + "&nbsp;\r\n", public=False)) == {KEY}


def test_a_copy_of_our_note_is_not_ours() -> None:
    assert keys(comment(1, MAYA, NOTE, public=False)) == frozenset()
    assert keys(comment(1, OWN_USER, NOTE)) == frozenset()


def test_without_our_users_id_any_agents_private_note_may_be_ours() -> None:
    assert keys(comment(1, MAYA, NOTE, public=False), own_user=None) == {KEY}
    stranger = {7: {"role": "end-user"}}
    assert keys(comment(1, 7, NOTE, public=False), own_user=None, users=stranger) == frozenset()
    assert keys(comment(1, 424242, NOTE, public=False), own_user=None) == frozenset()


def test_a_recorded_chat_is_read_from_the_log() -> None:
    assert [(message.role.value, message.author_id, message.body) for message in log().messages] == [
        ("bot", "b0b", "Hello! What is it about?"),
        ("customer", str(CLEO), "My parcel is late & I am worried"),
        ("agent", str(MAYA), "Thanks for waiting. I am looking for it right now."),
        ("agent", str(MAYA), "It is at the depot.\nIt comes on Monday & I watch it.\nMaya"),
    ]
    assert [message.channel for message in log().messages] == ["chat"] * 3 + [""]


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ({"type": "agent", "zen:support:user_id": TOM}, Role.AGENT),
        ({"type": "agent"}, Role.AGENT),
        ({"type": "agent", "zen:support:user_id": OWN_USER}, Role.BOT),
        ({"type": "agent", "zen:support:user_id": CLEO}, Role.CUSTOMER),
        ({"type": "user", "zen:sunco:user_id": "c1e0"}, Role.CUSTOMER),
        ({"type": "bot", "zen:support:user_id": -1}, Role.BOT),
        ({"type": "system"}, Role.BOT),
        ({"type": "something new"}, Role.UNKNOWN),
        (None, Role.UNKNOWN),
    ],
)
def test_the_log_says_who_wrote(author: object, expected: Role) -> None:
    (message,) = log(events=[entry(3, author=author)]).messages
    assert message.role is expected


def test_private_comments_in_the_log_give_keys_and_no_messages() -> None:
    ours = entry(5, author={"type": "agent", "zen:support:user_id": OWN_USER}, metadata={"public": False})
    ours["content"] = {"type": "html", "body": f"<p>Empathy check: Good<br>rules 1.0.0 · ref {KEY}</p>"}
    assert log(events=[ours]).messages == ()
    assert log(events=[ours]).keys == {KEY}
    assert log(events=[ours], own_user=None).keys == {KEY}
    theirs = ours | {"author": {"type": "agent", "zen:support:user_id": MAYA}}
    assert log(events=[theirs]).keys == frozenset()


def test_a_chat_without_its_log_is_whole_only_if_an_agent_speaks_in_the_comments() -> None:
    def without_log(*found: dict[str, Any]) -> conversation.Transcript:
        return conversation.without_log(
            conversation.from_comments(comments(*found), raw_ticket("ticket_chat"), OWN_USER)
        )

    assert not without_log(comment(1, CLEO)).complete
    assert without_log(comment(1, CLEO), comment(2, MAYA)).complete
