"""What `check` finds, and what it tells a person to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import responses

from config.secret import Secret
from integrations.errors import ServerFault
from integrations.zendesk.desk import Desk
from tests.unit.integrations.zendesk.recorded import API, FIELDS, OWN_USER, URL, account, client, recorded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.accounts import Account
    from integrations.model import Problem

ME, COUNT, TICKET_FIELDS = f"{API}/users/me", f"{API}/tickets/count", f"{API}/ticket_fields"
OAUTH = {"client_id": "heard", "service_user_id": str(OWN_USER)}
OAUTH_ACCOUNT = account(options=OAUTH, secrets={"client_secret": Secret("cl1ent-s3cret")})


@pytest.fixture(autouse=True)
def zendesk() -> Iterator[responses.RequestsMock]:
    """A Zendesk that is set up; tests replace what is wrong with it."""
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        mock.post(f"{URL}/oauth/tokens", json=recorded("token"))
        mock.get(ME, json=recorded("me"))
        mock.get(COUNT, json=recorded("count"))
        mock.get(TICKET_FIELDS, json=recorded("ticket_fields"))
        yield mock


def found(of: Account = OAUTH_ACCOUNT) -> list[Problem]:
    return list(Desk(of, client(of=of)).check())


def only(of: Account = OAUTH_ACCOUNT) -> Problem:
    (problem,) = found(of)
    assert problem.remedy
    return problem


def me(**changes: object) -> dict[str, Any]:
    return {"user": recorded("me")["user"] | changes}


def fields(field_id: int, **changes: object) -> dict[str, Any]:
    body = recorded("ticket_fields")
    body["ticket_fields"] = [one | changes if one["id"] == field_id else one for one in body["ticket_fields"]]
    return body


def test_an_account_that_is_set_up_has_no_problem() -> None:
    assert found() == []


def test_an_api_token_works_but_will_not_for_ever() -> None:
    problem = only(account())
    assert "2027" in problem.what
    assert not problem.fatal


def test_anonymous_with_status_200_is_found_out(zendesk: responses.RequestsMock) -> None:
    zendesk.replace("GET", ME, json=recorded("me_anonymous"))
    problem = only()
    assert problem.fatal
    assert "anonymous" in problem.what
    assert "client_id" in problem.remedy


@pytest.mark.parametrize(
    ("status", "code", "remedy"),
    [
        (400, "invalid_scope", "read tickets:write"),
        (401, "invalid_client", "client_secret"),
        (400, "unauthorized_client", "confidential"),
        (404, "", "client_id"),
    ],
)
def test_no_token_says_what_to_look_at(zendesk: responses.RequestsMock, status: int, code: str, remedy: str) -> None:
    zendesk.replace("POST", f"{URL}/oauth/tokens", status=status, json={"error": code})
    problem = only()
    assert problem.fatal
    assert remedy in problem.remedy
    assert "cl1ent-s3cret" not in repr(problem)


def test_a_missing_scope_is_named(zendesk: responses.RequestsMock) -> None:
    body = {"error": "Forbidden", "description": "You are missing the following required scopes: read"}
    zendesk.replace("GET", TICKET_FIELDS, status=403, json=body)
    problem = only()
    assert "scope read" in problem.what
    assert "OAuth clients" in problem.remedy


@pytest.mark.parametrize("url", [ME, COUNT])
@pytest.mark.parametrize("status", [401, 403])
def test_refused_credentials_name_the_options_that_hold_them(
    zendesk: responses.RequestsMock, url: str, status: int
) -> None:
    zendesk.replace("GET", url, status=status, json={"error": "Couldn't authenticate you"})
    problem = next(one for one in found(account()) if one.fatal)
    assert "api_token" in problem.remedy


def test_an_address_that_is_no_zendesk_is_told_by_its_answer(zendesk: responses.RequestsMock) -> None:
    zendesk.replace("GET", ME, status=302, headers={"Location": "https://www.zendesk.com"})
    problem = only()
    assert "url" in problem.remedy
    zendesk.replace("GET", ME, body="<html>", status=404)
    assert "url" in only().remedy


def test_a_zendesk_that_is_down_is_no_finding(zendesk: responses.RequestsMock) -> None:
    zendesk.replace("GET", ME, status=500)
    with pytest.raises(ServerFault):
        found()


@pytest.mark.parametrize(
    ("changes", "what", "fatal"),
    [
        ({"role": "end-user"}, "no agent", True),
        ({"active": False}, "no agent", True),
        ({"role_type": 1}, "light agent", True),
        ({"ticket_restriction": "groups"}, "every ticket", False),
        ({"id": 7}, "service_user_id is 900001", True),
    ],
)
def test_the_user_must_be_a_full_agent_and_the_one_that_is_named(
    zendesk: responses.RequestsMock,
    changes: dict[str, object],
    what: str,
    fatal: bool,  # noqa: FBT001
) -> None:
    zendesk.replace("GET", ME, json=me(**changes))
    problem = only()
    assert what in problem.what
    assert problem.fatal is fatal


def test_the_line_to_add_to_the_accounts_file_is_given() -> None:
    nameless = account(options={"client_id": "heard"}, secrets=OAUTH_ACCOUNT.secrets)
    problem = only(nameless)
    assert f'service_user_id = "{OWN_USER}"' in problem.remedy
    assert not problem.fatal


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        (fields(360001, active=False), "360001 (empathy) is switched off"),
        (fields(360001, type="text", custom_field_options=None), "360001 (empathy) is of type text"),
        (fields(360002, type="tagger"), "360002 (shown) is of type tagger"),
        (fields(360007, type="decimal"), "360007 (score) is of type decimal"),
        (
            fields(360001, custom_field_options=[{"value": "empathy__2_mixed"}]),
            "360001 (empathy) lacks empathy__1_needs_a_look",
        ),
        (fields(360003, custom_field_options=[]), "360003 (idea) lacks empathy_idea__acknowledge_first"),
        (fields(360001, id=1), "no ticket field 360001 (empathy)"),
    ],
)
def test_each_field_must_be_there_active_of_its_type_and_with_its_options(
    zendesk: responses.RequestsMock, changed: dict[str, Any], what: str
) -> None:
    zendesk.replace("GET", TICKET_FIELDS, json=changed)
    problem = only()
    assert problem.fatal
    assert what in problem.what


def test_fields_that_are_not_configured_are_not_looked_at(zendesk: responses.RequestsMock) -> None:
    zendesk.replace("GET", TICKET_FIELDS, json=fields(360001, active=False))
    fewer = {name: number for name, number in FIELDS.items() if name != "empathy"}
    assert found(account(fields=fewer, options=OAUTH, secrets=OAUTH_ACCOUNT.secrets)) == []
