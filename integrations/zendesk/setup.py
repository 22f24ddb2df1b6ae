"""The admin's side of a Zendesk account: reads what is set up, and makes, mends and removes what is ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrations.errors import Unauthorized
from integrations.objects import Survey
from integrations.zendesk import blueprint, existing, wire
from integrations.zendesk.admin import AdminClient
from integrations.zendesk.auth import SETUP_SCOPE
from integrations.zendesk.health import CLIENTS
from integrations.zendesk.refusals import Forbidden, MissingScope, NoEndpoint, NoToken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from config.accounts import Account
    from config.secret import Secret
    from integrations.errors import HelpdeskError
    from integrations.objects import Change, Found, Wanted
    from integrations.ports import Gate
    from integrations.tame import Known, Wild

READ: Mapping[str, Callable[[Wild], Found]] = {
    "field": existing.field,
    "webhook": existing.webhook,
    "trigger": existing.trigger,
    "view": existing.view,
}
NAMES = {"field": "ticket fields", "webhook": "webhooks", "trigger": "triggers", "view": "views of its own"}
NO_RATINGS = "this account has no satisfaction ratings"
STAYS = (
    "Notes on tickets: Zendesk lets nobody delete a comment; redact those that must go.",
    "Tags on tickets: take them away in bulk from a view; on closed tickets by tickets/update_many with remove_tags.",
)
TRIGGERS = "Admin Center > Objects and rules > Business rules > Triggers"


def setup(account: Account, gate: Gate, endpoint: str) -> ZendeskSetup:
    """Return the set-up side of the account."""
    return ZendeskSetup(account, AdminClient(account, gate), endpoint)


class ZendeskSetup:
    """One account."""

    stays: Sequence[str] = STAYS

    def __init__(self, account: Account, api: AdminClient, endpoint: str) -> None:
        self._account = account
        self._api = api
        self._endpoint = endpoint

    def survey(self) -> Survey:
        """Read everything that a plan may touch or that may be in its way."""
        found: list[Found] = []
        lacks = {} if self._has_ratings() else {blueprint.SATISFACTION: NO_RATINGS}
        for kind, path in wire.PATHS.items():
            objects = self._listed(path, READ[kind])
            if objects is None:
                lacks[kind] = f"the plan of this account has no {NAMES[kind]}"
            found.extend(objects or ())
        forms = self._listed("ticket_forms", existing.form) or ()
        return Survey(tuple(found), lacks, tuple(form for form in forms if form), tuple(self._advice_on(found)))

    def wanted(self, survey: Survey, *, whole: bool = False) -> Sequence[Wanted]:
        """Return what blueprint.toml says for this account."""
        return blueprint.wanted(self._account, self._endpoint, survey.lacks.keys(), whole=whole)

    def create(self, wanted: Wanted, properties: Mapping[str, object]) -> str:
        """Make an object with our marker."""
        body = wire.new(wanted, properties)
        if wanted.kind == "trigger":
            body |= self._category()
        return self._api.make(wire.PATHS[wanted.kind], wire.singular(wanted.kind), body)

    def change(self, change: Change, properties: Mapping[str, object]) -> None:
        """Mend an object; what the API replaces as a whole is sent as a whole, with people's parts of it."""
        kind = change.kind
        path, name = f"{wire.PATHS[kind]}/{change.id}", wire.singular(kind)
        body = wire.changed(change, properties)
        if "custom_field_options" in body:  # one that is left out would be removed, from tickets as well
            there = self._api.one(path, name, wire.options)
            body["custom_field_options"] = wire.with_options(there, body["custom_field_options"])
        send = self._api.patch if kind == "webhook" else self._api.put
        send(path, name, body)

    def remove(self, change: Change) -> None:
        """Remove an object."""
        self._api.delete(f"{wire.PATHS[change.kind]}/{change.id}")

    def signing_secret(self, webhook_id: str) -> Secret:
        """Return what Zendesk signs this webhook with."""
        return self._api.signing_secret(webhook_id)

    def advice(self, error: HelpdeskError) -> str:
        """Say which right is missing."""
        if not isinstance(error, Unauthorized):
            return ""
        needs = f"the set-up needs an OAuth client that an admin made, with the scopes {SETUP_SCOPE} ({CLIENTS})"
        match error:
            case NoToken(code="invalid_scope"):
                return f"{needs}; this one may not have them"
            case MissingScope():
                return f"{needs}; the token lacks {error.scopes}"
            case Forbidden():
                return f"{needs}; the user behind these credentials is no admin"
            case NoToken():
                return f"check setup_client_id and setup_client_secret: {needs}"
            case _:
                return f"the credentials are unknown, revoked or run out; check them: {needs}"

    def _listed(self, path: str, read: Callable[[Wild], Known]) -> Sequence[Known] | None:
        """Return what a list holds, None if the plan of the account has no such thing."""
        try:
            return self._api.all_of(path, read)
        except NoEndpoint:
            return None

    def _has_ratings(self) -> bool:
        """Say whether customers can rate tickets; without it a view may not even show the column."""
        try:
            return self._api.one("account/settings", "settings", existing.has_ratings)
        except NoEndpoint:
            return True

    def _category(self) -> dict[str, object]:
        """Return the category of a new trigger: the last one, so that ours run after people's."""
        categories = self._listed("trigger_categories", lambda raw: (raw["position"].number(), raw["id"].text()))
        return {"category_id": max(categories)[1]} if categories else {}

    def _advice_on(self, found: Sequence[Found]) -> Iterator[str]:
        for one in found:
            if one.kind == "trigger" and existing.mails_the_assignee(one):
                yield (
                    f"Trigger “{one.title}” ({one.id}) mails our notes to the assignee: add the condition"
                    f" “Current user is not Heard”, or “Comment is public” ({TRIGGERS})"
                )
        if "leads_group" not in self._account.options:
            yield "Every agent will see the views for leads; leads_group in accounts.toml names the group that shall"
