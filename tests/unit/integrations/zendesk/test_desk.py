"""What the worker's side of a Zendesk account does, call by call."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
import responses
from responses import matchers

from integrations.errors import Conflict, Gone, RateLimited, Refused, ServerFault, Surprise, TimedOut, Unauthorized
from integrations.model import Annotation, Note, Outcome, Role, Status
from integrations.zendesk import tagging
from integrations.zendesk.desk import Desk, helpdesk
from tests.gate import Gate
from tests.unit.integrations.zendesk.recorded import (
    API,
    KEY,
    LEAN,
    OWN_USER,
    account,
    client,
    comment,
    recorded,
    ticket_body,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from integrations.model import Ticket

TICKET = f"{API}/tickets/35436"
COMMENTS = f"{TICKET}/comments"
AUDITS = f"{TICKET}/audits"
CHAT = f"{API}/tickets/35437"
LOG = f"{CHAT}/conversation_log"
MANY = f"{API}/tickets/update_many"
JOB = f"{API}/job_statuses/82de0b044094f0c67893ac9fe64f1a99"
SEARCH = f"{API}/search/export"
SINCE = datetime(2026, 11, 20, tzinfo=UTC)
WANTED = Annotation(
    KEY,
    {
        "empathy": "empathy__3_good",
        "shown": ("empathy_shown__own_words", "empathy_shown__owner_and_time"),
        "idea": "empathy_idea__confirm_fix",
        "score": "71",
        "version": "1.0.0/en",
    },
    Note("Empathy check: Good", "<p>Empathy check: Good</p>"),
)
OUR_TAGS = {
    "empathy__3_good",
    "empathy_idea__confirm_fix",
    "empathy_shown__own_words",
    "empathy_shown__owner_and_time",
}
NO_LOG = [
    (404, {"error": "RecordNotFound"}),
    (404, {"error": "InvalidEndpoint"}),
    (404, None),
    (403, {"error": {"title": "Forbidden"}}),
    (403, {"error": "Forbidden", "description": "You are missing the following required scopes: read"}),
]


@pytest.fixture(autouse=True)
def zendesk() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tagging, "LOOKS", (0.0, 0.0, 0.0))


def desk(fields: Mapping[str, str] | None = None) -> Desk:
    ours = account(fields=fields) if fields else account()
    return Desk(ours, client(of=ours))


def offer(mock: responses.RequestsMock, comments: dict[str, Any] | None = None, **changes: Any) -> None:  # noqa: ANN401
    """Let the ticket be read, changed by `changes`."""
    mock.get(TICKET, json=ticket_body(**changes))
    mock.get(COMMENTS, json=comments or recorded("comments"))


def fetched(mock: responses.RequestsMock, **changes: Any) -> Ticket:  # noqa: ANN401
    offer(mock, **changes)
    ticket = desk().fetch("35436")
    mock.calls.reset()
    return ticket


def calls(mock: responses.RequestsMock) -> list[str]:
    return [
        f"{call.request.method} {(call.request.url or '').removeprefix(API).partition('?')[0]}" for call in mock.calls
    ]


def sent(mock: responses.RequestsMock, method: str = "PUT") -> list[Any]:
    return [json.loads(call.request.body or "null") for call in mock.calls if call.request.method == method]


def test_from_first_look_to_note_it_takes_three_calls(zendesk: responses.RequestsMock) -> None:
    offer(zendesk)
    zendesk.put(TICKET, json=recorded("update_200"))
    ours = helpdesk(account(), Gate())
    assert ours.annotate(ours.fetch("35436"), WANTED).outcome is Outcome.NOTE
    assert calls(zendesk) == ["GET /tickets/35436", "GET /tickets/35436/comments", "PUT /tickets/35436"]
    assert sent(zendesk)[0]["ticket"]["updated_stamp"] == "2026-11-20T10:30:00Z"


def test_a_recorded_ticket_is_read_whole(zendesk: responses.RequestsMock) -> None:
    ticket = fetched(zendesk)
    assert (ticket.status, ticket.skip, ticket.keys) == (Status.SOLVED, None, frozenset())
    assert [message.role for message in ticket.messages if message.role is Role.AGENT] == [Role.AGENT] * 2


def test_without_a_note_the_outcome_says_so(zendesk: responses.RequestsMock) -> None:
    ticket = fetched(zendesk)
    zendesk.put(TICKET, json=recorded("update_200"))
    assert desk().annotate(ticket, replace(WANTED, note=None)).outcome is Outcome.FIELDS


def test_what_is_written_already_is_not_written_again(zendesk: responses.RequestsMock) -> None:
    for status in ("solved", "closed"):
        ticket = fetched(zendesk, status=status, set_to={360005: f"1.0.0/en {KEY}"})
        assert desk().annotate(ticket, WANTED).outcome is Outcome.UNCHANGED
    assert calls(zendesk) == []


def test_the_key_of_our_note_is_found(zendesk: responses.RequestsMock) -> None:
    note = comment(20, OWN_USER, f"Empathy check\nref {KEY}", public=False)
    offer(zendesk, recorded("comments") | {"comments": [note]})
    assert desk().fetch("35436").keys == {KEY}


def test_audits_are_asked_only_if_something_was_written_without_its_key(zendesk: responses.RequestsMock) -> None:
    zendesk.get(AUDITS, json=recorded("audits"))
    offer(zendesk, set_to={360001: "empathy__3_good"})
    assert desk(LEAN).fetch("35436").keys == {KEY}
    assert calls(zendesk)[-1] == "GET /tickets/35436/audits"


@pytest.mark.parametrize("set_to", [{}, {360001: "empathy__3_good", 360005: f"1.0.0/en {KEY}"}])
def test_else_they_are_not_asked(zendesk: responses.RequestsMock, set_to: dict[int, object]) -> None:
    offer(zendesk, set_to=set_to)
    desk().fetch("35436")
    assert len(zendesk.calls) == 2


def test_a_token_that_may_not_read_audits_is_no_hindrance(zendesk: responses.RequestsMock) -> None:
    zendesk.get(
        AUDITS, status=403, json={"error": "Forbidden", "description": "missing the following required scopes: read"}
    )
    offer(zendesk, set_to={360001: "empathy__3_good"})
    assert desk(LEAN).fetch("35436").keys == frozenset()


def test_a_chat_is_read_from_its_log(zendesk: responses.RequestsMock) -> None:
    zendesk.get(CHAT, json=recorded("ticket_chat"))
    zendesk.get(LOG, json=recorded("conversation_log"))
    ticket = desk().fetch("35437")
    assert (ticket.skip, len(ticket.messages)) == (None, 4)
    assert calls(zendesk) == ["GET /tickets/35437", "GET /tickets/35437/conversation_log"]


@pytest.mark.parametrize(("status", "body"), NO_LOG)
def test_a_chat_without_a_log_says_that_words_are_missing(
    zendesk: responses.RequestsMock, status: int, body: object
) -> None:
    zendesk.get(CHAT, json=recorded("ticket_chat"))
    zendesk.get(LOG, status=status, json=body)
    only_customer = recorded("comments") | {"comments": recorded("comments")["comments"][:1]}
    zendesk.get(f"{CHAT}/comments", json=only_customer)
    assert desk().fetch("35437").skip == "transcript_unavailable"


def test_a_chat_that_was_answered_by_mail_needs_no_log(zendesk: responses.RequestsMock) -> None:
    zendesk.get(CHAT, json=recorded("ticket_chat"))
    zendesk.get(LOG, status=404, json={"error": "InvalidEndpoint"})
    zendesk.get(f"{CHAT}/comments", json=recorded("comments"))
    assert desk().fetch("35437").skip is None


@pytest.mark.parametrize("status", [500, 401])
def test_a_log_that_fails_otherwise_is_not_taken_for_missing(zendesk: responses.RequestsMock, status: int) -> None:
    zendesk.get(CHAT, json=recorded("ticket_chat"))
    zendesk.get(LOG, status=status)
    with pytest.raises((ServerFault, Unauthorized)):
        desk().fetch("35437")


def test_a_ticket_that_is_no_more(zendesk: responses.RequestsMock) -> None:
    zendesk.get(TICKET, status=404, json={"error": "RecordNotFound"})
    with pytest.raises(Gone):
        desk().fetch("35436")


def test_a_deleted_ticket_that_is_still_answered(zendesk: responses.RequestsMock) -> None:
    zendesk.get(TICKET, json=ticket_body(status="deleted"))
    with pytest.raises(Gone):
        desk().fetch("35436")


def test_one_hidden_ticket_is_not_a_hidden_account(zendesk: responses.RequestsMock) -> None:
    zendesk.get(TICKET, status=403, json={"error": {"title": "Forbidden", "message": "x"}})
    zendesk.get(f"{API}/tickets/count", json=recorded("count"))
    with pytest.raises(Refused, match="hidden"):
        desk().fetch("35436")


@pytest.mark.parametrize("status", ["solved", "closed"])
def test_one_ticket_that_may_not_be_changed_does_not_pause_the_account(
    zendesk: responses.RequestsMock, status: str
) -> None:
    ticket = fetched(zendesk, status=status)
    for address in (TICKET, MANY):
        zendesk.put(address, status=403, json={"error": {"title": "Forbidden", "message": "x"}})
    zendesk.get(f"{API}/tickets/count", json=recorded("count"))
    with pytest.raises(Refused, match="not ours to change"):
        desk().annotate(ticket, WANTED)


def test_one_ticket_whose_comments_are_hidden_does_not_pause_the_account(zendesk: responses.RequestsMock) -> None:
    zendesk.get(TICKET, json=ticket_body())
    zendesk.get(COMMENTS, status=403, json={"error": {"title": "Forbidden", "message": "x"}})
    zendesk.get(f"{API}/tickets/count", json=recorded("count"))
    with pytest.raises(Refused, match="hidden"):
        desk().fetch("35436")


def test_an_account_that_is_hidden_pauses(zendesk: responses.RequestsMock) -> None:
    zendesk.get(TICKET, status=403, json={"error": {"title": "Forbidden", "message": "x"}})
    zendesk.get(f"{API}/tickets/count", status=403, json={"error": {"title": "Forbidden", "message": "x"}})
    with pytest.raises(Unauthorized):
        desk().fetch("35436")


def test_a_missing_scope_pauses_without_asking_further(zendesk: responses.RequestsMock) -> None:
    description = "You are missing the following required scopes: read"
    zendesk.get(TICKET, status=403, json={"error": "Forbidden", "description": description})
    with pytest.raises(Unauthorized, match="read"):
        desk().fetch("35436")
    assert len(zendesk.calls) == 1


def test_a_ticket_that_is_not_solved_is_not_written_to(zendesk: responses.RequestsMock) -> None:
    ticket = fetched(zendesk, status="open")
    with pytest.raises(Conflict):
        desk().annotate(ticket, WANTED)
    assert calls(zendesk) == []


def test_a_ticket_that_went_on_is_a_conflict(zendesk: responses.RequestsMock) -> None:
    ticket = fetched(zendesk)
    zendesk.put(TICKET, status=409, json=recorded("update_409"))
    with pytest.raises(Conflict):
        desk().annotate(ticket, WANTED)
    assert len(zendesk.calls) == 1


def test_a_refusal_for_another_reason_than_closing_stays_one(zendesk: responses.RequestsMock) -> None:
    ticket = fetched(zendesk)
    zendesk.put(TICKET, status=422, json=recorded("update_422_option"))
    with pytest.raises(Refused, match="422 RecordInvalid"):
        desk().annotate(ticket, WANTED)
    assert sum(call.request.method == "PUT" for call in zendesk.calls) == 1


def test_a_field_that_took_nothing_is_no_success(zendesk: responses.RequestsMock) -> None:
    ticket = fetched(zendesk)
    body = recorded("update_200")
    body["ticket"]["custom_fields"][0]["value"] = None
    zendesk.put(TICKET, json=body)
    with pytest.raises(Surprise, match="360001"):
        desk().annotate(ticket, WANTED)


def closed(mock: responses.RequestsMock, *, tags: list[str], after: list[str] | None = None) -> Ticket:
    """Return a closed ticket with these tags; `after` = its tags when it is read again."""
    ticket = fetched(mock, status="closed", tags=tags)
    mock.replace("GET", TICKET, json=ticket_body(status="closed", tags=after if after is not None else tags))
    return ticket


def test_a_closed_ticket_gets_tags_and_nothing_else(zendesk: responses.RequestsMock) -> None:
    ticket = closed(zendesk, tags=["vip", "empathy__1_needs_a_look"], after=["vip", *OUR_TAGS])
    zendesk.put(MANY, json=recorded("job_queued"))
    zendesk.get(JOB, json=recorded("job_working"))
    zendesk.get(JOB, json=recorded("job_completed"))
    assert desk().annotate(ticket, WANTED).outcome is Outcome.TAGS_ONLY
    change = {"additional_tags": sorted(OUR_TAGS), "remove_tags": ["empathy__1_needs_a_look"]}
    assert sent(zendesk) == [{"ticket": change}]


def test_a_closed_ticket_that_has_its_tags_is_left_alone(zendesk: responses.RequestsMock) -> None:
    ticket = closed(zendesk, tags=["vip", "empathy_review__agree", *OUR_TAGS])
    assert desk().annotate(ticket, WANTED).outcome is Outcome.UNCHANGED
    assert calls(zendesk) == []


def test_a_ticket_that_was_closed_meanwhile_gets_tags_and_no_second_note(zendesk: responses.RequestsMock) -> None:
    ticket = fetched(zendesk)
    zendesk.put(TICKET, status=422, json=recorded("update_422_closed"))
    zendesk.replace("GET", TICKET, json=ticket_body(status="closed", tags=["vip", *OUR_TAGS]))
    zendesk.put(MANY, json=recorded("job_completed"))
    assert desk().annotate(ticket, WANTED).outcome is Outcome.TAGS_ONLY
    assert calls(zendesk).count("PUT /tickets/35436") == 1


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        (["job_queued", "job_working", "job_working", "job_working"], TimedOut),
        (["job_refused"], Refused),
        ([{"status": "failed"}], ServerFault),
        ([{"status": "killed"}], ServerFault),
        ([{"results": [{"id": 35436, "success": False, "error": "UpdateConflict"}]}], Conflict),
        ([{"results": [{"id": 35436, "error": "TicketNotFound"}]}], Gone),
    ],
)
def test_a_job_that_does_not_do_it_says_what_to_do_next(
    zendesk: responses.RequestsMock, answers: list[Any], error: type[Exception]
) -> None:
    ticket = closed(zendesk, tags=["vip"])
    bodies = [recorded(one) if isinstance(one, str) else changed_job(**one) for one in answers]
    zendesk.put(MANY, json=bodies[0])
    for body in bodies[1:]:
        zendesk.get(JOB, json=body)
    with pytest.raises(error) as raised:
        desk().annotate(ticket, WANTED)
    assert type(raised.value) is error
    assert len(sent(zendesk)) == 1


def changed_job(**changes: object) -> dict[str, Any]:
    body = recorded("job_completed")
    body["job_status"] |= changes
    return body


def test_tags_that_do_not_stick_are_refused_and_not_tried_for_ever(zendesk: responses.RequestsMock) -> None:
    ticket = closed(zendesk, tags=["vip"])
    zendesk.put(MANY, json=recorded("job_completed"))
    with pytest.raises(Refused):
        desk().annotate(ticket, WANTED)


def test_too_many_jobs_are_waited_for(zendesk: responses.RequestsMock) -> None:
    ticket = closed(zendesk, tags=["vip"])
    zendesk.put(MANY, status=422, json=recorded("too_many_jobs"))
    with pytest.raises(RateLimited) as raised:
        desk().annotate(ticket, WANTED)
    assert raised.value.retry_after == 60


def listed() -> list[str]:
    return [one.ref.ticket_id for one in desk().recently_solved(SINCE)]


def test_solved_tickets_are_listed_the_longest_untouched_first(
    zendesk: responses.RequestsMock,
) -> None:
    zendesk.get(SEARCH, json=recorded("search_page_1"))
    zendesk.get(SEARCH, json=recorded("search_page_2"))
    assert listed() == ["9", "8", "7"]


def test_a_ticket_that_moved_between_pages_is_listed_once(zendesk: responses.RequestsMock) -> None:
    page = recorded("search_page_1")
    zendesk.get(SEARCH, json=page)
    zendesk.get(SEARCH, json=page | {"meta": {"has_more": False}})
    assert listed() == ["8", "7"]


def test_told_to_wait_in_the_middle_it_lists_what_it_has_first(zendesk: responses.RequestsMock) -> None:
    zendesk.get(SEARCH, json=recorded("search_page_1"))
    more = matchers.query_param_matcher({"page[after]": "c2Vjb25k"}, strict_match=False)
    zendesk.get(SEARCH, status=429, headers={"Retry-After": "5"}, match=[more])
    found = desk().recently_solved(SINCE)
    assert [next(found).ref.ticket_id for _ in range(2)] == ["8", "7"]
    with pytest.raises(RateLimited):
        next(found)
