"""`heard uninstall` leaves an account as it was before, and whatever is a person's."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.fakedesk import Fault, seed
from tests.fakedesk.model import Field
from tests.unit.config.cli import site

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.config.cli.site import Machine


@pytest.fixture
def machine(machine: Machine) -> Machine:
    machine.write_accounts(site.FULL)
    return machine


def view(machine: Machine, title: str = "My empathy checks") -> dict[str, Any]:
    return next(one for one in machine.desk.store.views.values() if one["title"] == title)


@pytest.mark.parametrize("profile", ["", site.FULL])
def test_the_account_is_as_it_was_before(machine: Machine, profile: str) -> None:
    machine.write_accounts(profile)
    before = machine.snapshot()
    machine.apply()
    assert machine.snapshot() != before
    assert machine.uninstall().exit_code == 0
    assert machine.snapshot() == before
    assert list(machine.state.folder.iterdir()) == []


def test_nothing_of_ours_is_nothing_to_remove(machine: Machine) -> None:
    before = machine.snapshot()
    done = machine.uninstall()
    assert (done.exit_code, machine.snapshot(), machine.writes()) == (0, before, [])
    assert "Nothing to do." in done.stdout


def test_it_says_what_zendesk_keeps(machine: Machine) -> None:
    machine.apply()
    stays = machine.uninstall().stdout.partition("\nStays\n")[2]
    assert "Zendesk lets nobody delete a comment" in stays
    assert "Tags on tickets" in stays


def test_it_asks_first(machine: Machine) -> None:
    machine.apply()
    before = machine.snapshot()
    done = machine.run("uninstall", "acme", given="n\n")
    assert done.exit_code == 1
    assert "Remove this, and with the fields their values on all tickets? [y/N]: n" in done.output
    assert machine.snapshot() == before


def test_what_the_profile_left_out_since_goes_as_well(machine: Machine) -> None:
    before = machine.snapshot()
    machine.apply()
    machine.write_accounts()
    machine.uninstall()
    assert machine.snapshot() == before


def test_what_a_person_made_stays_even_if_we_used_it(machine: Machine) -> None:
    theirs = seed.FIELDS[0]
    machine.desk.store.fields[theirs.id] = theirs
    before = machine.snapshot()
    machine.apply()
    done = machine.uninstall()
    assert machine.snapshot() == before
    assert f". leave    field    Empathy  {theirs.id}\n      not made by Heard\n" in done.stdout


def test_a_copy_that_a_person_made_of_a_view_stays(machine: Machine) -> None:
    machine.apply()
    copy = view(machine) | {"id": 499999, "title": "Mine"}
    machine.desk.store.views[499999] = copy
    machine.uninstall()
    assert list(machine.desk.store.views.values()) == [seed.VIEW, copy]


def test_what_is_stored_of_ours_goes_though_a_person_s_copies_stay(machine: Machine) -> None:
    machine.apply()
    store = machine.desk.store
    version = next(one for one in store.fields.values() if one.title == "Empathy version")
    store.fields[389999] = replace(version, id=389999)
    webhook = next(iter(store.webhooks.values()))
    store.webhooks["01ZZCOPY000000000000000000"] = webhook | {"id": "01ZZCOPY000000000000000000"}
    assert machine.uninstall().exit_code == 0
    assert (list(store.fields)[-1], list(store.webhooks)) == (389999, ["01ZZCOPY000000000000000000"])
    assert list(machine.state.folder.iterdir()) == []


def test_what_a_person_changed_stays_and_is_named_until_it_is_asked_for(machine: Machine) -> None:
    before = machine.snapshot()
    machine.apply()
    changed = view(machine)
    changed["conditions"]["all"].append({"field": "group_id", "operator": "is", "value": "7"})
    machine.desk.options.keeps_what_is_used = False
    done = machine.uninstall()
    assert done.exit_code == 0
    assert "changed since it was made, by a person or by other settings here" in done.stdout
    assert [one["title"] for one in machine.desk.store.views.values()] == [seed.VIEW["title"], "My empathy checks"]
    machine.uninstall("--changed-too")
    assert machine.snapshot() == before


def test_what_other_settings_here_make_differ_is_not_laid_at_a_person_s_door(machine: Machine) -> None:
    machine.apply()
    done = machine.run("uninstall", "acme", "--yes", HEARD_PUBLIC_URL="https://elsewhere.example.com")
    assert "changed since it was made, by a person or by other settings here" in done.stdout
    assert len(machine.desk.store.webhooks) == 1


def test_an_option_that_a_person_added_keeps_the_field(machine: Machine) -> None:
    machine.apply()
    number, field = next(
        (number, one) for number, one in machine.desk.store.fields.items() if one.title == "Empathy review"
    )
    machine.desk.store.fields[number] = Field(
        number, field.title, field.type, (*field.options, "empathy_review__later"), description=field.description
    )
    machine.uninstall()
    assert [one.title for one in machine.desk.store.fields.values()] == ["Product", "Empathy review"]
    assert machine.state.fields("acme") == {"review": str(number)}


def test_what_zendesk_will_not_give_up_is_told_and_the_rest_goes(machine: Machine) -> None:
    machine.apply()
    webhook = next(iter(machine.desk.store.webhooks))
    theirs = dict(seed.TRIGGER) | {
        "id": 489999,
        "actions": [{"field": "notification_webhook", "value": [webhook, "{}"]}],
    }
    machine.desk.store.triggers[489999] = theirs
    done = machine.uninstall()
    assert done.exit_code == 1
    assert "Refused: to remove webhook “Heard”" in done.stderr
    assert list(machine.desk.store.webhooks) == [webhook]
    assert list(machine.desk.store.fields) == [seed.FIELDS[-1].id]
    assert machine.state.secret_file("acme", site.SECRET_NAME).exists()


def test_no_title_steers_the_terminal(machine: Machine) -> None:
    machine.apply()
    view(machine)["title"] = "Mine\nremoved field Product\x1b[31m"
    machine.desk.faults.add(Fault("status", status=422, match="DELETE /api/v2/views"))
    refused = machine.uninstall()
    assert "Refused: to remove view “Mine removed field Product" in refused.stderr
    removed = machine.uninstall()
    assert "removed view Mine removed field Product" in removed.stdout
    assert "\x1b" not in refused.output + removed.output


def test_another_account_that_names_the_same_variable_has_a_secret_of_its_own(
    machine: Machine, tmp_path: Path
) -> None:
    machine.apply()
    toml = (tmp_path / "accounts.toml").read_text()
    other = site.start(tmp_path)
    other.write_accounts()
    theirs = (tmp_path / "accounts.toml").read_text().replace("accounts.acme", "accounts.other")
    (tmp_path / "accounts.toml").write_text(toml + theirs)
    assert other.run("apply", "other", "--yes").exit_code == 0
    assert machine.run("plan", "acme").exit_code == 0
    assert other.run("uninstall", "other", "--yes").exit_code == 0
    other.desk.stop()
    assert machine.run("plan", "acme").exit_code == 0


def test_a_damaged_file_here_keeps_nothing_from_being_removed(machine: Machine) -> None:
    before = machine.snapshot()
    machine.apply()
    machine.state.fields_file("acme").write_text('{"emp')
    assert machine.uninstall().exit_code == 0
    assert machine.snapshot() == before
    assert list(machine.state.folder.iterdir()) == []


def test_values_go_with_the_fields_and_tags_stay_on_tickets(machine: Machine) -> None:
    machine.apply()
    ticket = machine.desk.people.open_ticket()
    field = next(number for number, one in machine.desk.store.fields.items() if one.title == "Empathy")
    machine.desk.people.set_field(ticket, field, "empathy__3_good")
    machine.uninstall()
    left = machine.desk.store.ticket(ticket)
    assert (left.fields, left.tags) == ({}, {"empathy__3_good"})


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("number", range(26))
def test_whichever_call_fails_a_second_uninstall_completes(machine: Machine, number: int, *, after: bool) -> None:
    before = machine.snapshot()
    machine.apply()
    machine.desk.faults.add(Fault("reset", after=after, skip=number, count=2))
    machine.uninstall()
    machine.desk.faults.clear()
    assert machine.uninstall().exit_code == 0
    assert machine.snapshot() == before
    assert list(machine.state.folder.iterdir()) == []


def test_for_programs(machine: Machine) -> None:
    machine.apply()
    done = json.loads(machine.run("uninstall", "acme", "--yes", "--json").stdout)
    assert len(done["done"]) == 17
    assert done["refused"] == []
    assert machine.run("uninstall", "acme", "--json").exit_code == 2
