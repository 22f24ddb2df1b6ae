"""How our own follow-ups are told from everyone else's."""

from __future__ import annotations

from integrations.django_helpdesk import marks, shape
from integrations.tame import Wild
from tests.unit.integrations.django_helpdesk.recorded import recorded

KEY = "heard-0123456789ab"


def placeholder(**changes: object) -> shape.FollowUp:
    return shape.follow_up(Wild(recorded("ticket_placeholder")["followup_set"][-1] | changes, "followup"))


def test_a_recorded_placeholder_is_known_by_its_mark() -> None:
    assert marks.is_placeholder(placeholder())
    assert not marks.is_note(placeholder(), KEY)


def test_a_filled_one_is_the_note_of_its_key_and_no_placeholder() -> None:
    note = placeholder(title=marks.NOTE_TITLE, comment=f"Empathy check: Good\nrules 1.0.0 · en · ref {KEY}\n")
    assert marks.is_note(note, KEY)
    assert not marks.is_note(note, "heard-ffffffffffff")
    assert not marks.is_placeholder(note)


def test_an_agents_private_comment_is_never_ours() -> None:
    others: list[dict[str, object]] = [{"time_spent": None}, {"time_spent": "00:10:00"}, {"public": True}]
    for changes in others:
        assert not marks.is_placeholder(placeholder(**changes))
        assert not marks.is_note(placeholder(**(changes | {"comment": f"see ref {KEY}"})), KEY)
