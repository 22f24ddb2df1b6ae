"""What `annotate` promises when the line breaks: one note in the end, wherever it broke, and a telling error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from integrations.errors import HelpdeskError, RateLimited, ServerFault, Surprise
from integrations.model import Annotation, Outcome
from tests.contract import kit
from tests.contract.wire import Answer

if TYPE_CHECKING:
    from tests.contract.rigs.base import Rig


def count_writes(rig: Rig) -> int:
    """Return how many writes an annotation takes on this helpdesk."""
    before = len(rig.wire.exchanges)
    kit.write(rig, kit.solved(rig), kit.annotation())
    return len(rig.wire.writes(before))


def try_to_write(rig: Rig, ticket: str, wanted: Annotation) -> HelpdeskError:
    desk = kit.heard(rig)
    read = desk.fetch(ticket)
    with pytest.raises(HelpdeskError) as broke:
        desk.annotate(read, wanted)
    return broke.value


def finish(rig: Rig, ticket: str, wanted: Annotation) -> Outcome:
    """Do what the flow does after an error: read anew with a new worker, write if the key is not there."""
    rig.wire.mend()
    rig.let_pass(5)
    desk = kit.heard(rig)
    read = desk.fetch(ticket)
    return Outcome.UNCHANGED if wanted.key in read.keys else desk.annotate(read, wanted).outcome


def assert_whole(rig: Rig, ticket: str, wanted: Annotation, seen_before: str) -> None:
    assert wanted.note
    assert [kit.squeezed(note) for note in rig.notes(ticket)] == [kit.squeezed(wanted.note.text)]
    assert rig.fields(ticket) == {name: value for name, value in wanted.fields.items() if name != "version"}
    assert kit.heard(rig).fetch(ticket).keys == {wanted.key}
    assert rig.customer_sees(ticket) == seen_before


@pytest.mark.parametrize("lose_answer", [False, True], ids=["before", "after"])
def test_cut_at_any_write_the_next_try_completes_it_once(rig: Rig, *, lose_answer: bool) -> None:
    for writes in range(count_writes(rig)):
        ticket, wanted = kit.solved(rig), kit.annotation()
        seen = rig.customer_sees(ticket)
        rig.wire.cut_after(writes, lose_answer=lose_answer)
        error = try_to_write(rig, ticket, wanted)
        assert (error.retryable, error.ambiguous) == (True, True)
        assert rig.customer_sees(ticket) == seen
        finish(rig, ticket, wanted)
        assert_whole(rig, ticket, wanted, seen)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer(200, body=b"<!DOCTYPE html><title>Sorry</title>"), Surprise),
        (Answer(200, body=b'{"ticket": 7}'), Surprise),
        (Answer(500), ServerFault),
        (Answer(502, body=b"bad gateway"), ServerFault),
    ],
    ids=["not-json", "other-json", "500", "502"],
)
def test_a_write_whose_answer_is_wrong_is_in_doubt_and_not_repeated(
    rig: Rig, answer: Answer, expected: type[HelpdeskError]
) -> None:
    ticket, wanted = kit.solved(rig), kit.annotation()
    seen, before = rig.customer_sees(ticket), len(rig.wire.exchanges)
    rig.wire.answer_writes(answer)
    error = try_to_write(rig, ticket, wanted)
    assert type(error) is expected
    assert (error.retryable, error.ambiguous) == (True, True)
    assert len(rig.wire.writes(before)) == 1
    finish(rig, ticket, wanted)
    assert_whole(rig, ticket, wanted, seen)


def test_told_to_wait_the_whole_account_waits(rig: Rig) -> None:
    ticket, gate = kit.solved(rig), kit.Gate()
    desk = kit.heard(rig, gate)
    read = desk.fetch(ticket)
    rig.wire.answer_writes(Answer(429, {"Retry-After": "37"}))
    with pytest.raises(RateLimited) as told:
        desk.annotate(read, kit.annotation())
    assert (told.value.retry_after, gate.shuts) == (37.0, [37.0])


def test_no_error_tells_what_was_written_or_who_we_are(rig: Rig) -> None:
    account = rig.account()
    secrets = [secret.reveal() for secret in account.secrets.values()]
    for answer in (Answer(400), Answer(401), Answer(404), Answer(422), Answer(500), Answer(200, body=b"?")):
        rig.wire.mend()
        ticket = kit.solved(rig, "Sent to Mill Lane 4.")
        rig.wire.answer_writes(answer)
        error = repr(try_to_write(rig, ticket, kit.annotation()))
        assert [word for word in ("Mill Lane", kit.SECRET_WORDS, *secrets) if word in error] == []
