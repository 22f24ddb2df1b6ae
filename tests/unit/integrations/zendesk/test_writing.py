"""What is sent to a ticket, and what must come back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from integrations.errors import Surprise
from integrations.model import Annotation, Note, Ticket
from integrations.tame import Wild
from integrations.zendesk import mapping, shape, writing
from integrations.zendesk.conversation import Transcript
from tests.unit.integrations.zendesk.recorded import FIELDS, KEY, LEAN, account, raw_ticket, recorded

WANTED = Annotation(
    KEY,
    {
        "empathy": "empathy__3_good",
        "shown": ("empathy_shown__own_words", "empathy_shown__owner_and_time"),
        "idea": "empathy_idea__confirm_fix",
        "score": "71",
        "confidence": "",
        "feeling": "",
        "version": "1.0.0/en",
    },
    Note("Empathy check: Good", "<p>Empathy check: Good</p>"),
)


def ticket(**set_to: object) -> Ticket:
    numbers = {int(FIELDS[name]): value for name, value in set_to.items()}
    return mapping.ticket(raw_ticket(set_to=numbers), Transcript((), frozenset()), account())


def sent(now: Ticket, wanted: Annotation = WANTED, **more: object) -> dict[str, object]:
    return writing.body(now, wanted, account(**more))  # type: ignore[arg-type]


def values(body: dict[str, object]) -> dict[int, object]:
    fields = body["custom_fields"]
    assert isinstance(fields, list)
    return {field["id"]: field["value"] for field in fields}


def test_one_update_carries_note_fields_and_key_and_is_bound_to_what_was_read() -> None:
    assert sent(ticket()) == {
        "comment": {"html_body": "<p>Empathy check: Good</p>", "public": False},
        "custom_fields": [
            {"id": 360001, "value": "empathy__3_good"},
            {"id": 360003, "value": "empathy_idea__confirm_fix"},
            {"id": 360007, "value": "71"},
            {"id": 360002, "value": ["empathy_shown__own_words", "empathy_shown__owner_and_time"]},
            {"id": 360005, "value": f"1.0.0/en {KEY}"},
        ],
        "metadata": {"heard_key": KEY},
        "safe_update": True,
        "updated_stamp": "2026-11-20T10:30:00Z",
    }


def test_without_a_note_there_is_no_comment() -> None:
    assert "comment" not in sent(ticket(), replace(WANTED, note=None))


@pytest.mark.parametrize("name", ["status", "tags", "assignee_id", "custom_status_id", "additional_tags"])
def test_what_belongs_to_people_is_never_sent(name: str) -> None:
    assert name not in sent(ticket(review="empathy_review__agree"))


def test_what_an_earlier_check_left_is_emptied_and_what_was_empty_is_left_alone() -> None:
    wanted = replace(WANTED, fields={"empathy": "empathy__9_not_scored", "shown": (), "idea": "", "feeling": ""})
    before = ticket(empathy="empathy__3_good", shown=["empathy_shown__clear_steps"], idea="empathy_idea__tone")
    assert values(sent(before, wanted)) == {
        360001: "empathy__9_not_scored",
        360002: [],
        360003: None,
        360005: KEY,
    }


def test_the_agents_review_is_never_touched() -> None:
    wanted = replace(WANTED, fields=dict(WANTED.fields) | {"review": "empathy_review__agree"})
    assert 360004 not in values(sent(ticket(review="empathy_review__disagree"), wanted))


def test_only_configured_fields_are_sent() -> None:
    assert values(sent(ticket(), fields=LEAN)).keys() == {360001, 360002, 360003}


@pytest.mark.parametrize("text", ["{{ticket.title}}", "{% now %}", "{{{x}}}", "{%%}}", "{ {x} }"])
def test_no_placeholder_survives_in_a_note(text: str) -> None:
    body = sent(ticket(), replace(WANTED, note=Note(text, f"<p>{text}</p>")))
    comment = body["comment"]
    assert isinstance(comment, dict)
    html = comment["html_body"]
    assert not any(sign in html for sign in ("{{", "{%", "}}", "%}"))
    assert html.replace("\N{WORD JOINER}", "") == f"<p>{text}</p>"


def answer(**changes: object) -> shape.Updated:
    body = recorded("update_200")
    for field in body["ticket"]["custom_fields"]:
        name = next((name for name, number in FIELDS.items() if int(number) == field["id"]), "")
        field["value"] = changes.get(name, field["value"])
    if "events" in changes:
        events = changes["events"]
        body["audit"] = None if events is None else body["audit"] | {"events": events}
    return shape.updated(Wild(body, "body"))


def test_the_recorded_answer_shows_what_was_sent() -> None:
    writing.confirm(answer(), ticket(), WANTED, account())


@pytest.mark.parametrize("value", [71, 71.0, "71"])
def test_a_number_may_come_back_as_a_number(value: object) -> None:
    writing.confirm(answer(score=value), ticket(), WANTED, account())


@pytest.mark.parametrize(
    "changes",
    [
        {"empathy": None},
        {"empathy": "empathy__4_strong"},
        {"shown": ["empathy_shown__own_words"]},
        {"shown": None},
        {"version": "1.0.0/en"},
        {"score": 72},
    ],
)
def test_a_field_that_does_not_carry_it_is_named_by_name_and_id(changes: dict[str, object]) -> None:
    (name,) = changes
    with pytest.raises(Surprise, match=rf"{name} \({FIELDS[name]}\)"):
        writing.confirm(answer(**changes), ticket(), WANTED, account())


def test_what_should_be_empty_must_be() -> None:
    before = ticket(confidence="empathy_confidence__low")
    for empty in (None, ""):
        writing.confirm(answer(confidence=empty), before, WANTED, account())
    with pytest.raises(Surprise, match="confidence"):
        writing.confirm(answer(confidence="empathy_confidence__low"), before, WANTED, account())


@pytest.mark.parametrize(
    "events", [None, [], [{"type": "Change"}], [{"type": "Comment", "public": True}], [{"type": "Comment"}]]
)
def test_a_note_that_does_not_show_as_private_is_no_success(events: object) -> None:
    with pytest.raises(Surprise, match="private note"):
        writing.confirm(answer(events=events), ticket(), WANTED, account())


def test_without_a_note_none_is_looked_for() -> None:
    writing.confirm(answer(events=None), ticket(), replace(WANTED, note=None), account())
