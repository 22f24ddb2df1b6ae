"""What an account should hold is data; that data agrees with what Heard writes, reads and checks."""

from __future__ import annotations

import json
from typing import Any

import pytest

import integrations.zendesk
from config.accounts import Account
from integrations.objects import AtLeast, Found, Wanted
from integrations.options import OPTIONS
from integrations.planner import differences, references, resolve
from integrations.tame import Wild
from integrations.zendesk import blueprint, existing, wire
from integrations.zendesk.health import TYPES

ENDPOINT = "https://heard.example.com/webhooks/acme"
FULL = Account("acme", "zendesk", "https://acme.zendesk.com", options={"profile": "full"})
LEAN = Account("acme", "zendesk", "https://acme.zendesk.com")
ALL = blueprint.wanted(FULL, ENDPOINT, ())
KEYS = {one.key for one in ALL}
IDS = {key: str(number) for number, key in enumerate(sorted(KEYS), 1000)}
MOST_COLUMNS = 10


def fields(account: Account) -> list[str]:
    return [one.key.partition("/")[2] for one in blueprint.wanted(account, ENDPOINT, ()) if one.kind == "field"]


def test_the_full_profile_has_every_field_that_can_be_configured() -> None:
    assert set(fields(FULL)) == integrations.zendesk.SPEC.field_names


def test_the_lean_profile_has_what_people_use_and_the_version_that_we_need() -> None:
    assert fields(LEAN) == ["empathy", "shown", "idea", "review", "version"]


def test_a_field_that_accounts_toml_names_is_wanted_whatever_the_profile() -> None:
    assert "score" in fields(Account("acme", "zendesk", "https://acme.zendesk.com", fields={"score": "7"}))


def test_fields_are_of_the_types_that_doctor_asks_for() -> None:
    for one in ALL:
        if one.kind == "field":
            assert one.must["type"] in TYPES[one.key.partition("/")[2]]


def test_fields_offer_every_option_that_is_written() -> None:
    for name, tags in OPTIONS.items():
        assert blueprint.option_tags(name)[: len(tags)] == tags


def test_every_option_has_words_for_people() -> None:
    labels = [blueprint.label(tag) for name in OPTIONS for tag in blueprint.option_tags(name)]
    assert labels[:5] == ["Needs a look", "Mixed", "Good", "Strong", "Not scored"]
    assert all(label[0].isupper() and "_" not in label for label in labels)


def test_no_customer_sees_a_field_and_no_agent_must_fill_it() -> None:
    for one in ALL:
        if one.kind == "field":
            switches = ("required", "visible_in_portal", "editable_in_portal")
            assert [one.must[name] for name in switches] == [False, False, False]


def test_everything_that_is_referred_to_is_there() -> None:
    for one in ALL:
        named = references(tuple(one.must.values())) | references(tuple(one.once.values()))
        assert named <= KEYS
        assert {need for need in one.needs if "/" in need} <= KEYS


def test_what_an_object_must_refer_to_is_made_before_it() -> None:
    made: set[str] = set()
    for one in ALL:
        assert references(tuple(one.must.values())) <= made
        made.add(one.key)


def test_tags_in_conditions_are_tags_that_we_write() -> None:
    ours = {tag for name in OPTIONS for tag in blueprint.option_tags(name)} | {"empathy_skip"}
    for one in ALL:
        for part in ("all", "any"):
            for field, _, value in one.must.get(part, ()):  # type: ignore[attr-defined]
                assert field != "current_tags" or set(value.split()) <= ours


def test_every_view_says_that_tickets_are_solved_and_has_ten_columns_at_most() -> None:
    for one in ALL:
        if one.kind == "view":
            assert ("status", "is", "solved") in one.must["all"]  # type: ignore[operator]
            assert len(one.once["columns"]) <= MOST_COLUMNS  # type: ignore[arg-type]


def test_what_the_webhook_is_sent_is_what_the_receiver_reads() -> None:
    (trigger,) = (one for one in ALL if one.key == "trigger/score_on_solve")
    ((_, (_, body)),) = trigger.must["actions"]  # type: ignore[misc]
    assert json.loads(body.replace("{{ticket.id}}", "4711")) == {"ticket_id": "4711"}


def test_a_follow_up_loses_every_tag_of_ours() -> None:
    (trigger,) = (one for one in ALL if one.key == "trigger/reset_follow_up")
    ((name, tags),) = trigger.must["actions"]  # type: ignore[misc]
    assert name == "remove_tags"
    assert set(tags.split()) == {tag for name in OPTIONS for tag in blueprint.option_tags(name)}


def as_answered(one: Wanted) -> dict[str, Any]:
    """Return an object as the API gives it back after it was made."""
    properties = {name: resolve(value, IDS) for name, value in (one.must | one.once).items()}
    body = wire.new(one, properties)
    body["id"] = IDS[one.key] if one.kind == "webhook" else int(IDS[one.key])
    if one.kind == "view":
        body["conditions"] = {part: body.pop(part) for part in ("all", "any")}
    return body


READ = {"field": existing.field, "webhook": existing.webhook, "trigger": existing.trigger, "view": existing.view}


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.key)
def test_what_is_made_is_known_again_and_as_it_must_be(one: Wanted) -> None:
    found = READ[one.kind](Wild(as_answered(one), "object"))
    assert (found.kind, found.id, found.title, found.marker) == (one.kind, IDS[one.key], one.title, one.key)
    assert differences(one, found, IDS, exact=True) == ()
    assert found.tags == one.tags


