"""What goes over the wire to Zendesk: credentials, pages, limits, and what its refusals mean."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import responses
from responses import matchers

from config.secret import Secret
from integrations.errors import (
    Conflict,
    Gone,
    HelpdeskError,
    RateLimited,
    Refused,
    ServerFault,
    Surprise,
    TimedOut,
    Unauthorized,
)
from integrations.http import Http
from integrations.zendesk import auth, refusals
from tests.gate import Gate
from tests.unit.integrations.zendesk.recorded import API, URL, account, client, recorded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from integrations.zendesk.client import Client

TICKET = f"{API}/tickets/35436"
COMMENTS = f"{TICKET}/comments"
TOKENS = f"{URL}/oauth/tokens"
OAUTH = {"client_id": "heard"}
SEARCH = f"{API}/search/export"


@pytest.fixture(autouse=True)
def zendesk() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


def oauth_client(gate: Gate | None = None) -> Client:
    return client(gate, account(options=OAUTH, secrets={"client_secret": Secret("cl1ent-s3cret")}))


def sent(mock: responses.RequestsMock, number: int = 0) -> Any:  # noqa: ANN401
    return json.loads(mock.calls[number].request.body or "null")


def authorizations(mock: responses.RequestsMock, url: str = TICKET) -> list[str]:
    return [call.request.headers["Authorization"] for call in mock.calls if call.request.url == url]


def test_an_api_token_goes_with_the_e_mail_address(zendesk: responses.RequestsMock) -> None:
    zendesk.get(TICKET, json=recorded("ticket_solved"))
    assert client().ticket("35436").subject == "Billing date"
    assert authorizations(zendesk) == ["Basic aGVhcmRAYWNtZS5leGFtcGxlL3Rva2VuOnQwa2Vu"]


def test_an_oauth_client_asks_once_for_the_least_that_does_it(zendesk: responses.RequestsMock) -> None:
    zendesk.post(TOKENS, json=recorded("token"), status=201)
    zendesk.get(TICKET, json=recorded("ticket_solved"))
    ours = oauth_client()
    ours.ticket("35436")
    ours.ticket("35436")
    assert sent(zendesk) == {
        "grant_type": "client_credentials",
        "client_id": "heard",
        "client_secret": "cl1ent-s3cret",
        "scope": "read tickets:write",
        "expires_in": 7200,
    }
    assert authorizations(zendesk) == ["Bearer gErypPlm4dOVgGRvA1ZzMH5MQ3nLo8bo"] * 2
    assert len(zendesk.calls) == 3


def test_a_token_that_is_not_known_any_more_is_replaced_once_even_for_a_write(
    zendesk: responses.RequestsMock,
) -> None:
    zendesk.post(TOKENS, json=recorded("token") | {"access_token": "first"})
    zendesk.post(TOKENS, json=recorded("token") | {"access_token": "second"})
    zendesk.put(TICKET, status=401, json={"error": "invalid_token"}, match=[with_token("first")])
    zendesk.put(TICKET, json=recorded("update_200"), match=[with_token("second")])
    oauth_client().update("35436", {})
    assert authorizations(zendesk) == ["Bearer first", "Bearer second"]


def with_token(token: str) -> Callable[..., Any]:
    return matchers.header_matcher({"Authorization": f"Bearer {token}"})


def test_a_second_refusal_is_believed(zendesk: responses.RequestsMock) -> None:
    zendesk.post(TOKENS, json=recorded("token"))
    zendesk.get(TICKET, status=401, json={"error": "Couldn't authenticate you"})
    with pytest.raises(Unauthorized):
        oauth_client().ticket("35436")
    assert [call.request.url for call in zendesk.calls].count(TOKENS) == 2


def test_an_api_token_that_is_refused_is_not_tried_again(zendesk: responses.RequestsMock) -> None:
    zendesk.get(TICKET, status=401, json={"error": "Couldn't authenticate you"})
    with pytest.raises(Unauthorized) as raised:
        client().ticket("35436")
    assert "t0ken" not in str(raised.value)
    assert len(zendesk.calls) == 1


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(("says", "lifetime"), [(7200, 7200), (1800, 1800), (None, 7200)])
def test_a_token_is_used_until_shortly_before_it_runs_out(
    zendesk: responses.RequestsMock, says: int | None, lifetime: int
) -> None:
    zendesk.post(TOKENS, json=recorded("token") | {"expires_in": says})
    clock = Clock()
    credential = auth.ClientCredentials(Http(URL, Gate(), explain=refusals.explain), "heard", "s3cret", clock=clock)
    credential.headers()
    clock.now += lifetime - auth.MARGIN - 1
    credential.headers()
    assert len(zendesk.calls) == 1
    clock.now += 2
    credential.headers()
    assert len(zendesk.calls) == 2


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (401, {"error": "invalid_client", "error_description": "no such client"}, "invalid_client"),
        (400, {"error": "invalid_scope"}, "invalid_scope"),
        (401, {"error": "Couldn't authenticate you"}, ""),
        (403, {"error": "Forbidden"}, "Forbidden"),
        (404, "<html>No help desk at this address</html>", ""),
    ],
)
def test_no_token_is_no_tickets_fault(zendesk: responses.RequestsMock, status: int, body: object, code: str) -> None:
    zendesk.post(TOKENS, status=status, json=body)
    with pytest.raises(refusals.NoToken) as raised:
        oauth_client().ticket("35436")
    assert isinstance(raised.value, Unauthorized)
    assert raised.value.code == code
    assert "cl1ent-s3cret" not in str(raised.value)


@pytest.mark.parametrize(
    ("status", "headers", "error"),
    [(429, {}, RateLimited), (503, {"Retry-After": "3"}, RateLimited), (500, {}, ServerFault)],
)
def test_a_busy_token_endpoint_is_waited_for(
    zendesk: responses.RequestsMock, status: int, headers: dict[str, str], error: type[HelpdeskError]
) -> None:
    zendesk.post(TOKENS, status=status, headers=headers, json={"error": "busy"})
    with pytest.raises(error):
        oauth_client().ticket("35436")


@pytest.mark.parametrize(
    "answer", [{}, {"access_token": ""}, {"access_token": 7}, {"access_token": "x", "expires_in": "soon"}, []]
)
def test_a_token_of_another_form_is_a_surprise(zendesk: responses.RequestsMock, answer: object) -> None:
    zendesk.post(TOKENS, json=answer)
    with pytest.raises(Surprise):
        oauth_client().ticket("35436")


def test_all_pages_of_comments_are_read_from_the_account_and_nowhere_else(zendesk: responses.RequestsMock) -> None:
    first = {"include": "users", "page[size]": "100"}
    zendesk.get(COMMENTS, json=recorded("comments_page_1"), match=[matchers.query_param_matcher(first)])
    second = first | {"page[after]": "eyJvIjoiMSJ9"}
    zendesk.get(COMMENTS, json=recorded("comments_page_2"), match=[matchers.query_param_matcher(second)])
    found = client().comments("35436")
    assert [comment.id for comment in found.comments] == [1274, 1275, 1276, 1277, 1278, 1279]
    assert {500001, 200001} <= found.users.keys()
    assert all((call.request.url or "").startswith(f"{URL}/") for call in zendesk.calls)


def test_a_page_of_the_longest_comments_is_read(zendesk: responses.RequestsMock) -> None:
    page = recorded("comments_page_2")
    longest = "x" * 65_536
    template = page["comments"][0] | {"body": longest, "html_body": longest, "plain_body": longest}
    page["comments"] = [template | {"id": 9000 + number} for number in range(100)]
    zendesk.get(COMMENTS, json=page)
    assert len(client().comments("35436").comments) == 100


def test_a_list_that_goes_round_in_circles_ends(zendesk: responses.RequestsMock) -> None:
    zendesk.get(COMMENTS, json=recorded("comments_page_1"))
    with pytest.raises(Surprise, match="circles"):
        client().comments("35436")
    assert len(zendesk.calls) == 2


def test_a_list_without_end_ends(zendesk: responses.RequestsMock) -> None:
    def another(request: object) -> tuple[int, dict[str, str], str]:
        page = recorded("comments_page_1")
        page["meta"]["after_cursor"] = f"cursor-{len(zendesk.calls)}"
        return 200, {}, json.dumps(page)

    zendesk.add_callback("GET", COMMENTS, callback=another)
    with pytest.raises(Surprise, match="60 pages"):
        client().comments("35436")


@pytest.mark.parametrize(
    "meta", [None, {}, {"has_more": False, "after_cursor": "x"}, {"has_more": True, "after_cursor": None}]
)
def test_the_last_page_is_told_in_several_ways(zendesk: responses.RequestsMock, meta: object) -> None:
    zendesk.get(COMMENTS, json=recorded("comments") | {"meta": meta})
    assert len(client().comments("35436").comments) == 6


def test_an_export_is_asked_for_tickets(zendesk: responses.RequestsMock) -> None:
    zendesk.get(SEARCH, json=recorded("search_page_1"))
    zendesk.get(SEARCH, json=recorded("search_page_2"))
    assert [ticket.id for ticket in client().search("status:solved solved>2026-11-20")] == [7, 8, 9, 10, 11]
    asked = [call.request.params for call in zendesk.calls]  # type: ignore[attr-defined]
    assert asked[0] == {"filter[type]": "ticket", "query": "status:solved solved>2026-11-20", "page[size]": "100"}
    assert asked[1]["page[after]"] == "c2Vjb25k"


def test_keys_are_read_from_the_audits_metadata(zendesk: responses.RequestsMock) -> None:
    zendesk.get(f"{TICKET}/audits", json=recorded("audits"))
    assert client().heard_keys("35436") == {"heard-0123456789ab"}


def test_a_bulk_update_adds_and_removes_and_never_replaces(zendesk: responses.RequestsMock) -> None:
    zendesk.put(f"{API}/tickets/update_many", json=recorded("job_queued"))
    job = client().change_tags("35436", ["a"], [])
    assert (job.id, job.status, job.errors) == ("82de0b044094f0c67893ac9fe64f1a99", "queued", ())
    assert sent(zendesk) == {"ticket": {"additional_tags": ["a"]}}
    client().change_tags("35436", ["a"], ["b"])
    assert sent(zendesk, 1) == {"ticket": {"additional_tags": ["a"], "remove_tags": ["b"]}}
    assert zendesk.calls[0].request.params == {"ids": "35436"}  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["me_anonymous", "me"])
def test_the_anonymous_user_is_told_by_its_id(zendesk: responses.RequestsMock, name: str) -> None:
    zendesk.get(f"{API}/users/me", json=recorded(name))
    assert (client().me().id is None) is (name == "me_anonymous")


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (409, recorded("update_409"), Conflict),
        (422, recorded("update_422_closed"), Refused),
        (422, recorded("update_422_option"), Refused),
        (404, {"error": "RecordNotFound", "description": "Not found"}, Gone),
        (404, {"errors": [{"code": "RecordNotFound", "title": "x"}]}, Gone),
        (404, {"error": "InvalidEndpoint", "description": "Not found"}, refusals.NoEndpoint),
        (404, {"error": {"title": "Not Found", "message": "x"}}, refusals.WrongPlace),
        (404, None, refusals.WrongPlace),
        (
            403,
            {"error": {"title": "Forbidden", "message": "You do not have access to this page."}},
            refusals.Forbidden,
        ),
        (
            403,
            {
                "error": "Forbidden",
                "description": "You are missing the following required scopes: read, tickets:write",
            },
            refusals.MissingScope,
        ),
        (401, {"error": "Couldn't authenticate you"}, refusals.StaleToken),
        (400, {"error": {"title": "Invalid attribute", "message": "x"}}, Refused),
        (408, {}, TimedOut),
        (500, {"error": "InternalError"}, ServerFault),
        (429, {"error": "APIRateLimitExceeded"}, RateLimited),
        (429, recorded("too_many_jobs"), RateLimited),
        (422, recorded("too_many_jobs"), RateLimited),
    ],
)
def test_a_refusal_means_what_zendesk_means_by_it(
    zendesk: responses.RequestsMock, status: int, body: object, error: type[HelpdeskError]
) -> None:
    zendesk.put(TICKET, status=status, json=body)
    with pytest.raises(error) as raised:
        client().update("35436", {"subject": "secret words"})
    assert type(raised.value) is error
    assert "secret words" not in str(raised.value)
    assert len(zendesk.calls) == 1


def test_a_refusal_names_fields_and_codes_but_quotes_nothing(zendesk: responses.RequestsMock) -> None:
    details = {"base": [{"description": "secret words"}], "secret words": []}
    zendesk.put(
        TICKET, status=422, json={"error": "RecordInvalid", "description": "secret words", "details": details}
    )
    with pytest.raises(Refused) as raised:
        client().update("35436", {})
    assert str(raised.value) == "PUT api/v2/tickets/35436: 422 RecordInvalid (base)"


def test_a_missing_scope_is_named(zendesk: responses.RequestsMock) -> None:
    description = "You are missing the following required scopes: auditlogs:read"
    zendesk.get(TICKET, status=403, json={"error": "Forbidden", "description": description})
    with pytest.raises(refusals.MissingScope) as raised:
        client().ticket("35436")
    assert raised.value.scopes == "auditlogs:read"


@pytest.mark.parametrize("body", [{}, {"ticket": None}, {"ticket": {}}, {"ticket": {"id": "x"}}, [], None, 7])
def test_a_ticket_of_another_form_is_a_surprise(zendesk: responses.RequestsMock, body: object) -> None:
    zendesk.get(TICKET, json=body)
    with pytest.raises(Surprise):
        client().ticket("35436")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Zendesk-RateLimit-tickets-update": "total=100; remaining=0; resets=41"}, 41),
        ({"zendesk-ratelimit-search-index": "total=100;remaining=0;resets=7"}, 7),
        ({"ratelimit-remaining": "0", "ratelimit-reset": "12"}, 12),
        ({"X-Rate-Limit-Remaining": "0"}, 1),
        ({"Zendesk-RateLimit-tickets-update": "total=100; remaining=10; resets=41"}, 0),
        ({"ratelimit-remaining": "10", "ratelimit-reset": "12"}, 0),
        ({"Zendesk-RateLimit-tickets-update": "nonsense"}, 0),
        ({}, 0),
    ],
)
def test_a_limit_that_is_used_up_shuts_the_gate_before_anyone_is_refused(
    zendesk: responses.RequestsMock, headers: dict[str, str], seconds: float
) -> None:
    zendesk.put(TICKET, json=recorded("update_200"), headers=headers)
    gate = Gate()
    client(gate).update("35436", {})
    assert gate.shuts == ([seconds] if seconds else [])


def test_an_account_may_live_at_any_address_that_its_file_names(zendesk: responses.RequestsMock) -> None:
    zendesk.get("http://127.0.0.1:8765/api/v2/tickets/35436", json=recorded("ticket_solved"))
    local = account()
    local = type(local)(
        **{name: getattr(local, name) for name in local.__slots__} | {"url": "http://127.0.0.1:8765/"}
    )
    assert client(of=local).ticket("35436").id == 35436
