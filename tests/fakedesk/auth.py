"""Who asks, and what they may do: OAuth client credentials with expiry, or e-mail and API token."""

from __future__ import annotations

import binascii
import secrets
from base64 import b64decode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakedesk.errors import ApiError, dead_token, missing_scope, unauthenticated

if TYPE_CHECKING:
    from tests.fakedesk.model import Clock
    from tests.fakedesk.options import Options

SHORTEST, LONGEST = 300, 172_800


@dataclass(frozen=True, slots=True)
class Principal:
    """A user with the scopes of a token; `scopes` None = everything (API token)."""

    user_id: int
    scopes: frozenset[str] | None = None

    def must_have(self, scope: str) -> None:
        """Raise 403 unless the scope, or the global one that includes it, was granted."""
        verb = scope.rpartition(":")[2]
        if self.scopes is not None and not self.scopes & {scope, verb}:
            raise missing_scope(scope)


@dataclass(slots=True)
class Auth:
    """The credentials of one account; `user_id` is the service user that they act as, `admin_id` the set-up's."""

    options: Options
    clock: Clock
    user_id: int
    admin_id: int
    tokens: dict[str, tuple[Principal, float]] = field(default_factory=dict)
    issued: int = 0

    def principal(self, authorization: str) -> Principal | None:
        """Return who asks, None without credentials; raise 401 for wrong ones."""
        scheme, _, value = authorization.partition(" ")
        if not scheme:
            return None
        if scheme.lower() == "bearer":
            return self._bearer(value)
        if scheme.lower() == "basic":
            return self._basic(value)
        raise unauthenticated()

    def issue(self, wanted: dict[str, Any]) -> dict[str, Any]:
        """Answer POST /oauth/tokens; raise as the OAuth endpoint does."""
        if wanted.get("grant_type") != "client_credentials":
            raise ApiError(400, {"error": "unsupported_grant_type"})
        given = (wanted.get("client_id"), wanted.get("client_secret"))
        clients = {
            (self.options.client_id, self.options.client_secret): (self.user_id, self.options.allowed_scopes),
            (self.options.setup_client_id, self.options.setup_client_secret): (self.admin_id, "read write"),
        }
        if given not in clients:
            raise ApiError(401, {"error": "invalid_client", "error_description": "Client authentication failed"})
        scope = str(wanted.get("scope") or "read")
        lifetime = int(wanted.get("expires_in") or 1800)
        user_id, allowed = clients[given]
        if not set(scope.split()) <= set(allowed.split()):
            raise ApiError(400, {"error": "invalid_scope", "error_description": "The requested scope is invalid"})
        if not SHORTEST < lifetime < LONGEST:
            raise ApiError(400, {"error": "invalid_request", "error_description": "expires_in is out of range"})
        return self._token(user_id, scope, min(lifetime, self.options.longest_token))

    def revoke_all(self) -> None:
        """Make every token dead, as an admin can at any time."""
        self.tokens.clear()

    def _token(self, user_id: int, scope: str, lifetime: int) -> dict[str, Any]:
        token = secrets.token_hex(20)
        principal = Principal(user_id, frozenset(scope.split()))
        self.tokens[token] = (principal, self.clock.seconds() + lifetime)
        self.issued += 1
        answer = {"access_token": token, "token_type": "bearer", "scope": scope}
        return answer | ({"expires_in": lifetime} if self.options.says_expires_in else {})

    def _bearer(self, token: str) -> Principal:
        principal, until = self.tokens.get(token, (None, 0.0))
        if principal is None or until <= self.clock.seconds():
            raise dead_token()
        return principal

    def _basic(self, value: str) -> Principal:
        try:
            given = b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise unauthenticated() from None
        if given != f"{self.options.email}/token:{self.options.api_token}":
            raise unauthenticated()
        return Principal(self.user_id)