@pytest.mark.parametrize("one", [one for one in ALL if one.kind in {"trigger", "view"}], ids=lambda one: one.key)
def test_the_order_in_which_the_api_gives_conditions_and_tags_says_nothing(one: Wanted) -> None:
    body = as_answered(one)
    for part in ("all", "any"):
        body["conditions"][part] = [
            condition | {"value": " ".join(reversed(str(condition["value"]).split()))}
            for condition in reversed(body["conditions"][part])
        ]
    assert differences(one, READ[one.kind](Wild(body, "object")), IDS, exact=True) == ()


def test_an_operator_that_the_api_leaves_out_means_is() -> None:
    raw = {"id": 1, "conditions": {"all": [{"field": "update_type", "value": "Create"}]}, "actions": []}
    assert existing.trigger(Wild(raw, "trigger")).has["all"] == (("update_type", "is", "Create"),)


@pytest.mark.parametrize(
    "description", ["", "Made by Heard", "(heard:)", "heard:view/my_checks", "(heard:field/empathy)"]
)
def test_a_description_without_our_line_is_a_person_s(description: str) -> None:
    assert existing.marker("view", description) == ""


def test_our_line_is_found_in_what_a_person_wrote_around_it() -> None:
    assert existing.marker("view", f"Please keep!\n{existing.marked('view/my_checks')} Thanks.") == "view/my_checks"


@pytest.mark.parametrize(
    ("restriction", "seen"),
    [
        (None, ()),
        ({}, ()),
        ({"type": "Group", "ids": [9, 7]}, ("Group", "7", "9")),
        ({"type": "User", "id": 7}, ("User", "7")),
    ],
)
def test_who_sees_a_view(restriction: object, seen: tuple[str, ...]) -> None:
    raw = {"id": 1, "restriction": restriction, "conditions": {}}
    assert existing.view(Wild(raw, "view")).has["restriction"] == seen


def test_with_a_group_for_leads_the_views_for_agents_are_still_for_all() -> None:
    account = Account("acme", "zendesk", "https://acme.zendesk.com", options={"leads_group": "7"})
    seen = {
        one.key: one.must.get("restriction") for one in blueprint.wanted(account, ENDPOINT, ()) if one.kind == "view"
    }
    assert seen.pop("view/my_checks") is None
    assert set(seen.values()) == {("Group", "7")}


@pytest.mark.parametrize(
    ("changes", "mails"),
    [
        ({}, True),
        ({"active": False}, False),
        ({"actions": [{"field": "notification_user", "value": ["requester_id", "", ""]}]}, False),
        ({"conditions": {"all": [{"field": "role", "operator": "is_not", "value": "1234"}]}}, False),
    ],
)
def test_a_trigger_that_would_mail_our_notes(changes: dict[str, Any], *, mails: bool) -> None:
    raw = {
        "id": 1,
        "active": True,
        "conditions": {"all": [{"field": "update_type", "operator": "is", "value": "Change"}]},
        "actions": [{"field": "notification_user", "value": ["assignee_id", "Subject", "Text"]}],
    }
    assert existing.mails_the_assignee(existing.trigger(Wild(raw | changes, "trigger"))) is mails


def test_a_person_s_conditions_may_have_values_of_any_kind() -> None:
    values: list[object] = [["a"], "b", 7, None, {"c": 1}]
    some = [{"field": "custom_fields_1", "operator": "is", "value": value} for value in values]
    raw = {"id": 1, "title": "Theirs", "active": True, "conditions": {"all": [], "any": some}, "actions": []}
    found = existing.trigger(Wild(raw, "trigger"))
    assert len(found.has["any"]) == len(values)  # type: ignore[arg-type]
    raw["conditions"] = {"all": [], "any": some[::-1]}
    assert existing.trigger(Wild(raw, "trigger")) == found


def test_people_s_options_stay_with_their_names_and_order() -> None:
    there = [
        {"id": 1, "name": "Gut", "value": "empathy__3_good"},
        {"id": 2, "name": "Mein", "value": "empathy__mine"},
    ]
    ours = [{"name": "Mixed", "value": "empathy__2_mixed"}, {"name": "Good", "value": "empathy__3_good"}]
    assert wire.with_options(wire.options(Wild({"custom_field_options": there}, "field")), ours) == [
        {"name": "Gut", "value": "empathy__3_good"},
        {"name": "Mein", "value": "empathy__mine"},
        {"name": "Mixed", "value": "empathy__2_mixed"},
    ]


def test_a_placeholder_for_translations_stays_the_name_of_an_option() -> None:
    there = {"name": "Gut", "raw_name": "{{dc.good}}", "value": "empathy__3_good"}
    found = wire.options(Wild({"custom_field_options": [there]}, "field"))
    assert found == [{"name": "{{dc.good}}", "value": "empathy__3_good"}]


def test_a_field_that_lacks_an_option_is_not_as_it_must_be() -> None:
    one = ALL[0]
    has = one.must | {"options": frozenset({"empathy__3_good"})}
    (detail,) = differences(one, Found("field", "1", one.title, has), {})
    assert detail.will.split() == sorted(set(OPTIONS["empathy"]) - {"empathy__3_good"})
    assert isinstance(one.must["options"], AtLeast)
