"""The one place from which helpdesks are called: one session per account and process, with deadlines and caps.

Safe calls are tried twice at most, within seconds. A write is never repeated here: whoever asked must look first.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING

import requests
import tenacity
import urllib3

from integrations.errors import HelpdeskError, RateLimited, Surprise, TimedOut
from integrations.failures import by_status, by_wire

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from integrations.ports import Gate

SAFE = frozenset({"GET", "OPTIONS"})
CHUNK = 65_536
QUICK_SECONDS = 6.0
"""After so long a first try there is no second one: what waits longer is the ledger's to wait for."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds to connect, between two bytes, and for the whole call; bytes of a decoded answer; tries of a safe call.

    `total` is watched while the body comes in; `read` alone guards the time before it, and Celery's limits both.
    """

    connect: float = 3.05
    read: float = 8.0
    total: float = 12.0
    size: int = 5 * 2**20
    tries: int = 2
    pause: float = 0.3


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: header names in lower case; `json` is None for no body, and for a failure's that is no JSON."""

    status: int
    headers: Mapping[str, str]
    json: object


if TYPE_CHECKING:
    Explain = Callable[[str, Answer], HelpdeskError | None]
    """Turns a refusal into a more telling error: gets what the message may say, and the answer; None = no idea."""


class Http:
    """The calls of one account to one address.

    Every method raises a HelpdeskError whose message holds method, path and status: no query, body or secret.
    """

    def __init__(
        self,
        base_url: str,
        gate: Gate,
        *,
        headers: Mapping[str, str] | None = None,
        explain: Explain | None = None,
        limits: Limits | None = None,
    ) -> None:
        self._base_url = base_url.rstrip("/") + "/"
        self._gate = gate
        self._explain = explain
        self._limits = limits or Limits()
        self._session = _session(headers or {})
        self._patiently = _twice(self._limits)

    def call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a request to `path`, which is relative to the base address; return the answer of a success."""

        def once() -> Answer:
            return self._once(method, path, query, body, headers)

        return self._patiently(once) if method in SAFE else once()

    def _once(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None,
        body: Mapping[str, object] | None,
        headers: Mapping[str, str] | None,
    ) -> Answer:
        self._gate.check()
        name = f"{method} {path}"
        end = time.monotonic() + self._limits.total
        try:
            with self._session.request(
                method,
                self._url(path),
                params=query,
                json=body,
                headers=headers,
                timeout=(self._limits.connect, self._limits.read),
                allow_redirects=False,
                stream=True,
            ) as response:
                return self._judge(name, self._answer(name, response, end))
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise by_wire(error, name) from None

    def _url(self, path: str) -> str:
        if path.startswith("/") or "://" in path:
            raise ValueError("a path is relative: credentials go to the account's own address only")
        return self._base_url + path

    def _answer(self, name: str, response: requests.Response, end: float) -> Answer:
        status, headers = response.status_code, {key.lower(): value for key, value in response.headers.items()}
        try:
            return Answer(status, headers, _parse(self._read(name, response, end), name))
        except (HelpdeskError, urllib3.exceptions.HTTPError):
            if _is_success(status):
                raise
            return Answer(status, headers, None)  # the status says what went wrong, whatever became of the body

    def _read(self, name: str, response: requests.Response, end: float) -> bytes:
        found = bytearray()
        while chunk := response.raw.read1(CHUNK, decode_content=True):
            found += chunk
            if len(found) > self._limits.size:
                raise Surprise(f"{name}: the answer has more than {self._limits.size} bytes")
            if time.monotonic() > end:
                raise TimedOut(f"{name}: no whole answer within {self._limits.total:g} seconds")
        return bytes(found)

    def _judge(self, name: str, answer: Answer) -> Answer:
        if _is_success(answer.status):
            return answer
        message = f"{name}: {answer.status}"
        error = (self._explain and self._explain(message, answer)) or by_status(
            message, answer.status, answer.headers
        )
        if isinstance(error, RateLimited):
            self._gate.shut(error.retry_after or 1)
        raise error


def _session(headers: Mapping[str, str]) -> requests.Session:
    session = requests.Session()
    session.trust_env = False  # no proxy and no .netrc from the environment
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # every call stands for itself
    session.headers.update({"Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": "heard"})
    session.headers.update(headers)
    return session


def _twice(limits: Limits) -> tenacity.Retrying:
    return tenacity.Retrying(
        retry=tenacity.retry_if_exception(_worth_a_second_try),
        stop=tenacity.stop_after_attempt(limits.tries) | tenacity.stop_after_delay(QUICK_SECONDS),
        wait=tenacity.wait_random_exponential(multiplier=limits.pause, max=2),
        reraise=True,
    )


def _worth_a_second_try(error: BaseException) -> bool:
    return isinstance(error, HelpdeskError) and error.retryable and not isinstance(error, RateLimited)


def _is_success(status: int) -> bool:
    return 200 <= status < 300  # noqa: PLR2004 (2xx; a redirect is none: it would carry our credentials elsewhere)


def _parse(body: bytes, name: str) -> object:
    try:
        return json.loads(body) if body else None
    except (ValueError, RecursionError):
        raise Surprise(f"{name}: the answer is not JSON") from None
