"""The adapter's requests and the look-alike's answers against Zendesk's own description of its API.

The description is not part of this project: it is looked for in `$HEARD_SHARED/reference/specs`, by default in
`../shared` beside the project, together with hand-made corrections. Without it these tests are skipped.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from openapi_core.testing import MockRequest, MockResponse

from config.secret import Secret
from integrations import planner
from integrations.builder import carry_out
from integrations.zendesk.setup import setup
from tests.contract import kit
from tests.contract.rigs import zendesk
from tests.fakedesk import Options, seed
from tests.machine import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openapi_core import OpenAPI

    from tests.contract.rigs.zendesk import ZendeskRig
    from tests.contract.wire import Exchange

SPECS = Path(os.environ.get("HEARD_SHARED", ROOT.parent / "shared")) / "reference" / "specs"
HOST = "https://acme.zendesk.com"
NOT_DESCRIBED = ("/oauth/tokens",)
"""Client credentials are in newer editions only."""
NO_CONTENT = {"204": {"description": "done"}}
WEBHOOK_ID = [{"name": "webhook_id", "in": "path", "required": True, "schema": {"type": "string"}}]
WEBHOOK = {
    "type": "object",
    "required": ["id", "name", "endpoint", "http_method", "request_format", "status"],
    "properties": {
        "id": {"type": "string"},
        "description": {"type": "string"},
        "subscriptions": {"type": "array", "items": {"type": "string"}},
    },
}
WEBHOOKS = {
    "type": "object",
    "required": ["webhooks"],
    "properties": {"webhooks": {"type": "array", "items": WEBHOOK}},
}
"""The webhooks API is in an edition of its own; this much of it is said on its reference page."""


@pytest.fixture(scope="session")
def api() -> OpenAPI:
    """Zendesk's description with the corrections applied; the description itself fails a validator."""
    if not (SPECS / "zendesk-oas.yaml").is_file():
        pytest.skip(f"no OpenAPI data: set HEARD_SHARED to a folder with reference/specs (looked in {SPECS})")
    yaml = pytest.importorskip("yaml")
    core = pytest.importorskip("openapi_core")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    description = yaml.load((SPECS / "zendesk-oas.yaml").read_text(encoding="utf-8"), loader)
    correct(description, json.loads((SPECS / "zendesk-oas-patches.json").read_text(encoding="utf-8")))
    found: OpenAPI = core.OpenAPI.from_dict(description, config=core.Config(spec_validator_cls=None))
    return found


def correct(description: dict[str, Any], patches: dict[str, Any]) -> None:
    """Apply the corrections: `set` replaces what stands at a path, `nullable` lets properties be null."""
    for path, value in patches["set"]:
        node = description
        for key in path[:-1]:
            node = node.setdefault(key, {})
        node[path[-1]] = value
    for schema, names in patches["nullable"].items():
        properties = description["components"]["schemas"][schema]["properties"]
        for found in (properties[name] for name in names if name in properties):
            found["nullable"] = True
            if None not in found.get("enum", [None]):
                found["enum"].append(None)
    # "Is null when everyone in the account can access it", and not marked so.
    description["components"]["schemas"]["ViewObject"]["properties"]["restriction"]["nullable"] = True
    webhooks = description["paths"]
    listed = {"200": {"description": "ok", "content": {"application/json": {"schema": WEBHOOKS}}}}
    webhooks["/api/v2/webhooks"]["get"] = {"responses": listed}
    one = {"parameters": WEBHOOK_ID, "responses": NO_CONTENT}
    webhooks["/api/v2/webhooks/{webhook_id}"] = {"patch": one, "delete": one}
    # Described as text or number; of a change of tags or of a multi-select it is a list, of an emptied field null.
    event = description["components"]["schemas"]["AuditObject"]["properties"]["events"]["items"]
    event["properties"]["value"] = {"nullable": True}


@pytest.fixture(scope="module")
def rig() -> Iterator[ZendeskRig]:
    with zendesk.running(Options(job_seconds=0)) as found:
        yield found


