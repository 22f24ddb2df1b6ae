"""`heard apply` does the plan, all of it and once, whatever breaks in between."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING

import pytest

from config.accounts import Side
from config.accounts_file import load_accounts
from config.cli.site import alone
from integrations import registry
from tests.fakedesk import Fault, seed
from tests.fakedesk.model import Field
from tests.unit.config.cli import site

if TYPE_CHECKING:
    from tests.unit.config.cli.site import Machine


@pytest.fixture
def machine(machine: Machine) -> Machine:
    machine.write_accounts(site.FULL)
    return machine


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """An account that was set up without any accident."""
    started = site.start(tmp_path_factory.mktemp("whole"))
    started.write_accounts(site.FULL)
    assert started.apply().exit_code == 0
    started.desk.stop()
    return started


def test_it_makes_what_the_plan_says(machine: Machine) -> None:
    wanted = [key for key, action in machine.actions().items() if action == "create"]
    done = json.loads(machine.run("apply", "acme", "--yes", "--json").stdout)
    assert (done["done"], done["refused"]) == (wanted, [])
    store = machine.desk.store
    assert (len(store.fields), len(store.webhooks), len(store.triggers), len(store.views)) == (1 + 8, 1, 1 + 2, 1 + 6)


def test_done_twice_it_changes_nothing(machine: Machine) -> None:
    machine.apply()
    before, writes = machine.snapshot(), len(machine.writes())
    done = machine.apply()
    assert done.exit_code == 0
    assert machine.snapshot() == before
    assert len(machine.writes()) == writes


def test_it_asks_first_and_takes_no_for_an_answer(machine: Machine) -> None:
    before = machine.snapshot()
    done = machine.run("apply", "acme", given="n\n")
    assert done.exit_code == 1
    assert "Do this? [y/N]: n\nAborted!" in done.output
    assert machine.snapshot() == before
    assert machine.run("apply", "acme", given="y\n").exit_code == 0
    assert machine.run("plan", "acme").exit_code == 0


@pytest.mark.parametrize("command", ["apply", "uninstall"])
def test_while_another_is_at_work_nothing_is_touched(machine: Machine, command: str) -> None:
    with alone(machine.state):
        done = machine.run(command, "acme", "--yes")
        assert machine.plan()["to_do"] == 19
    assert done.exit_code == 1
    assert f"another `heard apply` or `heard uninstall` is at work in {machine.folder}" in done.stderr
    assert machine.writes() == []
    assert machine.run(command, "acme", "--yes").exit_code == 0


def test_nothing_is_made_where_what_is_found_out_cannot_be_stored(machine: Machine) -> None:
    machine.state.folder.symlink_to("nowhere")
    done = machine.apply()
    assert done.exit_code == 78
    assert f"{machine.state.folder}: cannot be written: " in done.stderr
    assert machine.writes() == []


def test_a_program_must_be_sure(machine: Machine) -> None:
    assert machine.run("apply", "acme", "--json").exit_code == 2
    assert machine.writes() == []


def test_people_see_words_and_customers_see_nothing(machine: Machine) -> None:
    machine.apply()
    made = {field.title: field for field in machine.desk.store.fields.values()}
    assert made["Empathy"].names == ("Needs a look", "Mixed", "Good", "Strong", "Not scored")
    ours = [field for field in made.values() if field.description]
    assert len(ours) == 8
    assert not any(field.visible_in_portal or field.editable_in_portal or field.required for field in ours)


def test_the_signing_secret_is_where_the_receiver_finds_it_and_shown_nowhere(machine: Machine) -> None:
    done = machine.apply()
    (secret,) = machine.desk.store.webhook_secrets.values()
    assert secret not in done.output
    file = machine.state.secret_file("acme", site.SECRET_NAME)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    account = load_accounts(machine.folder / "accounts.toml", {}, Side.WEB, registry.SPECS)["acme"]
    assert [one.reveal() for one in account.signing_secrets] == [secret]


def test_the_workers_find_the_fields(machine: Machine) -> None:
    machine.apply()
    environ = {"ACME_CLIENT_SECRET": "x"}
    account = load_accounts(machine.folder / "accounts.toml", environ, Side.WORKER, registry.SPECS)["acme"]
    titles = {name: machine.desk.store.fields[int(number)].title for name, number in account.fields.items()}
    assert titles["empathy"] == "Empathy"
    assert len(titles) == 8


def test_a_secret_that_the_environment_holds_already_is_stored_nowhere(machine: Machine) -> None:
    machine.apply()
    (secret,) = machine.desk.store.webhook_secrets.values()
    machine.state.forget_secret("acme", site.SECRET_NAME)
    done = machine.run("apply", "acme", "--yes", **{site.SECRET_NAME: secret})
    assert "Nothing to do" in done.stdout
    assert not machine.state.secret_file("acme", site.SECRET_NAME).exists()


def test_another_secret_in_the_environment_is_left_to_people(machine: Machine) -> None:
    done = machine.run("apply", "acme", "--yes", **{site.SECRET_NAME: "the secret of an older webhook"})
    assert done.exit_code == 0
    after = machine.run("plan", "acme", **{site.SECRET_NAME: "the secret of an older webhook"})
    assert "ACME_SIGNING_SECRET in the environment or .env is not the secret of this webhook" in after.stdout
    assert "the secret of an older webhook" not in after.output
    assert not machine.state.secret_file("acme", site.SECRET_NAME).exists()


def test_a_webhook_that_is_made_anew_brings_its_new_secret(machine: Machine) -> None:
    machine.apply()
    store = machine.desk.store
    store.webhooks.clear()
    (old,) = store.webhook_secrets.values()
    store.webhook_secrets.clear()
    machine.desk.options.keeps_what_is_used = False
    machine.apply()
    (new,) = store.webhook_secrets.values()
    assert new != old
    assert machine.state.secret("acme", site.SECRET_NAME) == new
    trigger = next(one for one in store.triggers.values() if one["title"] == "Heard: look at a solved ticket")
    assert trigger["actions"][0]["value"][0] in store.webhooks
    assert machine.run("plan", "acme").exit_code == 0


def test_of_several_secrets_the_first_free_name_takes_the_new_one(machine: Machine) -> None:
    toml = (machine.folder / "accounts.toml").read_text()
    names = f'signing_secrets = ["{site.SECRET_NAME}", "ACME_NEW_SECRET"]'
    (machine.folder / "accounts.toml").write_text(toml.replace(f'signing_secrets = ["{site.SECRET_NAME}"]', names))
    machine.run("apply", "acme", "--yes", **{site.SECRET_NAME: "the secret of an older webhook"})
    (secret,) = machine.desk.store.webhook_secrets.values()
    assert machine.state.secret("acme", "ACME_NEW_SECRET") == secret
    environ = {site.SECRET_NAME: "the secret of an older webhook"}
    account = load_accounts(machine.folder / "accounts.toml", environ, Side.WEB, registry.SPECS)["acme"]
    assert [one.reveal() for one in account.signing_secrets] == ["the secret of an older webhook", secret]


def test_a_conflict_keeps_everything_from_being_written(machine: Machine) -> None:
    field = Field(380001, "Quality", "tagger", ("empathy__3_good", "quality_bad"))
    machine.desk.store.fields[field.id] = field
    done = machine.apply()
    assert done.exit_code == 1
    assert "Nothing was written: what is in the way comes first." in done.stderr
    assert machine.writes() == []


def test_a_field_made_by_hand_gets_the_options_it_lacks_and_keeps_the_others(machine: Machine) -> None:
    mine = ("empathy_review__disagree", "empathy_review__maybe")
    field = Field(380001, "Sehen Sie das anders?", "tagger", mine, names=("Anders", "Vielleicht"))
    machine.desk.store.fields[field.id] = field
    assert machine.apply().exit_code == 0
    made = machine.desk.store.fields[field.id]
    assert made.title == field.title
    assert made.options[:2] == mine
    assert made.names == ("Anders", "Vielleicht", "Agree", "Upheld", "Changed")


def test_what_people_name_and_arrange_stays(machine: Machine) -> None:
    machine.apply()
    store = machine.desk.store
    for rule in (*store.triggers.values(), *store.views.values()):
        rule["title"] = f"Our {rule['title']}"
    for view in store.views.values():
        view["execution"] = seed.VIEW["execution"]
    before = machine.snapshot()
    machine.apply()
    assert machine.snapshot() == before


def test_what_must_work_is_mended_and_people_s_parts_of_it_stay(machine: Machine) -> None:
    machine.apply()
    store = machine.desk.store
    before = machine.set_up()
    trigger = next(one for one in store.triggers.values() if one["title"] == "Heard: look at a solved ticket")
    trigger["conditions"]["all"] = [{"field": "status", "operator": "value", "value": "pending"}]
    (webhook,) = store.webhooks.values()
    webhook["endpoint"], webhook["custom_headers"] = "https://elsewhere.example.com", {"x-proxy": "1"}
    done = machine.apply()
    assert "endpoint: https://elsewhere.example.com -> https://heard.example.com/webhooks/acme" in done.stdout
    assert store.webhooks[webhook["id"]].pop("custom_headers") == {"x-proxy": "1"}
    assert machine.set_up() == before


def test_from_lean_to_full_the_views_show_the_new_field(machine: Machine) -> None:
    machine.write_accounts()
    machine.apply()
    machine.write_accounts(site.FULL)
    assert machine.apply().exit_code == 0
    view = next(one for one in machine.desk.store.views.values() if one["title"] == "Empathy: worth a look")
    assert "Customer feeling (expressed)" in [column["title"] for column in view["execution"]["columns"]]
    assert machine.run("plan", "acme").exit_code == 0


def test_views_for_leads_are_for_their_group_only(machine: Machine) -> None:
    machine.write_accounts(f'{site.FULL}\nleads_group = "4242"')
    machine.apply()
    seen = {one["title"]: one["restriction"] for one in machine.desk.store.views.values()}
    assert seen["Empathy: worth a look"] == {"type": "Group", "ids": [4242]}
    assert seen["My empathy checks"] is None


def test_what_zendesk_refuses_is_told_and_the_rest_is_made(machine: Machine) -> None:
    machine.desk.options.most_webhooks = 0
    done = machine.apply()
    assert done.exit_code == 1
    assert "Refused: to create webhook “Heard”: POST api/v2/webhooks: 400 InvalidWebhook\n" in done.stderr
    assert "Refused: to create trigger “Heard: look at a solved ticket”" in done.stderr
    assert len(machine.desk.store.views) == 1 + 6
    machine.desk.options.most_webhooks = 10
    assert machine.apply().exit_code == 0
    assert machine.run("plan", "acme").exit_code == 0


def test_a_small_account_s_limit_is_obeyed(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        machine.desk.clock.advance(seconds + 1)

    monkeypatch.setattr("config.cli.site.time.sleep", sleep)
    machine.desk.options.requests_per_minute = 7
    done = machine.apply()
    assert done.exit_code == 0
    assert waited
    assert "The helpdesk asks us to wait" in done.stderr
    assert machine.desk.journal.entries("violation") == []
    assert machine.run("plan", "acme").exit_code == 0


def test_what_an_overloaded_helpdesk_may_have_done_is_not_sent_twice(
    machine: Machine, whole: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.cli.site.time.sleep", lambda _: None)
    machine.desk.faults.add(Fault("status", after=True, status=503, retry_after=1, match="POST /api/v2/views"))
    done = machine.apply()
    assert done.exit_code == 1
    assert "run `heard apply acme` again to go on." in done.stderr
    machine.desk.clock.advance(2)
    assert machine.apply().exit_code == 0
    assert machine.set_up() == whole.set_up()


CALLS = 7 + 17 + 2
"""What an apply asks: seven lists, seventeen objects (one with its category before it), the secret, a token."""


@pytest.mark.parametrize("fault", ["reset", "lost", "status", "garbage"])
@pytest.mark.parametrize("number", range(CALLS + 2))
def test_whichever_call_fails_a_second_apply_completes(
    machine: Machine, whole: Machine, number: int, fault: str
) -> None:
    kind = "reset" if fault == "lost" else fault
    machine.desk.faults.add(Fault(kind, after=fault == "lost", skip=number, count=2))
    machine.apply()
    machine.desk.faults.clear()
    assert machine.apply().exit_code == 0
    assert machine.set_up() == whole.set_up()
    assert machine.run("plan", "acme").exit_code == 0


def test_the_test_above_meets_every_call(machine: Machine) -> None:
    machine.apply()
    assert len(machine.desk.journal.entries("request")) <= CALLS + 2


def test_a_call_that_fails_is_told_with_how_to_go_on(machine: Machine) -> None:
    machine.desk.faults.add(Fault("status", match="POST /api/v2/triggers"))
    done = machine.apply()
    assert done.exit_code == 1
    assert "what was made is kept: run `heard apply acme` again to go on." in done.stderr
    assert "created webhook Heard\n" in done.stdout
