"""One JSON call, its failures as the errors that the flow reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import requests

from integrations.errors import (
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

if TYPE_CHECKING:
    from collections.abc import Mapping

    from integrations.ports import Gate

TIMEOUT = (5.0, 30.0)
"""Seconds to connect, and between two bytes of the answer."""
PAUSE = 60.0
"""Seconds to wait after a 429 that does not say how long."""
ERRORS: Mapping[int, type[HelpdeskError]] = {401: Unauthorized, 403: Unauthorized, 404: Gone, 410: Gone}


class Transport:
    """The calls of one account, without redirects: a redirect would carry the password elsewhere."""

    def __init__(self, base_url: str, headers: Mapping[str, str], gate: Gate) -> None:
        self._base_url = base_url
        self._headers = dict(headers)
        self._gate = gate

    def call(self, method: str, path: str, body: Mapping[str, object] | None = None) -> object:
        """Send a request; return the JSON of its answer."""
        self._gate.check()
        try:
            answer = requests.request(
                method,
                self._base_url + path,
                json=body,
                headers=self._headers,
                timeout=TIMEOUT,
                allow_redirects=False,
            )
        except (requests.ConnectTimeout, requests.exceptions.SSLError) as error:
            raise Unreachable(f"{method}: {type(error).__name__}") from None
        except requests.ConnectionError as error:
            raise unreachable_or_cut(error, method) from None
        except requests.RequestException as error:
            raise TimedOut(f"{method}: {type(error).__name__}") from None
        return self._read(answer, method)

    def _read(self, answer: requests.Response, method: str) -> object:
        status = answer.status_code
        if status == requests.codes.too_many_requests or (status == 503 and "Retry-After" in answer.headers):  # noqa: PLR2004
            seconds = float(after) if (after := answer.headers.get("Retry-After", "")).isdigit() else PAUSE
            self._gate.shut(seconds)
            raise RateLimited(f"{method}: {status}", retry_after=seconds)
        if not answer.ok or answer.is_redirect:
            found = ERRORS.get(status, ServerFault if status >= 500 else Refused)  # noqa: PLR2004 - 5xx
            raise found(f"{method}: {status}")
        try:
            return answer.json()
        except requests.JSONDecodeError:
            raise Surprise(f"{method}: {status}, not JSON") from None


def unreachable_or_cut(error: requests.ConnectionError, method: str) -> HelpdeskError:
    """Tell a refused connection, where nothing was sent, from one that was cut off after sending."""
    refused = "NewConnectionError" in repr(error) or "NameResolutionError" in repr(error)
    found = Unreachable if refused else TimedOut
    return found(f"{method}: {type(error).__name__}")