@pytest.fixture(scope="module")
def exchanges(rig: ZendeskRig) -> Sequence[Exchange]:
    """Everything that the adapter says in its life, and everything that the look-alike can answer."""
    since = rig.now()
    live_with_the_adapter(rig)
    rig.let_pass(120)
    list(kit.heard(rig).recently_solved(since))
    kit.heard(rig).check()
    ask_for_everything(rig, kit.solved(rig))
    rig.let_pass(120)
    set_up_and_take_away(rig)
    return [one for one in rig.wire.exchanges if not one.path.startswith(NOT_DESCRIBED)]


def live_with_the_adapter(rig: ZendeskRig) -> None:
    ticket = kit.solved(rig)
    rig.human_sets(ticket, "review", "empathy_review__agree")
    wanted = kit.annotation(
        idea="empathy_idea__steps",
        score="82",
        confidence="empathy_confidence__high",
        feeling="customer_feeling__worried",
    )
    kit.write(rig, ticket, wanted)
    rig.agent_writes(ticket, "Once more.", solve=True)
    kit.write(rig, ticket, kit.annotation(band="9_not_scored", shown=(), with_note=False))
    kit.write(rig, ticket, kit.annotation(band="9_not_scored", shown=()))
    rig.close(ticket)
    kit.write(rig, ticket, kit.annotation(band="4_strong"))
    fewest = kit.heard(rig, fields={"empathy": seed.ACCOUNT_FIELDS["empathy"]})
    for _ in range(2):
        fewest.annotate(fewest.fetch(kit.solved(rig)), kit.annotation(with_note=False))
        rig.let_pass(5)
    kit.heard(rig).fetch(str(rig.desk.people.open_chat()))


def set_up_and_take_away(rig: ZendeskRig) -> None:
    """Do all that an admin's commands do, with something to mend in between."""
    options = rig.desk.options
    account = rig.account(
        options={"setup_client_id": options.setup_client_id, "profile": "full", "leads_group": "4242"},
        secrets={"setup_client_secret": Secret(options.setup_client_secret)},
        fields={},
    )
    for number in tuple(rig.desk.store.fields):
        if str(number) in seed.ACCOUNT_FIELDS.values():
            del rig.desk.store.fields[number]
    desk = setup(account, kit.Gate(), "https://heard.example.com/webhooks/acme")

    def apply() -> None:
        survey = desk.survey()
        assert carry_out(planner.plan(desk.wanted(survey), survey), desk, lambda _: None).refused == []

    apply()
    spoil(rig)
    apply()
    survey = desk.survey()
    for found in survey.found:
        if found.kind == "webhook":
            desk.signing_secret(found.id)
    whole = desk.wanted(survey, whole=True)
    assert carry_out(planner.removal(whole, survey), desk, lambda _: None).refused == []


def spoil(rig: ZendeskRig) -> None:
    """Change something of every kind."""
    store = rig.desk.store
    for number, field in store.fields.items():
        if field.options:
            store.fields[number] = replace(field, options=field.options[:1], names=field.names[:1])
    for rule in (*store.triggers.values(), *store.views.values()):
        if "(heard:" in rule["description"]:
            rule["conditions"]["all"] = rule["conditions"]["all"][:1]
            rule["restriction"] = None
    for webhook in store.webhooks.values():
        webhook["endpoint"] = "https://elsewhere.example.com"


