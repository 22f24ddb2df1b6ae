"""Who we are to Zendesk: an OAuth client with tokens that run out, or an e-mail address and an API token."""

from __future__ import annotations

import time
from base64 import b64encode
from typing import TYPE_CHECKING, Protocol

from integrations.errors import Malformed
from integrations.tame import Wild, expect
from integrations.zendesk.refusals import TOKEN_PATH

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from config.accounts import Account
    from integrations.http import Http

SCOPE = "read tickets:write"
"""The least that does it: `read` and not `tickets:read`, because audits and ticket fields ask for the whole of it."""
SETUP_SCOPE = "read write"
"""For plan and apply, by an admin: fields and views are in no narrower scope that every account has."""
LIFETIME = 7200
SETUP_LIFETIME = 1800
MARGIN = 60
"""A token is renewed so many seconds before it runs out."""


class Credential(Protocol):
    """What a call shows; may raise a HelpdeskError when it has to ask for a token first."""

    def headers(self) -> Mapping[str, str]:
        """Return the header that says who we are."""

    def renew(self) -> bool:
        """Forget a token that was refused; False where there is no other to be had."""


def credential(account: Account, http: Http) -> Credential:
    """Return the account's credential; the set-up has its own, where accounts.toml names one."""
    if "setup_client_secret" in account.secrets:
        secret = account.secrets["setup_client_secret"].reveal()
        return ClientCredentials(http, account.options["setup_client_id"], secret, SETUP_SCOPE, SETUP_LIFETIME)
    if "client_secret" in account.secrets:
        return ClientCredentials(http, account.options["client_id"], account.secrets["client_secret"].reveal())
    return ApiToken(account.options["email"], account.secrets["api_token"].reveal())


class ApiToken:
    """E-mail address and API token: the old way, until Zendesk ends it."""

    def __init__(self, email: str, token: str) -> None:
        pair = f"{email}/token:{token}"
        self._headers = {"Authorization": "Basic " + b64encode(pair.encode()).decode()}

    def headers(self) -> Mapping[str, str]:
        """Return the header that says who we are."""
        return self._headers

    def renew(self) -> bool:
        """Return False: the same token would be refused again."""
        return False


class ClientCredentials:
    """OAuth client credentials: a token for this process, asked for anew shortly before it runs out."""

    def __init__(
        self,
        http: Http,
        client_id: str,
        client_secret: str,
        scope: str = SCOPE,
        lifetime: int = LIFETIME,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._http = http
        self._wanted = {"grant_type": "client_credentials", "scope": scope, "expires_in": lifetime}
        self._lifetime = lifetime
        self._client = {"client_id": client_id, "client_secret": client_secret}
        self._clock = clock
        self._token = ""
        self._good_until = 0.0

    def headers(self) -> Mapping[str, str]:
        """Return the header that says who we are."""
        if not self._token or self._clock() >= self._good_until:
            self._ask()
        return {"Authorization": f"Bearer {self._token}"}

    def renew(self) -> bool:
        """Forget the token."""
        self._token = ""
        return True

    def _ask(self) -> None:
        asked_at = self._clock()
        answer = self._http.call("POST", TOKEN_PATH, body=self._wanted | self._client)
        self._token, lifetime = expect(_token, answer.json, "token")
        self._good_until = asked_at + (lifetime or self._lifetime) - MARGIN


def _token(raw: Wild) -> tuple[str, int | None]:
    """Return the token and the seconds that it lives; None = as long as we asked for."""
    token = raw["access_token"].text()
    if not token:
        raise Malformed("token.access_token: expected a text")
    return token, raw["expires_in"].optional_number()
