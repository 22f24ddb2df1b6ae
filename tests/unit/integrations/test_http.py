"""What a call to a helpdesk may cost, what is tried again, and what each failure means; over a real socket."""

from __future__ import annotations

import json
import socket
import ssl
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import pytest
import requests
import urllib3
from hypothesis import given
from hypothesis import strategies as st
from urllib3.exceptions import MaxRetryError, SSLError

from integrations import failures
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
    Unreachable,
)
from integrations.http import Answer, Http, Limits
from tests.gate import Gate
from tests.unit.integrations.faulty import (
    answer,
    chunked,
    drip,
    hang,
    reset,
    serving,
    truncate,
    zipped,
)

if TYPE_CHECKING:
    from tests.unit.integrations.faulty import Behaviour, FaultyServer, Handler

SHORT = Limits(connect=1.0, read=0.3, total=0.4, size=10_000, pause=0)
CUSTOMER_WORDS = {"description": "the customer's secret words"}


def http(server: FaultyServer, gate: Gate | None = None, **more: object) -> Http:
    given: dict[str, Any] = {"headers": {"Authorization": "Bearer t0ken"}, "limits": SHORT}
    return Http(server.url, gate or Gate(), **(given | more))


def fail(*behaviours: Behaviour, method: str = "PUT", error: type[HelpdeskError]) -> tuple[HelpdeskError, int]:
    """Return what a call raised, and how many requests the server saw."""
    with serving(*behaviours) as server, pytest.raises(error) as raised:
        http(server).call(method, "api/tickets/7", query={"q": "s3cret"}, body=CUSTOMER_WORDS)
    assert type(raised.value) is error
    return raised.value, len(server.seen)


def test_a_success_comes_back_as_status_headers_and_json() -> None:
    with serving(answer(201, {"ticket": {"id": 7}}, X_Rate_Limit="700")) as server:
        found = http(server).call("POST", "api/tickets", body={"a": "é"}, query={"page[size]": "100"})
    assert (found.status, found.json) == (201, {"ticket": {"id": 7}})
    assert found.headers["x-rate-limit"] == "700"
    seen = server.seen[0]
    assert (seen.command, seen.path) == ("POST", "/api/tickets?page%5Bsize%5D=100")
    assert json.loads(seen.body) == {"a": "é"}
    assert seen.headers["Authorization"] == "Bearer t0ken"
    assert seen.headers["Accept-Encoding"] == "gzip"
    assert seen.headers["Content-Type"] == "application/json"


def test_headers_of_one_call_stay_with_that_call() -> None:
    with serving(answer()) as server:
        client = http(server)
        client.call("GET", "a", headers={"Authorization": "Bearer other"})
        client.call("GET", "a")
    assert [seen.headers["Authorization"] for seen in server.seen] == ["Bearer other", "Bearer t0ken"]


@pytest.mark.parametrize("behaviour", [zipped(b'{"a": 1}'), chunked(b'{"a":\n\n 1}'), answer(200, {"a": 1})])
def test_an_answer_may_be_packed_or_in_pieces_and_the_connection_is_used_again(behaviour: Behaviour) -> None:
    with serving(behaviour) as server:
        client = http(server)
        assert [client.call("GET", "a").json for _ in range(3)] == [{"a": 1}] * 3
        assert server.connections == 1


def test_an_empty_success_has_no_json() -> None:
    with serving(answer(204, b"")) as server:
        assert http(server).call("PUT", "a").json is None


def test_cookies_are_not_kept() -> None:
    with serving(answer(200, {}, Set_Cookie="session=1; Path=/")) as server:
        client = http(server)
        client.call("GET", "a")
        client.call("GET", "a")
    assert server.seen[1].headers["Cookie"] is None


def test_the_environment_has_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with serving(answer()) as server:
        assert http(server).call("GET", "a").status == 200