def ask_for_everything(rig: ZendeskRig, ticket: str) -> None:
    options = rig.desk.options
    with requests.Session() as session:
        session.auth = (f"{options.email}/token", options.api_token)

        def ask(method: str, path: str, body: object = None) -> None:
            session.request(method, f"{rig.wire.url}/api/v2/{path}", json=body, timeout=5)

        start = int(rig.now().timestamp()) - 3600
        for path in ("", "/comments?page[size]=2&include=users", "/comments", "/audits?page[size]=1", "/tags"):
            ask("GET", f"tickets/{ticket}{path}")
        for path in (f"tickets/show_many?ids={ticket}", "tickets?page[size]=2", "tickets/count", "users/me"):
            ask("GET", path)
        for path in (f"users/{seed.MAYA}", f"users/show_many?ids={seed.MAYA},{seed.TOM}", "ticket_fields/360001"):
            ask("GET", path)
        ask("GET", "search/export?query=status:solved&filter[type]=ticket&page[size]=2")
        ask("GET", f"incremental/tickets/cursor?start_time={start}")
        stale = {
            "comment": {"body": "x", "public": False},
            "safe_update": True,
            "updated_stamp": "2020-01-01T00:00:00Z",
        }
        ask("PUT", f"tickets/{ticket}", {"ticket": stale})
        rig.close(ticket)
        ask("PUT", f"tickets/{ticket}", {"ticket": {"comment": {"body": "x", "public": False}}})


def request_of(exchange: Exchange) -> MockRequest:
    parts = urlsplit(exchange.path)
    path = parts.path.removesuffix(".json")
    arguments = dict(parse_qsl(parts.query))
    return MockRequest(HOST, exchange.method.lower(), path, args=arguments, data=exchange.sent or None)


def wrong(api: OpenAPI, exchange: Exchange) -> list[str]:
    """Return what the description says against an exchange."""
    asked = request_of(exchange)
    answer = MockResponse(exchange.received, exchange.status)
    found = []
    for validate, given in ((api.validate_request, (asked,)), (api.validate_response, (asked, answer))):
        try:
            validate(*given)
        except Exception as error:  # noqa: BLE001 (every kind of it is a finding)
            causes = getattr(error.__cause__, "schema_errors", [])
            details = "; ".join(f"{one.message} at {list(one.absolute_path)}" for one in causes)
            found.append(f"{exchange.method} {exchange.path} {exchange.status}: {error!r} {details}")
    return found


def test_requests_and_answers_are_as_zendesk_describes_them(api: OpenAPI, exchanges: Sequence[Exchange]) -> None:
    assert [line for exchange in exchanges for line in wrong(api, exchange)] == []


def test_nothing_that_the_adapter_needs_was_left_out(api: OpenAPI, exchanges: Sequence[Exchange]) -> None:
    asked = {(one.method, urlsplit(one.path).path.rpartition("/")[2], one.status) for one in exchanges}
    endings = {(method, name if not name.isdigit() else "#", status) for method, name, status in asked}
    assert {
        ("GET", "comments", 200),
        ("GET", "conversation_log", 200),
        ("GET", "audits", 200),
        ("GET", "export", 200),
        ("GET", "ticket_fields", 200),
        ("PUT", "update_many", 200),
        ("PUT", "#", 200),
        ("PUT", "#", 409),
        ("PUT", "#", 422),
        ("GET", "ticket_forms", 200),
        ("GET", "trigger_categories", 200),
        ("GET", "settings", 200),
        ("GET", "webhooks", 200),
        ("GET", "signing_secret", 200),
        ("POST", "webhooks", 201),
        ("POST", "ticket_fields", 201),
        ("POST", "triggers", 201),
        ("POST", "views", 200),
        ("DELETE", "#", 204),
    } <= endings


@pytest.mark.parametrize(
    "ticket",
    [
        {"addtional_tags": ["a"]},
        {"custom_fields": [{"id": "360001", "value": "empathy__3_good"}]},
        {"custom_fields": [{"id": 360001}]},
        {"comment": {"body": "x", "public": "false"}},
        {"updated_stamp": 1},
    ],
    ids=["typo", "text for a number", "no value", "text for a truth", "number for a time"],
)
def test_the_description_finds_mistakes(api: OpenAPI, ticket: dict[str, Any]) -> None:
    body = json.dumps({"ticket": ticket}).encode()
    asked = MockRequest(HOST, "put", "/api/v2/tickets/7", data=body)
    with pytest.raises(Exception, match="validation error"):
        api.validate_request(asked)
