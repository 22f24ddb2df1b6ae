"""Credentials, scopes and rate limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.fakedesk import FakeDesk, Options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fakedesk.conftest import Api

COMMENT = {"body": "x", "public": False}


def ask_token(desk: FakeDesk, **changes: object) -> requests.Response:
    wanted = {
        "grant_type": "client_credentials",
        "client_id": desk.options.client_id,
        "client_secret": desk.options.client_secret,
        "scope": "read tickets:write",
        "expires_in": 3600,
    }
    return requests.post(f"{desk.url}/oauth/tokens", json=wanted | changes, timeout=5)


def bearer(answer: requests.Response) -> dict[str, Any]:
    return {"auth": None, "headers": {"Authorization": f"Bearer {answer.json()['access_token']}"}}


def test_a_token_works_until_it_expires(desk: FakeDesk, api: Api, solved: int) -> None:
    answer = ask_token(desk)
    assert (answer.status_code, answer.json()["expires_in"]) == (201, 3600)
    assert api("GET", f"tickets/{solved}", **bearer(answer)).status_code == 200
    desk.clock.advance(3601)
    refused = api("GET", f"tickets/{solved}", **bearer(answer))
    assert (refused.status_code, refused.json()["error"]) == (401, "invalid_token")


def test_a_revoked_token_is_dead(desk: FakeDesk, api: Api, solved: int) -> None:
    answer = ask_token(desk)
    desk.auth.revoke_all()
    assert api("GET", f"tickets/{solved}", **bearer(answer)).status_code == 401


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"scope": "read everything"}, 400, "invalid_scope"),
        ({"expires_in": 60}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ],
)
def test_wrong_token_requests(desk: FakeDesk, changes: dict[str, object], status: int, error: str) -> None:
    answer = ask_token(desk, **changes)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_a_scope_that_is_missing_is_named(desk: FakeDesk, api: Api, solved: int) -> None:
    narrow = bearer(ask_token(desk, scope="tickets:read"))
    assert api("GET", f"tickets/{solved}", **narrow).status_code == 200
    refused = api("GET", f"tickets/{solved}/audits", **narrow)
    assert (refused.status_code, refused.json()["error"]) == (403, "Forbidden")
    assert refused.json()["description"].endswith("scopes: read")
    writing = {"json": {"ticket": {"comment": COMMENT}}}
    assert api("PUT", f"tickets/{solved}", writing["json"], **narrow).status_code == 403


def test_without_credentials_only_users_me_answers(api: Api, solved: int) -> None:
    assert api("GET", "users/me", auth=None).json()["user"]["name"] == "Anonymous user"
    assert api("GET", f"tickets/{solved}", auth=None).status_code == 401
    assert api("GET", "users/me", auth=("someone@x.example/token", "wrong")).status_code == 401


@pytest.fixture
def tight() -> Iterator[FakeDesk]:
    desk = FakeDesk(Options(updates_per_minute=2, requests_per_minute=6, updates_per_ticket=3))
    desk.start()
    yield desk
    desk.stop()


def call(desk: FakeDesk, method: str, path: str, body: object = None) -> requests.Response:
    auth = (f"{desk.options.email}/token", desk.options.api_token)
    return requests.request(method, f"{desk.url}/api/v2/{path}", json=body, auth=auth, timeout=5)


def note(desk: FakeDesk, ticket: int) -> requests.Response:
    return call(desk, "PUT", f"tickets/{ticket}", {"ticket": {"comment": COMMENT}})


def test_updates_have_a_limit_of_their_own(tight: FakeDesk) -> None:
    ticket = tight.people.open_ticket()
    answers = [note(tight, ticket) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[1].headers["Zendesk-RateLimit-tickets-update"].startswith("total=2; remaining=0; resets=")
    assert int(answers[2].headers["Retry-After"]) > 50
    assert answers[2].headers["ratelimit-remaining"] == "3"
    assert call(tight, "GET", f"tickets/{ticket}").status_code == 200
    tight.clock.advance(61)
    assert note(tight, tight.people.open_ticket()).status_code == 200


def test_a_ticket_takes_so_many_updates_in_ten_minutes(tight: FakeDesk) -> None:
    tight.options.updates_per_minute = 99
    ticket, other = tight.people.open_ticket(), tight.people.open_ticket()
    assert [note(tight, ticket).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert note(tight, other).status_code == 200


def test_who_does_not_wait_is_written_down(tight: FakeDesk) -> None:
    ticket = tight.people.open_ticket()
    for _ in range(3):
        note(tight, ticket)
    assert tight.journal.entries("violation") == []
    tight.clock.advance(5)
    call(tight, "GET", f"tickets/{ticket}")  # another bucket: nobody told it to wait
    assert tight.journal.entries("violation") == []
    note(tight, ticket)
    assert [entry["method"] for entry in tight.journal.entries("violation")] == ["PUT"]


def test_the_whole_account_has_a_limit(tight: FakeDesk) -> None:
    statuses = [call(tight, "GET", "tickets/count").status_code for _ in range(7)]
    assert statuses == [200] * 6 + [429]