@pytest.mark.parametrize("path", ["https://elsewhere.example/a", "/etc", "//elsewhere.example/a"])
def test_no_path_leads_to_another_address(path: str) -> None:
    with serving(answer()) as server, pytest.raises(ValueError, match="relative"):
        http(server).call("GET", path)
    assert server.seen == []


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (302, Refused),
        (304, Refused),
        (400, Refused),
        (401, Unauthorized),
        (403, Unauthorized),
        (404, Gone),
        (408, TimedOut),
        (409, Conflict),
        (410, Gone),
        (413, Refused),
        (422, Refused),
        (429, RateLimited),
        (500, ServerFault),
        (503, ServerFault),
        (599, ServerFault),
    ],
)
def test_a_status_becomes_the_error_that_the_flow_reads(status: int, error: type[HelpdeskError]) -> None:
    raised, calls = fail(answer(status, CUSTOMER_WORDS, Location="http://127.0.0.1:9/"), error=error)
    assert str(raised) == f"PUT api/tickets/7: {status}"
    assert calls == 1


@pytest.mark.parametrize("body", [b"<html>oops</html>", b"", b"\xff\xfe", b"[" * 9_000])
def test_a_failure_counts_by_its_status_whatever_its_body(body: bytes) -> None:
    fail(answer(500, body), error=ServerFault)


def test_a_failure_counts_by_its_status_even_if_its_body_is_cut_off() -> None:
    def broken(handler: Handler) -> None:
        handler.start(422, 100)
        handler.wfile.write(b"{")
        handler.close_connection = True

    fail(broken, error=Refused)


def test_a_redirect_is_not_followed() -> None:
    with serving(answer(200, {"stolen": True})) as elsewhere:
        fail(answer(307, b"", Location=elsewhere.url), error=Refused)
    assert elsewhere.seen == []


@pytest.mark.parametrize(
    ("behaviour", "error"),
    [
        (answer(200, b"<html>log in</html>"), Surprise),
        (answer(200, b"[" * 9_000), Surprise),
        (answer(200, b'"\xff"'), Surprise),
        (answer(200, b" " * 10_001), Surprise),
        (zipped(b" " * 2_000_000), Surprise),
        (answer(200, b"not gzip", Content_Encoding="gzip"), Surprise),
        (hang, TimedOut),
        (drip, TimedOut),
        (reset, TimedOut),
        (truncate, TimedOut),
    ],
)
def test_what_went_wrong_after_sending_a_write_is_in_doubt_and_not_repeated(
    behaviour: Behaviour, error: type[HelpdeskError]
) -> None:
    raised, calls = fail(behaviour, error=error)
    assert raised.ambiguous
    assert raised.retryable
    assert calls == 1
    assert "s3cret" not in str(raised)
    assert str(raised).startswith("PUT api/tickets/7: ")


def test_a_bomb_is_not_unpacked_beyond_the_cap() -> None:
    raised, _ = fail(zipped(b" " * 50_000_000), error=Surprise)
    assert "10000 bytes" in str(raised)


def test_a_closed_port_and_an_unknown_host_never_saw_the_request() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    for url in (f"http://127.0.0.1:{port}", "http://nobody.invalid"):
        with pytest.raises(Unreachable) as raised:
            Http(url, Gate(), limits=SHORT).call("PUT", "a", body={})
        assert not raised.value.ambiguous


def test_a_server_without_tls_is_no_reason_to_believe_that_nothing_was_sent() -> None:
    with serving(answer()) as server, pytest.raises(TimedOut):
        Http(server.url.replace("http", "https"), Gate(), limits=SHORT).call("PUT", "a", body={})


@pytest.mark.parametrize(
    ("cause", "error"),
    [(ssl.SSLCertVerificationError("self-signed"), Unreachable), (ssl.SSLEOFError("cut off"), TimedOut)],
)
def test_of_tls_errors_only_a_wrong_certificate_means_that_nothing_was_sent(
    cause: Exception, error: type[HelpdeskError]
) -> None:
    pool = urllib3.HTTPSConnectionPool("desk.example")
    wrapped = MaxRetryError(pool, "/a", SSLError(cause))
    assert type(failures.by_wire(requests.exceptions.SSLError(wrapped), "PUT a")) is error


