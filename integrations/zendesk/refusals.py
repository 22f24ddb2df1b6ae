"""What Zendesk means by a refusal. Its errors come in three envelopes; only short code words are taken over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from integrations.errors import Gone, HelpdeskError, RateLimited, Refused, Surprise, Unauthorized
from integrations.failures import FAULT, is_rate_limit

if TYPE_CHECKING:
    from integrations.http import Answer

TOKEN_PATH = "oauth/tokens"  # noqa: S105 (a path)
JOBS_PAUSE = 60.0
"""Seconds until a place is free, where 30 background jobs are queued or running."""
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
_SCOPE = re.compile(r"[a-z_]{1,40}(?::[a-z_]{1,40})?")


class NoToken(Unauthorized):
    """The OAuth client gets no token; `code` is OAuth's word for it, such as invalid_scope, or ""."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


class StaleToken(Unauthorized):
    """The token is not known any more: expired, or revoked."""


class Forbidden(Unauthorized):
    """The user may not do this, here or at all."""


class MissingScope(Forbidden):
    """The token lacks a scope; `scopes` names those wanted."""

    def __init__(self, message: str, scopes: str) -> None:
        super().__init__(message)
        self.scopes = scopes


class NoEndpoint(Refused):
    """The account has no such thing: its plan lacks the feature."""


class WrongPlace(Surprise):
    """A 404 that the API did not say."""


def explain(message: str, answer: Answer) -> HelpdeskError | None:
    """Return the error behind a refusal, None where its status says enough."""
    code = error_code(answer.json)
    message = f"{message} {code}".strip()
    if code == "TooManyJobs":
        return RateLimited(message, retry_after=JOBS_PAUSE)
    if is_rate_limit(answer.status, answer.headers):
        return None
    if TOKEN_PATH in message and answer.status < FAULT:
        return NoToken(message, code)
    meaning = {400: _refused, 401: _stale, 403: _forbidden, 404: _not_found, 422: _invalid}.get(answer.status)
    return meaning(message, code, answer.json) if meaning else None


def error_code(answer: object) -> str:
    """Return Zendesk's word for an error, "" if it is a sentence."""
    if not isinstance(answer, dict):
        return ""
    error = answer.get("error")
    if isinstance(error, dict):
        error = error.get("title")
    elif isinstance(errors := answer.get("errors"), list) and errors and isinstance(errors[0], dict):
        error = errors[0].get("code")
    return error if isinstance(error, str) and _CODE.fullmatch(error) else ""


def refused_fields(answer: object) -> list[str]:
    """Return the names of what was wrong: `details` is a map of lists, whose keys are the API's own."""
    details = answer.get("details") if isinstance(answer, dict) else None
    return sorted(name for name in details if _CODE.fullmatch(name)) if isinstance(details, dict) else []


def _refused(message: str, _code: str, _answer: object) -> HelpdeskError:
    return Refused(message)


def _stale(message: str, _code: str, _answer: object) -> HelpdeskError:
    return StaleToken(message)


def _forbidden(message: str, _code: str, answer: object) -> HelpdeskError:
    description = answer.get("description") if isinstance(answer, dict) else None
    _, found, scopes = str(description).partition("required scopes:")
    names = ", ".join(_SCOPE.findall(scopes))
    return MissingScope(f"{message}: missing scope {names}", names) if found else Forbidden(message)


def _not_found(message: str, code: str, _answer: object) -> HelpdeskError:
    """Only a missing record is gone; a page of another kind means a wrong address, and no ticket is to blame."""
    if code == "RecordNotFound":
        return Gone(message)
    return NoEndpoint(message) if code == "InvalidEndpoint" else WrongPlace(f"{message}: no answer of Zendesk's API")


def _invalid(message: str, _code: str, answer: object) -> HelpdeskError:
    return Refused(f"{message} ({', '.join(refused_fields(answer))})")
