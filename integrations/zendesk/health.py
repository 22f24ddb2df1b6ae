"""What `check` finds: who we are to Zendesk, what we may do, and the ticket fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrations.errors import Gone, Refused, Surprise, Unauthorized
from integrations.model import Problem
from integrations.options import OPTIONS
from integrations.zendesk.auth import SCOPE
from integrations.zendesk.refusals import MissingScope, NoToken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from config.accounts import Account
    from integrations.zendesk.client import Client
    from integrations.zendesk.shape import RawField, RawUser

CLIENTS = "Admin Center > Apps and integrations > APIs > OAuth clients"
TEAM = "Admin Center > People > Team members"
FIELDS = "Admin Center > Objects and rules > Tickets > Fields"
_DROP_DOWN = {"tagger": "drop-down"}
TYPES: Mapping[str, Mapping[str, str]] = {
    "empathy": _DROP_DOWN,
    "confidence": _DROP_DOWN,
    "idea": _DROP_DOWN,
    "feeling": _DROP_DOWN,
    "review": _DROP_DOWN,
    "shown": {"multiselect": "multi-select"},
    "score": {"integer": "number", "text": "text"},
    "version": {"text": "text"},
}
"""What our ticket fields must be: the API's word for each type that will do, and the one that people read."""


def problems(account: Account, api: Client) -> tuple[Problem, ...]:
    """Return what is wrong; empty = ready."""
    try:
        me = api.me()
        if me.id is None:
            return (
                Problem("Zendesk does not know the credentials and takes us for anonymous", _credentials(account)),
            )
        api.count_tickets()
        described = api.ticket_fields()
    except Unauthorized as error:
        return (_refused(account, error),)
    except (Gone, Refused, Surprise):
        return (
            Problem("the address does not answer as Zendesk does", f"check `url` of the account ({account.url})"),
        )
    return (*user_problems(account, me), *token_problems(account), *field_problems(account, described))


def user_problems(account: Account, me: RawUser) -> Iterator[Problem]:
    """Yield what is wrong with the user that we are."""
    if not me.is_staff:
        yield Problem("the user is no agent", f"give user {me.id} the role of an agent under {TEAM}")
    elif me.light:
        yield Problem(
            "the user is a light agent and cannot set fields", f"make user {me.id} a full agent under {TEAM}"
        )
    if me.restricted:
        remedy = f"let user {me.id} see all tickets under {TEAM}, or send webhooks for its own only"
        yield Problem("the user does not see every ticket", remedy, fatal=False)
    known = account.options.get("service_user_id")
    if known is None:
        remedy = f'add service_user_id = "{me.id}" to the account'
        yield Problem("the account does not say which user Heard writes as", remedy, fatal=False)
    elif known != str(me.id):
        remedy = f'write service_user_id = "{me.id}", or use credentials of user {known}'
        yield Problem(f"service_user_id is {known}, but the credentials are of user {me.id}", remedy)


def token_problems(account: Account) -> Iterator[Problem]:
    """Yield that API tokens come to an end."""
    if "api_token" in account.secrets:
        remedy = f"make a confidential OAuth client under {CLIENTS} and write client_id and client_secret instead"
        yield Problem("API tokens stop working on 30 April 2027 at the latest", remedy, fatal=False)


def field_problems(account: Account, described: Mapping[str, RawField]) -> Iterator[Problem]:
    """Yield what is wrong with each configured ticket field."""
    for name, field_id in sorted(account.fields.items()):
        found = described.get(field_id)
        if found is None:
            yield Problem(
                f"there is no ticket field {field_id} ({name})", f"create it under {FIELDS}, or correct its id"
            )
        elif not found.active:
            yield Problem(f"ticket field {field_id} ({name}) is switched off", f"activate it under {FIELDS}")
        elif found.type not in TYPES[name]:
            wanted = " or ".join(TYPES[name].values())
            yield Problem(f"ticket field {field_id} ({name}) is of type {found.type}", f"make one of type {wanted}")
        elif absent := sorted(set(OPTIONS.get(name, ())) - found.options):
            remedy = f"add them under {FIELDS}; the tag of an option counts, not its name"
            yield Problem(f"ticket field {field_id} ({name}) lacks {', '.join(absent)}", remedy)


def _refused(account: Account, error: Unauthorized) -> Problem:
    match error:
        case NoToken(code="invalid_scope"):
            return Problem("the OAuth client may not have the scopes", f"allow {SCOPE} for it under {CLIENTS}")
        case MissingScope():
            return Problem(
                f"the token lacks the scope {error.scopes}", f"allow {SCOPE} for the client under {CLIENTS}"
            )
        case NoToken():
            return Problem("the OAuth client gets no token", _credentials(account))
        case _:
            remedy = f"{_credentials(account)}; the user must be an agent who is not suspended"
            return Problem("Zendesk refuses us", remedy)


def _credentials(account: Account) -> str:
    if "client_id" in account.options:
        return (
            f"check client_id (the identifier, not the name) and client_secret under {CLIENTS};"
            " the client must be confidential"
        )
    return (
        "check email and api_token; Zendesk switches off tokens that were not used for 30 days, and all in April 2027"
    )