def test_a_credential_with_a_line_break_is_refused_before_it_is_sent() -> None:
    with serving(answer()) as server, pytest.raises(Refused) as raised:
        http(server).call("GET", "a", headers={"Authorization": "Bearer s3cret\n"})
    assert "s3cret" not in str(raised.value)
    assert server.seen == []


@pytest.mark.parametrize("first", [answer(500), answer(503), answer(200, b"<html>"), reset, truncate])
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_a_safe_call_is_tried_twice(first: Behaviour, method: str) -> None:
    with serving(first, answer(200, {"a": 1})) as server:
        assert http(server).call(method, "a").json == {"a": 1}
    assert len(server.seen) == 2


def test_a_safe_call_is_tried_no_more_than_twice() -> None:
    _, calls = fail(answer(500), method="GET", error=ServerFault)
    assert calls == 2


@pytest.mark.parametrize(
    ("status", "error"), [(404, Gone), (401, Unauthorized), (422, Refused), (302, Refused), (429, RateLimited)]
)
def test_what_would_fail_again_is_not_tried_again(status: int, error: type[HelpdeskError]) -> None:
    _, calls = fail(answer(status), method="GET", error=error)
    assert calls == 1


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_shuts_the_gate_before_anyone_calls_again(status: int) -> None:
    gate = Gate()
    with serving(answer(status, {}, Retry_After="7")) as server:
        client = http(server, gate)
        with pytest.raises(RateLimited) as raised:
            client.call("GET", "a")
        assert (raised.value.retry_after, gate.shuts) == (7, [7])
        with pytest.raises(RateLimited):
            client.call("GET", "a")
    assert len(server.seen) == 1


NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("41", 41),
        ("0", 1),
        ("-5", 1),
        ("1.5", 1.5),
        ("86400", 900),
        ("999999999", 900),
        (format_datetime(NOW + timedelta(seconds=30), usegmt=True), 30),
        ("Tue, 24 Nov 2026 12:00:30 -0000", 30),
        (format_datetime(NOW - timedelta(hours=1), usegmt=True), 1),
        (format_datetime(NOW + timedelta(days=9), usegmt=True), 900),
        ("", 60),
        ("soon", 60),
        ("٤", 60),
        ("9" * 400, 60),
        ("Tue, 99 Nov 2026 12:00:30 GMT", 60),
    ],
)
def test_retry_after_is_read_as_seconds_or_a_date_and_kept_within_bounds(header: str, seconds: float) -> None:
    assert failures.wait_seconds(header, NOW) == seconds


@given(
    st.text() | st.from_regex(r"[A-Z][a-z]{2}, \d{1,3} [A-Z][a-z]{2} \d{1,5} \d\d:\d\d:\d\d \S{1,6}", fullmatch=True)
)
def test_no_retry_after_whatever_brings_the_client_down(header: str) -> None:
    assert 1 <= failures.wait_seconds(header, NOW) <= 900


def test_an_adapter_may_know_better_what_a_refusal_means() -> None:
    def explain(message: str, found: Answer) -> HelpdeskError | None:
        return Gone(f"{message} {found.json}") if found.status == 422 else None

    with serving(answer(422, "merged"), answer(409)) as server:
        client = http(server, explain=explain)
        with pytest.raises(Gone, match="PUT a: 422 merged"):
            client.call("PUT", "a")
        with pytest.raises(Conflict):
            client.call("PUT", "a")


def test_an_adapter_that_is_told_to_wait_shuts_the_gate_too() -> None:
    gate = Gate()
    with serving(answer(400)) as server, pytest.raises(RateLimited):
        http(server, gate, explain=lambda message, _: RateLimited(message, retry_after=9)).call("PUT", "a")
    assert gate.shuts == [9]
