"""What only Zendesk asks of its adapter: tokens, limits, chats, closed tickets, an index that lags."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from integrations import registry
from integrations.errors import Conflict, InvalidSignature, RateLimited, Refused
from integrations.model import Outcome, Status
from tests.contract import kit
from tests.contract.rigs import zendesk
from tests.fakedesk import Options, seed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.contract.rigs.zendesk import ZendeskRig


@pytest.fixture
def rig() -> Iterator[ZendeskRig]:
    """A look-alike of its own, as these tests change how it behaves."""
    with zendesk.running(Options(job_seconds=0)) as found:
        yield found


def test_everything_that_was_written_in_a_long_day_was_polite(rig: ZendeskRig) -> None:
    for number in range(5):
        ticket = kit.solved(rig)
        rig.human_tags(ticket, "vip", "product_web")
        kit.write(rig, ticket, kit.annotation())
        rig.agent_writes(ticket, "One more thing.", solve=True)
        kit.write(rig, ticket, kit.annotation(band="1_needs_a_look", with_note=number % 2 == 0))
        rig.close(ticket)
        kit.write(rig, ticket, kit.annotation(band="4_strong"))
    writes = rig.desk.journal.entries("write")
    assert len(writes) == 15
    assert {write["who"] for write in writes} == {seed.SERVICE}
    assert {write["public"] for write in writes if write["note"]} == {False}
    assert {write["ticket_status"] for write in writes} == {None}
    assert [name for write in writes for name in write["unknown"]] == []
    assert not any({"tags", "status"} & set(write["sent"]) for write in writes)
    changed = {tag for write in writes for tag in write["tags_added"] + write["tags_removed"]}
    assert changed
    assert all(tag.startswith("empathy") for tag in changed)
    assert rig.desk.journal.entries("violation") == []


def test_the_older_credentials_work_as_well(rig: ZendeskRig) -> None:
    ticket = kit.solved(rig)
    desk = registry.helpdesk(rig.token_account(), kit.Gate())
    assert desk.annotate(desk.fetch(ticket), kit.annotation()).outcome is Outcome.NOTE
    assert rig.desk.auth.issued == 0


def test_one_token_does_for_many_calls_until_it_runs_out(rig: ZendeskRig) -> None:
    ticket, desk = kit.solved(rig), kit.heard(rig)
    for _ in range(3):
        desk.fetch(ticket)
    assert rig.desk.auth.issued == 1
    rig.let_pass(200_000)
    desk.annotate(desk.fetch(ticket), kit.annotation())
    assert rig.desk.auth.issued == 2


def test_a_token_that_is_revoked_before_the_write_costs_no_second_note(rig: ZendeskRig) -> None:
    ticket, desk = kit.solved(rig), kit.heard(rig)
    read = desk.fetch(ticket)
    rig.desk.auth.revoke_all()
    assert desk.annotate(read, kit.annotation()).outcome is Outcome.NOTE
    assert len(rig.notes(ticket)) == 1


@pytest.mark.parametrize("scopes", ["tickets:read tickets:write", "read"])
def test_a_scope_that_is_missing_is_named_by_the_check(rig: ZendeskRig, scopes: str) -> None:
    rig.desk.options.allowed_scopes = scopes
    (problem, *_) = kit.heard(rig).check()
    assert problem.fatal
    assert "scope" in problem.what


def test_what_was_said_in_a_chat(rig: ZendeskRig) -> None:
    ticket = chat(rig)
    found = kit.heard(rig).fetch(ticket)
    assert found.skip is None
    said = [text for text in kit.texts(found) if not text[1].startswith("Conversation with")]
    assert said == [("customer", "My parcel?"), ("bot", "One moment."), ("agent", "I have sent it again.")]
    assert kit.write(rig, ticket, kit.annotation()) is Outcome.NOTE
    assert kit.texts(kit.heard(rig).fetch(ticket)) == kit.texts(found)


def chat(rig: ZendeskRig) -> str:
    ticket = rig.desk.people.open_chat("My parcel?")
    rig.desk.people.say(ticket, "bot", "One moment.")
    rig.let_pass(5)
    rig.desk.people.say(ticket, "agent", "I have sent it again.")
    rig.desk.people.set_status(ticket, "solved")
    rig.let_pass(5)
    return str(ticket)


def test_a_chat_without_a_log_is_not_judged(rig: ZendeskRig) -> None:
    rig.desk.options.conversation_log = False
    found = kit.heard(rig).fetch(chat(rig))
    assert found.skip
    assert [role for role, _ in kit.texts(found) if role == "agent"] == []


@pytest.mark.parametrize("tag", ["empathy_skip", "closed_by_merge", "created_for_side_conversation"])
def test_a_ticket_that_must_not_be_scored_says_why_and_is_not_listed(rig: ZendeskRig, tag: str) -> None:
    since, ticket = rig.now(), kit.solved(rig)
    rig.human_tags(ticket, tag)
    rig.let_pass(120)
    assert kit.heard(rig).fetch(ticket).skip
    assert list(kit.heard(rig).recently_solved(since)) == []


def test_an_index_that_lags_lists_a_ticket_as_it_is_now(rig: ZendeskRig) -> None:
    rig.desk.options.search_lag = 60
    since, ticket = rig.now(), kit.solved(rig)
    rig.let_pass(120)
    desk = kit.heard(rig)
    written = desk.annotate(desk.fetch(ticket), kit.annotation(with_note=False))
    assert [one.updated_at for one in desk.recently_solved(since)] == [written.updated_at]


def test_a_ticket_that_was_closed_before_anyone_looked_is_listed(rig: ZendeskRig) -> None:
    since, ticket = rig.now(), kit.solved(rig)
    rig.close(ticket)
    rig.let_pass(120)
    assert [one.ref.ticket_id for one in kit.heard(rig).recently_solved(since)] == [ticket]
    assert kit.write(rig, ticket, kit.annotation()) is Outcome.TAGS_ONLY


@pytest.mark.parametrize("stamp_first", [True, False])
def test_closed_while_we_looked_whichever_is_checked_first(rig: ZendeskRig, *, stamp_first: bool) -> None:
    rig.desk.options.compares_stamp_first = stamp_first
    ticket, desk = kit.solved(rig), kit.heard(rig)
    read = desk.fetch(ticket)
    rig.close(ticket)
    if stamp_first:
        with pytest.raises(Conflict):
            desk.annotate(read, kit.annotation())
    assert desk.annotate(desk.fetch(ticket) if stamp_first else read, kit.annotation()).outcome is Outcome.TAGS_ONLY
    assert desk.fetch(ticket).status is Status.CLOSED
    assert rig.notes(ticket) == []


def test_no_place_for_another_job_means_wait(rig: ZendeskRig) -> None:
    rig.desk.jobs.most = 0
    ticket = kit.solved(rig)
    rig.close(ticket)
    with pytest.raises(RateLimited) as told:
        kit.write(rig, ticket, kit.annotation())
    assert told.value.retry_after


def test_a_ticket_that_is_full_of_comments_is_refused_once(rig: ZendeskRig) -> None:
    rig.desk.options.most_comments = 2
    ticket = kit.solved(rig)
    with pytest.raises(Refused):
        kit.write(rig, ticket, kit.annotation())
    assert rig.fields(ticket) == {}
    assert len(rig.desk.journal.entries("write")) == 1


def test_a_limit_that_is_used_up_shuts_the_gate_before_anybody_is_refused(rig: ZendeskRig) -> None:
    rig.desk.options.updates_per_minute = 2
    gate = kit.Gate()
    for _ in range(2):
        ticket = kit.solved(rig)
        desk = kit.heard(rig, gate)
        desk.annotate(desk.fetch(ticket), kit.annotation())
    assert len(gate.shuts) == 1
    assert 0 < gate.shuts[0] <= 60
    assert [entry["status"] for entry in rig.desk.journal.entries("request") if entry["status"] == 429] == []


def test_told_to_wait_by_the_real_limit(rig: ZendeskRig) -> None:
    rig.desk.options.updates_per_ticket = 0
    ticket, gate = kit.solved(rig), kit.Gate()
    desk = kit.heard(rig, gate)
    read = desk.fetch(ticket)
    with pytest.raises(RateLimited) as told:
        desk.annotate(read, kit.annotation())
    assert told.value.retry_after
    assert 0 < told.value.retry_after <= 600
    assert told.value.retry_after in gate.shuts


def test_another_accounts_webhook_is_not_believed(rig: ZendeskRig) -> None:
    options = {"client_id": "heard", "account_id": "1"}
    source = registry.webhook_source(rig.account(options=options))
    kit.solved(rig)
    with pytest.raises(InvalidSignature, match="account"):
        source.verify(rig.announced()[0], [rig.secret], rig.now())
