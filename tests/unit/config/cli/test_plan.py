"""`heard plan` says what apply would do, what is in the way and what is left to people, and writes nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.fakedesk import Fault, seed
from tests.fakedesk.model import Field
from tests.fakedesk.routing import Response
from tests.unit.config.cli import site

if TYPE_CHECKING:
    from tests.unit.config.cli.site import Machine

LEAN = ["empathy", "shown", "idea", "review", "version"]


def one(machine: Machine, key: str) -> dict[str, object]:
    return next(change for change in machine.plan()["changes"] if change["key"] == key)


def keep_fields(machine: Machine, *fields: Field) -> None:
    machine.desk.store.fields.update({field.id: field for field in fields})


def test_a_new_account_lacks_everything(machine: Machine) -> None:
    done = machine.run("plan", "acme")
    assert done.exit_code == 3
    assert "+ create   field    Empathy\n" in done.stdout
    assert done.stdout.endswith("\n13 to create, 1 not possible.\n")


def test_it_writes_nothing(machine: Machine) -> None:
    before = machine.snapshot()
    machine.run("plan", "acme")
    assert machine.snapshot() == before
    assert machine.writes() == []
    assert not machine.state.folder.exists()


def test_the_lean_profile_has_five_fields_and_says_what_it_cannot_show(machine: Machine) -> None:
    changes = machine.plan()["changes"]
    assert [change["key"] for change in changes if change["key"].startswith("field/")] == [
        f"field/{name}" for name in LEAN
    ]
    view = one(machine, "view/upset_not_acknowledged")
    assert (view["action"], view["why"]) == ("cannot", "it needs field/feeling, which the profile leaves out")


def test_the_full_profile_has_eight_and_all_six_views(machine: Machine) -> None:
    machine.write_accounts(site.FULL)
    made = [key for key, action in machine.actions().items() if action == "create"]
    assert [sum(key.startswith(kind) for key in made) for kind in ("field", "webhook", "trigger", "view")] == [
        8,
        1,
        2,
        6,
    ]


def test_what_is_stored_here_and_what_is_left_to_people_is_said(machine: Machine) -> None:
    found = machine.plan()
    assert [line.partition(", in ")[0] for line in found["store"]] == [
        "the ids of the fields",
        "the webhook's signing secret",
    ]
    mail, views, form = found["by_hand"]
    assert mail.startswith(f"Trigger “Notify assignee of comment update” ({seed.TRIGGER['id']}) mails our notes")
    assert "leads_group" in views
    assert form.startswith("Form “Default”")
    assert form.endswith(
        "add Empathy, Empathy shown, Empathy idea, Empathy review, Empathy version, so that people see them there"
    )


def test_with_a_group_for_leads_nobody_is_told_about_it(machine: Machine) -> None:
    machine.write_accounts('leads_group = "4242"')
    assert not any("leads_group" in line for line in machine.plan()["by_hand"])


def test_a_trigger_that_asks_who_wrote_is_no_worry(machine: Machine) -> None:
    asks = {"field": "comment_is_public", "operator": "is", "value": "true"}
    machine.desk.store.triggers[seed.TRIGGER["id"]]["conditions"] = {"all": [asks], "any": []}
    assert not any("mails our notes" in line for line in machine.plan()["by_hand"])


def test_a_tag_that_is_taken_is_a_conflict_with_what_to_do(machine: Machine) -> None:
    keep_fields(machine, Field(380001, "Quality", "tagger", ("empathy__3_good", "quality_bad")))
    done = machine.run("plan", "acme")
    assert done.exit_code == 1
    assert "! conflict field    Empathy\n" in done.stdout
    assert "field 380001 “Quality” has the tags empathy__3_good\n" in done.stdout
    assert "What to do: give its options other tags" in done.stdout


EVIL = "Quality\n+ create   field    Mine\x1b[31m"


def test_no_title_passes_for_a_line_of_the_plan(machine: Machine) -> None:
    keep_fields(machine, Field(380001, EVIL, "tagger", ("empathy__3_good", "quality_bad")))
    machine.desk.store.triggers[480001] = seed.TRIGGER | {"title": EVIL}
    told = machine.run("plan", "acme").stdout
    assert "“Quality + create field Mine" in told
    assert "\n+ create   field    Mine" not in told
    assert "\x1b" not in told


def test_a_tag_of_a_checkbox_is_taken_too(machine: Machine) -> None:
    keep_fields(machine, Field(380001, "Praise", "checkbox", tag="empathy__4_strong"))
    assert one(machine, "field/empathy")["why"] == (
        "field 380001 “Praise” has type checkbox, not tagger, and that cannot be changed"
    )


def test_fields_made_by_hand_are_known_by_their_tags(machine: Machine) -> None:
    keep_fields(machine, *(field for field in seed.FIELDS if field.title in {"Empathy", "Empathy review"}))
    found = one(machine, "field/empathy")
    assert (found["action"], found["id"]) == ("keep", "360001")
    assert "not made by Heard" in str(found["why"])


def test_a_field_of_the_wrong_type_is_a_conflict(machine: Machine) -> None:
    keep_fields(machine, replace(seed.FIELDS[0], type="multiselect"))
    assert "has type multiselect, not tagger" in str(one(machine, "field/empathy")["why"])


def test_a_field_that_accounts_toml_names_and_nobody_has_is_a_conflict(machine: Machine) -> None:
    machine.write_accounts(fields="version = 12")
    assert one(machine, "field/version")["why"] == "accounts.toml names field 12, and there is none"


@pytest.mark.parametrize(
    ("lacks", "impossible"),
    [
        ("webhooks", {"webhook/solved", "trigger/score_on_solve"}),
        ("triggers", {"trigger/score_on_solve", "trigger/reset_follow_up"}),
        ("trigger_categories", set()),
        ("ticket_forms", set()),
        ("account", set()),
    ],
)
def test_what_the_plan_of_an_account_lacks_is_said_and_the_rest_is_made(
    machine: Machine, lacks: str, impossible: set[str]
) -> None:
    machine.write_accounts(site.FULL)
    machine.desk.options.lacks = lacks
    assert {key for key, action in machine.actions().items() if action == "cannot"} == impossible
    assert machine.apply().exit_code == 0
    assert machine.run("plan", "acme").exit_code == 0


def test_without_views_everything_else_is_made(machine: Machine) -> None:
    machine.desk.options.lacks = "views"
    assert one(machine, "view/my_checks")["why"] == "the plan of this account has no views of its own"
    assert machine.apply().exit_code == 0
    assert len(machine.desk.store.triggers) == 1 + 2


def test_without_ratings_no_view_shows_or_asks_for_them(machine: Machine) -> None:
    machine.desk.options.satisfaction = False
    assert one(machine, "view/kind_reply_bad_rating")["why"] == "this account has no satisfaction ratings"
    assert machine.apply().exit_code == 0


@pytest.mark.parametrize(
    ("break_it", "told"),
    [
        ("secret", "check setup_client_id and setup_client_secret: the set-up needs an OAuth client"),
        ("agent", "the user behind these credentials is no admin"),
        ("scope", "this one may not have them"),
    ],
)
def test_credentials_that_will_not_do_are_told_with_what_to_do(machine: Machine, break_it: str, told: str) -> None:
    secrets = {}
    if break_it == "secret":
        secrets = {"ACME_SETUP_SECRET": "not-it"}
    else:
        options = machine.desk.options
        options.allowed_scopes = "read write" if break_it == "agent" else "read tickets:write"
        options.setup_client_id, options.client_id = "of-nobody", options.setup_client_id
        options.client_secret = options.setup_client_secret
        options.setup_client_secret = "changed"
        secrets = {"ACME_SETUP_SECRET": options.client_secret}
    done = machine.run("plan", "acme", **secrets)
    assert done.exit_code == 1
    assert told in done.stderr
    assert "paused" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_revoked_token_is_replaced_once_and_then_told(machine: Machine) -> None:
    machine.desk.faults.add(Fault("status", status=401, match="GET /api/v2/views"))
    assert machine.run("plan", "acme").exit_code == 3
    machine.desk.faults.add(Fault("status", status=401, match="GET /api/v2/views", count=None))
    done = machine.run("plan", "acme")
    assert done.exit_code == 1
    assert "the credentials are unknown, revoked or run out; check them" in done.stderr


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("account/settings", {"settings": 7}),
        ("ticket_fields", {"ticket_fields": [{"id": "x"}]}),
        ("webhooks", {"webhooks": None}),
        ("triggers", {"triggers": [{"id": 1, "conditions": []}]}),
        ("views", ["no object"]),
        ("ticket_forms", {}),
    ],
)
def test_an_answer_of_another_shape_is_told_in_a_sentence(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, path: str, body: object
) -> None:
    honest = machine.desk.answer
    wrong = Response(body)
    monkeypatch.setattr(machine.desk, "answer", lambda asked: wrong if asked.path.endswith(path) else honest(asked))
    done = machine.run("plan", "acme")
    assert done.exit_code == 1
    assert "Error: the helpdesk's answer is not of the promised shape" in done.stderr


def test_an_account_that_is_told_to_wait_for_ever_is_told_to_come_back(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.cli.site.time.sleep", lambda _: None)
    machine.desk.faults.add(Fault("status", status=429, retry_after=30, match="GET /api/v2/views", count=None))
    done = machine.run("plan", "acme")
    assert done.exit_code == 1
    assert done.stderr.endswith("429); try again later.\n")


def test_without_the_receiver_s_address_there_is_no_plan(machine: Machine) -> None:
    done = machine.run("plan", "acme", HEARD_PUBLIC_URL="")
    assert done.exit_code == 78
    assert done.stderr.startswith("HEARD_PUBLIC_URL: is not set; give the address")


@pytest.mark.parametrize("url", ["http://heard.example.com", "heard.example.com", "https://heard.example.com/a b"])
def test_an_address_that_no_helpdesk_can_call(machine: Machine, url: str) -> None:
    done = machine.run("plan", "acme", HEARD_PUBLIC_URL=url)
    assert done.exit_code == 78
    assert done.stderr == "HEARD_PUBLIC_URL: expected an address such as https://heard.example.com\n"


def test_an_account_that_is_not_there(machine: Machine) -> None:
    done = machine.run("plan", "other")
    assert done.exit_code == 2
    assert "accounts.toml names no other; it names acme." in done.stderr


def test_a_helpdesk_without_such_an_api_says_so(machine: Machine) -> None:
    (machine.folder / "accounts.toml").write_text("""
[accounts.shop]
helpdesk = "django_helpdesk"
url = "https://helpdesk.example.com"
username = "heard"
password = "SHOP_PASSWORD"
signing_secrets = ["SHOP_KEY"]
""")
    done = machine.run("plan", "shop", SHOP_PASSWORD="x")
    assert done.exit_code == 1
    assert "integrations/django_helpdesk/README.md says how it is done by hand" in done.stderr


def test_an_account_in_which_all_is_well(machine: Machine) -> None:
    machine.apply()
    done = machine.run("plan", "acme")
    assert done.exit_code == 0
    assert done.stdout.endswith("\nNothing to do, 13 as it should be, 1 not possible.\n")
