"""What `annotate` promises, when nothing goes wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from integrations import registry
from integrations.model import Outcome
from tests.contract import kit

if TYPE_CHECKING:
    from tests.contract.rigs.base import Rig

INJECTIONS = [
    "{{ ticket.title }} {{ticket.requester.name}}",
    '{% now "Y" %} {# x #}',
    '<script>alert(1)</script> <img src=x onerror="alert(1)"> <b>bold</b>',
    "**stars** [link](javascript:alert(1)) `code`",
    "\u202eevil\u202c \u2066iso\u2069",
    "' OR 1=1; -- \" & \\ %s {0} $HOME",
]


def assert_one_note(rig: Rig, ticket: str, key: str) -> None:
    notes = rig.notes(ticket)
    assert [key in note for note in notes] == [True]


def test_note_fields_tags_and_key_arrive(rig: Rig) -> None:
    ticket = kit.solved(rig)
    rig.human_tags(ticket, "vip")
    wanted = kit.annotation(idea="empathy_idea__confirm_fix", score="82")
    assert kit.write(rig, ticket, wanted) is Outcome.NOTE
    assert wanted.note
    assert [kit.squeezed(note) for note in rig.notes(ticket)] == [kit.squeezed(wanted.note.text)]
    assert rig.fields(ticket) == {
        "empathy": "empathy__3_good",
        "shown": ("empathy_shown__own_words",),
        "idea": "empathy_idea__confirm_fix",
        "score": "82",
    }
    assert rig.tags(ticket) == {"vip", *wanted.tags}
    found = kit.heard(rig).fetch(ticket)
    assert found.keys == {wanted.key}
    assert found.fields == {**rig.fields(ticket), "version": "1.0.0/en"}


def test_our_own_note_is_no_part_of_the_conversation(rig: Rig) -> None:
    ticket = kit.solved(rig)
    before = kit.texts(kit.heard(rig).fetch(ticket))
    kit.write(rig, ticket, kit.annotation())
    assert kit.texts(kit.heard(rig).fetch(ticket)) == before


def test_a_customer_never_sees_a_trace(rig: Rig) -> None:
    ticket = kit.solved(rig)
    before = rig.customer_sees(ticket)
    kit.write(rig, ticket, kit.annotation())
    assert rig.customer_sees(ticket) == before
    assert "mpathy" not in before


def test_every_write_says_private_and_none_names_a_status_or_replaces_tags(rig: Rig) -> None:
    ticket = kit.solved(rig)
    rig.human_tags(ticket, "vip")
    status, before = rig.status(ticket), len(rig.wire.exchanges)
    kit.write(rig, ticket, kit.annotation())
    assert rig.status(ticket) == status
    for sent in (exchange.sent.decode() for exchange in rig.wire.writes(before)):
        names = names_in(json.loads(sent))
        assert not names & ({"status", "new_status", "custom_status_id", "assignee_id"} | rig.traits.tags_in_writes)
        assert names.isdisjoint({"comment", "body", "html_body"}) or "public" in names
        assert '"public": true' not in sent
        assert '"public":true' not in sent


def names_in(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(names_in, value.values()))
    return set().union(*map(names_in, value)) if isinstance(value, list) else set()


def test_a_second_time_writes_nothing(rig: Rig) -> None:
    ticket, wanted = kit.solved(rig), kit.annotation()
    kit.write(rig, ticket, wanted)
    before = len(rig.wire.exchanges)
    assert kit.write(rig, ticket, wanted) is Outcome.UNCHANGED
    assert rig.wire.writes(before) == []
    assert_one_note(rig, ticket, wanted.key)


def test_what_a_person_changes_afterwards_stays(rig: Rig) -> None:
    ticket, wanted = kit.solved(rig), kit.annotation()
    kit.write(rig, ticket, wanted)
    rig.human_sets(ticket, "empathy", "empathy__1_needs_a_look")
    rig.human_sets(ticket, "review", "empathy_review__disagree")
    assert kit.write(rig, ticket, wanted) is Outcome.UNCHANGED
    found = rig.fields(ticket)
    assert (found["empathy"], found["review"]) == ("empathy__1_needs_a_look", "empathy_review__disagree")


def test_a_persons_review_and_tags_survive_a_new_result(rig: Rig) -> None:
    ticket = kit.solved(rig)
    kit.write(rig, ticket, kit.annotation())
    rig.human_sets(ticket, "review", "empathy_review__agree")
    rig.human_tags(ticket, "vip", "late")
    kit.write(rig, ticket, kit.annotation(band="4_strong", with_note=False))
    assert {"vip", "late"} <= rig.tags(ticket)
    assert rig.fields(ticket)["review"] == "empathy_review__agree"


def test_fields_without_a_note(rig: Rig) -> None:
    ticket = kit.solved(rig)
    wanted = kit.annotation(band="9_not_scored", shown=(), with_note=False)
    assert kit.write(rig, ticket, wanted) is Outcome.FIELDS
    assert rig.notes(ticket) == []
    assert rig.fields(ticket) == {"empathy": "empathy__9_not_scored"}
    found = kit.heard(rig).fetch(ticket)
    assert found.keys == {wanted.key}
    before = len(rig.wire.exchanges)
    assert kit.write(rig, ticket, wanted) is Outcome.UNCHANGED
    assert rig.wire.writes(before) == []


@pytest.mark.parametrize("with_note", [True, False])
def test_with_the_fewest_fields_a_result_is_still_known_again(rig: Rig, *, with_note: bool) -> None:
    account = rig.account()
    fewest = registry.SPECS[account.helpdesk].required_fields
    fields = {name: account.fields[name] for name in fewest}
    ticket, wanted = kit.solved(rig), kit.annotation(with_note=with_note)
    for expected in (Outcome.NOTE if with_note else Outcome.FIELDS, Outcome.UNCHANGED):
        desk = kit.heard(rig, fields=fields)
        assert desk.annotate(desk.fetch(ticket), wanted).outcome is expected
    assert len(rig.notes(ticket)) == with_note


def test_solved_anew_with_a_new_reply_the_result_is_replaced(rig: Rig) -> None:
    ticket = kit.solved(rig)
    first = kit.annotation(idea="empathy_idea__steps")
    kit.write(rig, ticket, first)
    rig.customer_writes(ticket, "Still nothing.")
    rig.agent_writes(ticket, "It is at the depot, I will call you at five.", solve=True)
    second = kit.annotation(band="4_strong", shown=("empathy_shown__owner_and_time",), idea="", with_note=False)
    assert kit.write(rig, ticket, second) is Outcome.FIELDS
    assert rig.fields(ticket) == {"empathy": "empathy__4_strong", "shown": ("empathy_shown__owner_and_time",)}
    assert rig.tags(ticket) == {"empathy__4_strong", "empathy_shown__owner_and_time"}
    assert second.key in kit.heard(rig).fetch(ticket).keys
    assert_one_note(rig, ticket, first.key)


def test_solved_anew_with_a_changed_result_there_is_one_new_note(rig: Rig) -> None:
    ticket = kit.solved(rig)
    kit.write(rig, ticket, kit.annotation())
    rig.agent_writes(ticket, "And once more.", solve=True)
    second = kit.annotation(band="1_needs_a_look")
    assert kit.write(rig, ticket, second) is Outcome.NOTE
    assert kit.write(rig, ticket, second) is Outcome.UNCHANGED
    assert [second.key in note for note in rig.notes(ticket)] == [False, True]


@pytest.mark.parametrize("words", [*INJECTIONS, "ß👋🏽 שלום " * 100, "w" * 1000])
def test_whatever_a_note_quotes_arrives_as_text(rig: Rig, words: str) -> None:
    ticket, wanted = kit.solved(rig), kit.annotation(words=words)
    kit.write(rig, ticket, wanted)
    assert wanted.note
    assert [kit.squeezed(note) for note in rig.notes(ticket)] == [kit.squeezed(wanted.note.text)]
    assert kit.heard(rig).fetch(ticket).keys == {wanted.key}
