"""What a ticket should carry: the account's fields, at most eight tags, a note only where it says something new."""

from __future__ import annotations

from dataclasses import replace

import pytest

from config.accounts import Account, NotePolicy
from integrations.model import Ticket, TicketRef
from tests.unit.workers.assessments import GOOD, NOT_SCORED, STRONG
from tests.unit.workers.doubles import ticket
from workers.annotation import annotation_key, compose, field_values

LEAN = {"empathy": "1", "shown": "2", "idea": "3", "review": "4"}
FULL = LEAN | {"confidence": "5", "score": "6", "feeling": "7", "version": "8"}
ACCOUNT = Account(name="acme", helpdesk="memory", url="https://acme.example", fields=FULL)


def checked_before(band: str) -> Ticket:
    return ticket(keys=frozenset({"heard-000000000000"}), fields={"empathy": band})


def test_a_scored_ticket_gets_every_field_that_the_account_has() -> None:
    made = compose(ticket(), GOOD, ACCOUNT)
    assert made.fields == {
        "empathy": "empathy__3_good",
        "version": "1.0.0/en",
        "confidence": "empathy_confidence__high",
        "score": "71",
        "shown": ("empathy_shown__acknowledged", "empathy_shown__owner_and_time"),
        "idea": "empathy_idea__acknowledge_first",
        "feeling": "customer_feeling__frustrated",
    }
    assert made.note
    assert made.note.text.endswith(made.key)


def test_what_other_rules_have_said_of_the_same_replies_stands() -> None:
    earlier = compose(ticket(), replace(GOOD, version="0.9.0/en"), ACCOUNT)
    done = ticket(keys=frozenset({earlier.key}), fields={"empathy": "empathy__2_mixed", "version": "0.9.0/en"})
    assert compose(done, GOOD, ACCOUNT).key == earlier.key
    with_a_new_reply = replace(GOOD, replies=(*GOOD.replies, "99"))
    assert compose(done, with_a_new_reply, ACCOUNT).key not in done.keys


def test_the_review_belongs_to_the_agent_and_is_never_ours_to_write() -> None:
    assert "review" not in compose(ticket(), GOOD, ACCOUNT).fields


def test_a_lean_account_gets_its_three_fields() -> None:
    made = compose(ticket(), GOOD, replace(ACCOUNT, fields=LEAN))
    assert made.fields.keys() == {"empathy", "shown", "idea"}
    assert made.tags == (
        "empathy__3_good",
        "empathy_idea__acknowledge_first",
        "empathy_shown__acknowledged",
        "empathy_shown__owner_and_time",
    )


def test_without_a_result_nothing_of_an_earlier_check_stays() -> None:
    made = compose(ticket(), NOT_SCORED, ACCOUNT)
    assert made.tags == ("empathy__9_not_scored",)
    assert (made.fields["shown"], made.fields["idea"], made.fields["score"]) == ((), "", "")
    assert made.note is None


def test_at_most_eight_tags() -> None:
    everything = replace(GOOD, shown=tuple(f"group_{number}" for number in range(9)))
    assert len(compose(ticket(), everything, ACCOUNT).tags) == 8
    assert len(compose(ticket(), everything, replace(ACCOUNT, fields=LEAN)).tags) == 8


@pytest.mark.parametrize(
    ("before", "noted"),
    [(ticket(), True), (checked_before("empathy__2_mixed"), True), (checked_before("empathy__3_good"), False)],
)
def test_a_ticket_solved_anew_gets_a_note_only_if_its_band_has_changed(before: Ticket, noted: bool) -> None:  # noqa: FBT001
    assert (compose(before, GOOD, ACCOUNT).note is not None) is noted


def test_a_write_that_was_cut_off_still_wants_its_note() -> None:
    """Fields without a key: the write did not come to its end."""
    assert compose(ticket(fields={"empathy": "empathy__3_good"}), GOOD, ACCOUNT).note


def test_the_accounts_policy_is_kept() -> None:
    assert compose(ticket(), STRONG, replace(ACCOUNT, notes=NotePolicy.NEVER)).note is None


def test_without_a_review_field_the_note_does_not_name_it() -> None:
    made = compose(ticket(), GOOD, replace(ACCOUNT, fields={"empathy": "1"}))
    assert made.note
    assert "Empathy review" not in made.note.text


def test_the_key_is_of_ticket_replies_and_rules_and_of_nothing_else() -> None:
    ref = TicketRef("acme", "4711")
    key = annotation_key(ref, GOOD)
    assert key == annotation_key(ref, replace(GOOD, score=1, idea=None))
    others = {
        annotation_key(TicketRef("acme", "4712"), GOOD),
        annotation_key(TicketRef("other", "4711"), GOOD),
        annotation_key(ref, replace(GOOD, replies=("2",))),
        annotation_key(ref, replace(GOOD, version="1.0.1/en")),
    }
    assert len(others | {key}) == 5
    assert len(key) == len("heard-") + 12


def test_option_values_sort_by_severity() -> None:
    bands = [str(field_values(one)["empathy"]) for one in (GOOD, STRONG, NOT_SCORED)]
    assert bands == sorted(bands)
