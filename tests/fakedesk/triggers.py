"""Triggers at work: after each change of a ticket, those whose conditions hold do what they are for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.fakedesk import conditions
from tests.fakedesk.errors import invalid
from tests.fakedesk.updates import Change, apply

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.fakedesk.model import Audit, Ticket
    from tests.fakedesk.store import Store
    from tests.fakedesk.webhooks import Webhooks

RULE = -1
ACTIONS = frozenset({"notification_webhook", "notification_user", "remove_tags", "current_tags", "set_tags"})
MOST_CHARACTERS = 16_000


@dataclass(frozen=True, slots=True)
class Triggers:
    """The triggers of one account, each fired once a change at most."""

    store: Store
    webhooks: Webhooks

    def changed(self, ticket: Ticket, audit: Audit) -> None:
        """Run the active triggers in their order."""
        for trigger in sorted(self.store.triggers.values(), key=lambda one: int(one["position"])):
            if trigger["active"] and conditions.hold(trigger["conditions"], ticket, audit):
                for action in trigger["actions"]:
                    self._act(action, ticket)

    def _act(self, action: Mapping[str, Any], ticket: Ticket) -> None:
        if action["field"] == "notification_webhook":
            webhook, body = action["value"]
            self.webhooks.call(webhook, ticket.id, body.replace("{{ticket.id}}", str(ticket.id)))
        elif action["field"] == "remove_tags":
            wanted = {"remove_tags": action["value"].split()}
            apply(self.store, ticket, Change(user_id=RULE, wanted=wanted, channel="rule", bulk=True))


def called_webhooks(triggers: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Return the ids of the webhooks that triggers call."""
    actions = [action for trigger in triggers for action in trigger["actions"]]
    return frozenset(action["value"][0] for action in actions if action["field"] == "notification_webhook")


def check_actions(store: Store, given: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return actions as they are kept; raise 422."""
    return [_checked(store, str(one.get("field")), one.get("value")) for one in given]


def _checked(store: Store, field: str, value: object) -> dict[str, Any]:
    if field not in ACTIONS:
        raise invalid("actions", f"{field}: is no action of a trigger")
    if field == "notification_webhook":
        if not isinstance(value, list) or len(value) != 2 or len(str(value[1])) > MOST_CHARACTERS:
            raise invalid("actions", "notification_webhook: expected a webhook and a body")
        webhook = store.webhooks.get(str(value[0]))
        if webhook is None or webhook["subscriptions"] != ["conditional_ticket_events"]:
            raise invalid("actions", "notification_webhook: is no webhook that triggers can call")
    return {"field": field, "value": value}
