"""POST /webhooks/<account>: the promised answers and no others; accepted means that the ledger remembers."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, event, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from config.secret import Secret
from tests.machine import ROOT
from tests.unit.webhook.kit import ADDRESS, CANARY, KEY, OLD_KEY, account, settings, solved
from webhook import build_app
from webhook.doors import MOST_TICKETS, NOBODY
from webhook.receive import ANSWERS, LONGEST_BODY

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.unit.webhook.kit import ArraySource
    from workers.ledger import Ledger

NOBODY_LISTENS = "redis://127.0.0.1:1/0"

PROMISED = [
    (202, ADDRESS, {"data": solved()}),
    (202, f"/webhooks/desk?key={OLD_KEY}", {"data": solved()}),
    (202, ADDRESS, {"data": solved(), "headers": {"Content-Encoding": "identity"}}),
    (202, ADDRESS, {"data": solved(), "content_type": "application/x-www-form-urlencoded"}),
    (202, ADDRESS, {"data": solved() + b" " * (LONGEST_BODY - len(solved()))}),
    (204, ADDRESS, {"data": solved(status=1)}),
    (204, ADDRESS, {"data": b'{"ticket": {}}'}),
    (400, ADDRESS, {"data": b""}),
    (400, ADDRESS, {"data": b"not JSON"}),
    (400, ADDRESS, {"data": solved()[:-1]}),
    (400, ADDRESS, {"data": b"[]"}),
    (400, ADDRESS, {"data": b"\xff\xfe"}),
    (400, ADDRESS, {"data": b'{"followup_id": 1, "ticket": []}'}),
    (400, ADDRESS, {"data": b"[" * 100_000}),
    (400, ADDRESS, {"data": b'{"a":' * 40_000}),
    (400, ADDRESS, {"data": b'{"followup_id": ' + b"9" * 200_000 + b"}"}),
    (400, ADDRESS, {"data": solved(ticket=10**70)}),
    (401, "/webhooks/desk", {"data": solved()}),
    (401, "/webhooks/desk?key=", {"data": solved()}),
    (401, f"/webhooks/desk?key={KEY}x", {"data": solved()}),
    (401, f"/webhooks/desk?key=x&key={KEY}", {"data": solved()}),
    (401, "/webhooks/desk?key=%ff%fe", {"data": solved()}),
    (401, f"/webhooks/other?key={KEY}", {"data": solved()}),
    (401, f"/webhooks/Desk?key={KEY}", {"data": solved()}),
    (401, f"/webhooks/desk/?key={KEY}", {"data": solved()}),
    (401, f"/webhooks/desk/x?key={KEY}", {"data": solved()}),
    (401, f"/webhooks/d%65sk%00?key={KEY}", {"data": solved()}),
    (401, f"/webhooks/%ff?key={KEY}", {"data": solved()}),
    (401, f"/webhooks//desk?key={KEY}", {"data": solved()}),
    (401, f"/webhooks/desk%0a?key={KEY}", {"data": solved()}),
    (401, f"/webhooks/%0adesk?key={KEY}", {"data": solved()}),
    (401, f"/webhooks/{NOBODY}?key={KEY}", {"data": solved()}),
    (405, ADDRESS, {"method": "GET"}),
    (405, ADDRESS, {"method": "HEAD"}),
    (405, ADDRESS, {"method": "OPTIONS"}),
    (405, ADDRESS, {"method": "PUT", "data": solved()}),
    (405, ADDRESS, {"method": "PROPFIND"}),
    (405, "/webhooks/other", {"method": "GET"}),
    (413, ADDRESS, {"data": b" " * (LONGEST_BODY + 1)}),
    (413, "/webhooks/other", {"data": b" " * (LONGEST_BODY + 1)}),
    (415, ADDRESS, {"data": solved(), "headers": {"Content-Encoding": "gzip"}}),
    (415, ADDRESS, {"data": solved(), "headers": {"Content-Encoding": "identity, br"}}),
]


def status_of(client: FlaskClient, address: str, request: dict[str, object]) -> int:
    return client.open(address, **{"method": "POST", **request}).status_code


@pytest.mark.parametrize(
    ("status", "address", "request_"), PROMISED, ids=[f"{n}-{one[0]}" for n, one in enumerate(PROMISED)]
)
def test_the_promised_answer(
    client: FlaskClient, ledger: Ledger, status: int, address: str, request_: dict[str, object]
) -> None:
    assert status_of(client, address, request_) == status
    assert len(ledger.jobs()) == (1 if status == 202 else 0)


def test_each_status_of_the_table_is_given(app: Flask, broker_url: str) -> None:
    """Together with the above: 200 takes two requests, 503 a Redis that is away."""
    client = app.test_client()
    seen = {status for status, _, _ in PROMISED}
    client.post(ADDRESS, data=solved())
    seen.add(client.post(ADDRESS, data=solved()).status_code)
    away = build_app(settings(NOBODY_LISTENS), {"desk": account()}).test_client()
    seen.add(away.post(ADDRESS, data=solved()).status_code)
    assert seen == set(ANSWERS)


def test_accepted_waits_as_long_as_the_account_says(broker_url: str, ledger: Ledger, client: FlaskClient) -> None:
    app = build_app(settings(broker_url), {"desk": account(settle_seconds=300)})
    response = app.test_client().post(ADDRESS, data=solved(ticket=12))
    assert (response.status_code, response.json) == (202, {"accepted": 1, "known": 0})
    [job] = ledger.jobs()
    assert (job.ref.account, job.ref.ticket_id, job.state) == ("desk", "12", "waiting")
    assert 295 < job.due - ledger.now() <= 300


def test_the_same_delivery_again_is_known(client: FlaskClient, ledger: Ledger) -> None:
    client.post(ADDRESS, data=solved(follow_up=1))
    again = client.post(ADDRESS, data=solved(follow_up=1))
    assert (again.status_code, again.json) == (200, {"accepted": 0, "known": 1})
    other = client.post(ADDRESS, data=solved(follow_up=2))
    assert (other.status_code, other.json) == (202, {"accepted": 1, "known": 0})
    assert len(ledger.jobs()) == 1


def test_an_array_is_fanned_out(arrays: FlaskClient, ledger: Ledger) -> None:
    assert arrays.post(ADDRESS, data="[1, 2, 3]").json == {"accepted": 3, "known": 0}
    partly = arrays.post(ADDRESS, data="[3, 4]")
    assert (partly.status_code, partly.json) == (202, {"accepted": 1, "known": 1})
    assert arrays.post(ADDRESS, data="[4, 1]").status_code == 200
    assert arrays.post(ADDRESS, data="[]").status_code == 204
    assert {job.ref.ticket_id for job in ledger.jobs()} == {"1", "2", "3", "4"}


def test_an_array_is_not_endless(arrays: FlaskClient, ledger: Ledger) -> None:
    response = arrays.post(ADDRESS, data=json.dumps(list(range(MOST_TICKETS + 1))))
    assert (response.status_code, response.json) == (
        400,
        {"error": "body: expected at most 100 tickets at once, got 101"},
    )
    assert not ledger.jobs()


def test_malformed_names_the_field_and_repeats_nothing(client: FlaskClient) -> None:
    response = client.post(ADDRESS, data=solved().replace(b"4711", b'"%s"' % CANARY.encode()))
    assert response.status_code == 400
    assert "ticket.id" in response.json["error"]
    assert CANARY not in response.text


@pytest.mark.parametrize("address", ["/webhooks/other?key=x", "/webhooks/other", f"/webhooks/desk/?key={KEY}"])
def test_an_unknown_account_looks_like_a_wrong_signature(client: FlaskClient, address: str) -> None:
    wrong = client.post("/webhooks/desk?key=x", data=solved())
    unknown = client.post(address, data=solved())
    assert (unknown.status_code, unknown.data, sorted(unknown.headers)) == (401, wrong.data, sorted(wrong.headers))


def test_an_unknown_account_costs_the_same_work(sources: dict[str, ArraySource], arrays: FlaskClient) -> None:
    arrays.post("/webhooks/desk?key=x", data=solved())
    arrays.post("/webhooks/other?key=x", data=solved())
    [(known, known_secrets)] = sources["desk"].asked
    [(unknown, unknown_secrets)] = sources[NOBODY].asked
    assert known == unknown
    assert len(known_secrets) == len(unknown_secrets) == 2
    assert not {secret.reveal() for secret in unknown_secrets} & {KEY, OLD_KEY}


def test_even_a_proof_does_not_make_an_account(sources: dict[str, ArraySource], arrays: FlaskClient) -> None:
    sources[NOBODY].verify = lambda *_: None
    assert arrays.post("/webhooks/other", data="[1]").status_code == 401


def test_one_account_s_key_opens_no_other(broker_url: str, ledger: Ledger, client: FlaskClient) -> None:
    other = account("other", signing_secrets=(Secret("another-key-that-nobody-guesses"),))
    both = build_app(settings(broker_url), {"desk": account(), "other": other}).test_client()
    assert both.post(f"/webhooks/other?key={KEY}", data=solved()).status_code == 401
    assert both.post("/webhooks/other?key=another-key-that-nobody-guesses", data=solved()).status_code == 202
    assert [job.ref.account for job in ledger.jobs()] == ["other"]


def test_a_ticket_of_another_account_is_refused(
    sources: dict[str, ArraySource], arrays: FlaskClient, ledger: Ledger
) -> None:
    sources["desk"].name = "other"
    assert arrays.post(ADDRESS, data="[1]").status_code == 400
    assert not ledger.jobs()


@pytest.mark.parametrize(("where", "status"), [("verify", 401), ("parse", 400)])
@pytest.mark.parametrize("error", [KeyError(CANARY), RecursionError(CANARY), MemoryError()])
def test_our_own_mistake_with_a_payload_is_no_outage(
    sources: dict[str, ArraySource], arrays: FlaskClient, where: str, status: int, error: Exception
) -> None:
    sources["desk"].trouble = {where: error}
    response = arrays.post(ADDRESS, data="[1]")
    assert response.status_code == status
    assert CANARY not in response.text


def test_our_own_mistake_is_said_aloud(
    sources: dict[str, ArraySource], arrays: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    sources["desk"].trouble = {"parse": KeyError(CANARY)}
    arrays.post(ADDRESS, data="[1]")
    mistake, answer = caplog.records
    assert (mistake.levelname, mistake.account, mistake.exc_info[0]) == ("ERROR", "desk", KeyError)
    assert (answer.levelname, answer.reason) == ("WARNING", "our_mistake")


def test_the_source_gets_the_request_as_it_came(sources: dict[str, ArraySource], arrays: FlaskClient) -> None:
    arrays.post(f"{ADDRESS}&a=1&a=2", data=b"[1,  2]\n\xff", headers={"X-Signature": "AbC", "CONTENT-TYPE": "a/b"})
    [(request, _)] = sources["desk"].asked
    assert request.body == b"[1,  2]\n\xff"
    assert request.query == {"key": KEY, "a": "1"}
    assert request.headers["x-signature"] == "AbC"
    assert request.headers["content-type"] == "a/b"


def test_redis_away_is_503_and_asks_to_try_again(broker_url: str) -> None:
    client = build_app(settings(NOBODY_LISTENS), {"desk": account()}).test_client()
    response = client.post(ADDRESS, data=solved())
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert client.post("/webhooks/desk?key=x", data=solved()).status_code == 401


def test_a_405_says_what_is_allowed(client: FlaskClient) -> None:
    assert client.get(ADDRESS).headers["Allow"] == "POST"


def test_the_log_has_the_answer_and_nothing_of_the_request(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post(ADDRESS, data=solved(), headers={"X-Signature": CANARY})
        client.post("/webhooks/stranger?key=guess", data=CANARY)
        client.post(ADDRESS, data=CANARY)
    answers = [(one.account, one.status, one.reason) for one in caplog.records if one.name == "webhook.receive"]
    assert answers == [("desk", 202, "accepted"), ("", 401, "key"), ("desk", 400, "malformed")]
    written = repr([vars(record) for record in caplog.records])
    assert not [word for word in (CANARY, KEY, "stranger", "guess", "4711") if word in written]


def test_other_addresses_do_not_exist(client: FlaskClient) -> None:
    for address in ("/", "/webhooks", "/webhooks/", "/static/x", "//webhooks/desk"):
        assert client.post(address).status_code == 404
        assert client.post(address).json == {"error": "Not Found"}


ACCOUNTS = st.one_of(st.just("desk"), st.just("desk"), st.text(max_size=20).map("x{}".format))
KEYS = st.one_of(st.just(KEY), st.just(KEY), st.text(max_size=40))
WORDS = st.sampled_from(["followup_id", "ticket", "id", "followup_set", "new_status", "x"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.sampled_from([1, 3, 4]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner),
    max_leaves=12,
)
BODIES = st.one_of(JSON.map(json.dumps).map(str.encode), st.binary(max_size=60), st.just(solved()))
NAMES = st.sampled_from(["Content-Type", "Content-Encoding", "Content-Length", "Transfer-Encoding", "Host", "Cookie"])
VALUES = st.sampled_from(["identity", "gzip", "chunked", "0", "-1", "9999999999", "[", "a:b"])
LATIN = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=20)
HEADERS = st.dictionaries(NAMES, VALUES | LATIN, max_size=4)
METHODS = st.sampled_from(["POST", "POST", "POST", "POST", "GET", "PATCH", "TRACE"])


@hypothesis_settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_comes_the_answer_is_of_the_table(client: FlaskClient, data: st.DataObject) -> None:
    name, key = data.draw(ACCOUNTS), data.draw(KEYS)
    response = client.open(
        f"/webhooks/{quote(name)}",
        query_string={"key": key},
        method=data.draw(METHODS),
        data=data.draw(BODIES),
        headers=data.draw(HEADERS),
    )
    event(str(response.status_code))
    assert response.status_code in ANSWERS
    assert response.status_code not in {200, 202, 204} or (name, key) == ("desk", KEY)


def test_the_process_holds_no_client_of_a_helpdesk_and_no_celery() -> None:
    script = f"""
import sys
from config.accounts import Account
from config.secret import Secret
from config.settings import load_settings
import webhook
secret = (Secret("{KEY}"),)
accounts = {{
    kind: Account(kind, kind, "https://x.example", signing_secrets=secret)
    for kind in webhook.registry.SPECS
}}
webhook.build_app(load_settings({{}}), accounts)
print(*sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "integrations.django_helpdesk.webhook" in loaded
    foreign = {"requests", "urllib3", "celery", "kombu", "django", "tenacity", "integrations.http", "workers.app"}
    assert not loaded & foreign
    assert not {name for name in loaded if name.endswith((".client", ".desk")) and name.startswith("integrations")}
