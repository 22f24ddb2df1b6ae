"""What an admin sets up by the API, and what Zendesk refuses of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.fakedesk import FakeDesk, Fault, Options, seed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Ask = Callable[..., requests.Response]

OPTIONS = [{"name": "Yes", "value": "mood__yes"}, {"name": "No", "value": "mood__no"}]
FIELD = {"type": "tagger", "title": "Mood", "custom_field_options": OPTIONS}
HOOK = {
    "name": "Hook",
    "endpoint": "https://heard.example.com/webhooks/acme",
    "http_method": "POST",
    "request_format": "json",
    "status": "active",
    "subscriptions": ["conditional_ticket_events"],
}
SOLVED = {"field": "status", "operator": "value", "value": "solved"}
IS_SOLVED = {"field": "status", "operator": "is", "value": "solved"}
EVENTS = ["zen:event-type:ticket.status_changed"]


@pytest.fixture
def fresh() -> Iterator[FakeDesk]:
    running = FakeDesk(Options(fresh=True))
    running.start()
    yield running
    running.stop()


@pytest.fixture
def ask(fresh: FakeDesk) -> Ask:
    """Ask as an admin."""
    client = {"client_id": fresh.options.setup_client_id, "client_secret": fresh.options.setup_client_secret}
    wanted = client | {"grant_type": "client_credentials", "scope": "read write"}
    token = requests.post(f"{fresh.url}/oauth/tokens", json=wanted, timeout=5).json()["access_token"]

    def call(method: str, path: str, **body: object) -> requests.Response:
        headers = {"Authorization": f"Bearer {token}"}
        return requests.request(method, f"{fresh.url}/api/v2/{path}", json=body or None, headers=headers, timeout=5)

    return call


def made(answer: requests.Response, name: str) -> dict[str, Any]:
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()[name]
    return found


def trigger(webhook: str, **changes: object) -> dict[str, Any]:
    wanted = {
        "title": "Call",
        "category_id": "10001",
        "conditions": {"all": [SOLVED], "any": []},
        "actions": [{"field": "notification_webhook", "value": [webhook, '{"ticket_id": "{{ticket.id}}"}']}],
    }
    return wanted | changes


def view(**changes: object) -> dict[str, Any]:
    return {"title": "Solved", "all": [IS_SOLVED], "output": {"columns": ["nice_id"], "sort_by": "solved"}} | changes


def test_a_field_with_its_options(ask: Ask) -> None:
    field = made(ask("POST", "ticket_fields", ticket_field=FIELD), "ticket_field")
    assert [(one["name"], one["value"]) for one in field["custom_field_options"]] == [
        ("Yes", "mood__yes"),
        ("No", "mood__no"),
    ]
    assert made(ask("GET", f"ticket_fields/{field['id']}"), "ticket_field") == field
    assert ask("DELETE", f"ticket_fields/{field['id']}").status_code == 204
    assert ask("GET", f"ticket_fields/{field['id']}").status_code == 404


@pytest.mark.parametrize(
    ("field", "name"),
    [
        (FIELD | {"title": ""}, "title"),
        (FIELD | {"type": "dropdown"}, "type"),
        (FIELD | {"custom_field_options": []}, "custom_field_options"),
        (FIELD | {"custom_field_options": [OPTIONS[0], OPTIONS[0]]}, "custom_field_options"),
        (FIELD | {"custom_field_options": [{"name": "App", "value": "product_app"}]}, "custom_field_options"),
        ({"type": "checkbox", "title": "App", "tag": "product_app"}, "custom_field_options"),
    ],
    ids=["no title", "no type", "no options", "a tag twice", "a taken tag", "a taken tag of a checkbox"],
)
def test_fields_that_are_refused(fresh: FakeDesk, ask: Ask, field: dict[str, Any], name: str) -> None:
    before = fresh.store.snapshot()
    answer = ask("POST", "ticket_fields", ticket_field=field)
    assert (answer.status_code, list(answer.json()["details"])) == (422, [name])
    assert fresh.store.snapshot() == before


def test_an_account_holds_only_so_many_fields(fresh: FakeDesk, ask: Ask) -> None:
    fresh.options.most_fields = 1
    assert ask("POST", "ticket_fields", ticket_field=FIELD).status_code == 422


def test_an_option_that_an_update_leaves_out_goes_from_the_tickets(fresh: FakeDesk, ask: Ask) -> None:
    field = made(ask("POST", "ticket_fields", ticket_field=FIELD), "ticket_field")
    ticket = fresh.people.open_ticket()
    fresh.people.set_field(ticket, field["id"], "mood__yes")
    ask("PUT", f"ticket_fields/{field['id']}", ticket_field={"custom_field_options": OPTIONS[1:]})
    left = fresh.store.ticket(ticket)
    assert (left.fields, left.tags) == ({}, {"mood__yes"})


def test_a_type_never_changes(ask: Ask) -> None:
    field = made(ask("POST", "ticket_fields", ticket_field=FIELD), "ticket_field")
    after = made(ask("PUT", f"ticket_fields/{field['id']}", ticket_field={"type": "text"}), "ticket_field")
    assert after["type"] == "tagger"


def test_a_new_field_is_on_no_form(ask: Ask) -> None:
    field = made(ask("POST", "ticket_fields", ticket_field=FIELD), "ticket_field")
    (form,) = ask("GET", "ticket_forms").json()["ticket_forms"]
    assert field["id"] not in form["ticket_field_ids"]


def test_a_field_that_a_view_shows_cannot_be_deleted(ask: Ask) -> None:
    field = made(ask("POST", "ticket_fields", ticket_field=FIELD), "ticket_field")
    shown = made(ask("POST", "views", view=view(output={"columns": [field["id"]]})), "view")
    assert ask("DELETE", f"ticket_fields/{field['id']}").status_code == 422
    assert ask("DELETE", f"views/{shown['id']}").status_code == 204
    assert ask("DELETE", f"ticket_fields/{field['id']}").status_code == 204


@pytest.mark.parametrize("path", ["ticket_fields", "triggers", "views", "webhooks"])
def test_an_agent_sets_nothing_up(fresh: FakeDesk, path: str) -> None:
    auth = (f"{fresh.options.email}/token", fresh.options.api_token)
    answer = requests.post(f"{fresh.url}/api/v2/{path}", json={}, auth=auth, timeout=5)
    assert (answer.status_code, answer.json()["error"]["title"]) == (403, "Forbidden")


def test_lists_come_in_pages(ask: Ask) -> None:
    for number in range(3):
        ask("POST", "webhooks", webhook=HOOK | {"name": f"Hook {number}"})
    first = ask("GET", "webhooks?page[size]=2").json()
    second = ask("GET", f"webhooks?page[size]=2&page[after]={first['meta']['after_cursor']}").json()
    assert [one["name"] for page in (first, second) for one in page["webhooks"]] == ["Hook 0", "Hook 1", "Hook 2"]
    assert (first["meta"]["has_more"], second["meta"]["has_more"]) == (True, False)


def test_a_webhook_has_a_secret_of_its_own(ask: Ask) -> None:
    paths = [
        f"webhooks/{made(ask('POST', 'webhooks', webhook=HOOK), 'webhook')['id']}/signing_secret" for _ in range(2)
    ]
    first, second = (made(ask("GET", path), "signing_secret")["secret"] for path in paths)
    assert first != second
    assert made(ask("POST", paths[0]), "signing_secret")["secret"] not in {first, second}


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"endpoint": "http://heard.example.com"},
        {"http_method": "FETCH"},
        {"subscriptions": []},
        {"subscriptions": ["conditional_ticket_events", *EVENTS]},
        {"subscriptions": ["zen:event-type:ticket.solved"]},
        {"subscriptions": EVENTS, "http_method": "PUT"},
    ],
)
def test_webhooks_that_are_refused(ask: Ask, changes: dict[str, object]) -> None:
    answer = ask("POST", "webhooks", webhook=HOOK | changes)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "InvalidWebhook")


def test_the_kind_of_a_webhook_never_changes(ask: Ask) -> None:
    number = made(ask("POST", "webhooks", webhook=HOOK), "webhook")["id"]
    assert ask("PATCH", f"webhooks/{number}", webhook={"subscriptions": EVENTS}).status_code == 400
    assert ask("PATCH", f"webhooks/{number}", webhook={"name": "Renamed"}).status_code == 204
    assert made(ask("GET", f"webhooks/{number}"), "webhook")["endpoint"] == HOOK["endpoint"]


def test_a_trial_account_has_few_webhooks_and_few_calls(fresh: FakeDesk, ask: Ask) -> None:
    fresh.options.most_webhooks, fresh.options.invocations_per_minute = 1, 2
    webhook = made(ask("POST", "webhooks", webhook=HOOK), "webhook")["id"]
    assert ask("POST", "webhooks", webhook=HOOK).status_code == 400
    ask("POST", "triggers", trigger=trigger(webhook))
    for _ in range(3):
        fresh.people.agent_replies(fresh.people.open_ticket(), status="solved")
    assert len(fresh.webhooks.outbox) == 2


def test_a_trigger_calls_its_webhook_with_the_ticket(fresh: FakeDesk, ask: Ask) -> None:
    webhook = made(ask("POST", "webhooks", webhook=HOOK), "webhook")["id"]
    made(ask("POST", "triggers", trigger=trigger(webhook)), "trigger")
    ticket = fresh.people.open_ticket()
    fresh.people.agent_replies(ticket)
    assert fresh.webhooks.outbox == []
    fresh.people.set_status(ticket, "solved")
    (sent,) = fresh.webhooks.outbox
    assert sent.body == f'{{"ticket_id": "{ticket}"}}'.encode()
    assert (sent.hook.url, sent.hook.secret) == (HOOK["endpoint"], fresh.store.webhook_secrets[webhook])


def test_an_inactive_webhook_or_trigger_says_nothing(fresh: FakeDesk, ask: Ask) -> None:
    webhook = made(ask("POST", "webhooks", webhook=HOOK | {"status": "inactive"}), "webhook")["id"]
    rule = made(ask("POST", "triggers", trigger=trigger(webhook)), "trigger")["id"]
    fresh.people.agent_replies(fresh.people.open_ticket(), status="solved")
    ask("PATCH", f"webhooks/{webhook}", webhook={"status": "active"})
    ask("PUT", f"triggers/{rule}", trigger={"active": False})
    fresh.people.agent_replies(fresh.people.open_ticket(), status="solved")
    assert fresh.webhooks.outbox == []


def test_a_trigger_cannot_call_a_webhook_of_events(fresh: FakeDesk, ask: Ask) -> None:
    webhook = made(ask("POST", "webhooks", webhook=HOOK | {"subscriptions": EVENTS}), "webhook")["id"]
    assert ask("POST", "triggers", trigger=trigger(webhook)).status_code == 422
    fresh.people.agent_replies(fresh.people.open_ticket(), status="solved")
    assert b"ticket.status_changed" in fresh.webhooks.outbox[0].body


def test_a_webhook_that_a_trigger_calls_cannot_be_deleted(ask: Ask) -> None:
    webhook = made(ask("POST", "webhooks", webhook=HOOK), "webhook")["id"]
    rule = made(ask("POST", "triggers", trigger=trigger(webhook)), "trigger")["id"]
    assert ask("DELETE", f"webhooks/{webhook}").status_code == 400
    assert ask("DELETE", f"triggers/{rule}").status_code == 204
    assert ask("DELETE", f"webhooks/{webhook}").status_code == 204


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"category_id": "999"},
        {"category_id": ""},
        {"conditions": {"all": [], "any": []}},
        {"conditions": {"all": [{"field": "mood", "operator": "is", "value": "x"}]}},
        {"actions": []},
        {"actions": [{"field": "call", "value": "x"}]},
        {"actions": [{"field": "notification_webhook", "value": ["01NOBODY", "{}"]}]},
    ],
)
def test_triggers_that_are_refused(ask: Ask, changes: dict[str, object]) -> None:
    webhook = made(ask("POST", "webhooks", webhook=HOOK), "webhook")["id"]
    assert ask("POST", "triggers", trigger=trigger(webhook, **changes)).status_code == 422


def test_a_change_of_a_trigger_s_conditions_clears_its_actions(ask: Ask) -> None:
    webhook = made(ask("POST", "webhooks", webhook=HOOK), "webhook")["id"]
    rule = made(ask("POST", "triggers", trigger=trigger(webhook)), "trigger")["id"]
    answer = ask("PUT", f"triggers/{rule}", trigger={"conditions": {"all": [SOLVED], "any": []}})
    assert answer.status_code == 422
    assert made(ask("PUT", f"triggers/{rule}", trigger={"title": "New"}), "trigger")["actions"]


def test_a_follow_up_inherits_tags_unless_a_trigger_takes_them_away(fresh: FakeDesk, ask: Ask) -> None:
    closed = fresh.people.open_ticket()
    fresh.people.add_tags(closed, ["product_app", "vip"])
    first = fresh.store.ticket(fresh.people.follow_up(closed))
    assert first.tags == {"product_app", "vip"}
    when = {"all": [{"field": "update_type", "value": "Create"}, {"field": "via_id", "value": 27}]}
    rule = trigger("", conditions=when, actions=[{"field": "remove_tags", "value": "product_app product_web"}])
    assert ask("POST", "triggers", trigger=rule).status_code == 201
    second = fresh.store.ticket(fresh.people.follow_up(closed))
    assert (second.tags, second.fields) == ({"vip"}, {})


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"all": []},
        {"all": [{"field": "current_tags", "operator": "includes", "value": "vip"}]},
        {"all": [SOLVED]},
        {"output": {"columns": ["nice_id"] * 11}},
        {"output": {"columns": ["mood"]}},
        {"output": {"columns": [999]}},
        {"output": {"columns": ["nice_id"], "sort_by": "description"}},
    ],
)
def test_views_that_are_refused(ask: Ask, changes: dict[str, object]) -> None:
    assert ask("POST", "views", view=view(**changes)).status_code == 422


def test_without_ratings_no_view_shows_them(fresh: FakeDesk, ask: Ask) -> None:
    fresh.options.satisfaction = False
    assert ask("POST", "views", view=view(output={"columns": ["satisfaction_score"]})).status_code == 422
    features = made(ask("GET", "account/settings"), "settings")["active_features"]
    assert features["customer_satisfaction"] is False


def test_what_a_plan_lacks_is_no_endpoint(fresh: FakeDesk, ask: Ask) -> None:
    fresh.options.lacks = "webhooks ticket_forms"
    answers = [ask("GET", path) for path in ("webhooks", "ticket_forms", "triggers")]
    assert [answer.status_code for answer in answers] == [404, 404, 200]
    assert answers[0].json()["error"] == "InvalidEndpoint"


def test_a_fault_can_be_any_request_s(fresh: FakeDesk, ask: Ask) -> None:
    fresh.faults.add(Fault("status", match="GET", skip=2))
    assert [ask("GET", "views").status_code for _ in range(4)] == [200, 200, 500, 200]


def test_the_account_begins_with_what_others_set_up(fresh: FakeDesk) -> None:
    found = fresh.store.snapshot()
    assert [field["title"] for field in found["fields"].values()] == ["Product"]
    assert (found["triggers"], found["views"], found["webhooks"]) == (
        {seed.TRIGGER["id"]: seed.TRIGGER},
        {seed.VIEW["id"]: seed.VIEW},
        {},
    )
