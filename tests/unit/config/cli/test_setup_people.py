"""Whatever people do to a set-up in between, apply mends what must work, and uninstall leaves what is theirs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fakedesk import seed
from tests.fakedesk.model import Field
from tests.unit.config.cli import site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.unit.config.cli.site import Machine

ACTS = ("delete", "rename", "switch_off", "change", "own")
KINDS = ("fields", "webhooks", "triggers", "views")
ACT = st.tuples(st.sampled_from(ACTS), st.sampled_from(KINDS), st.integers(0, 7))


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """An account that is set up and taken down many times, without a limit to be waited for."""
    started = site.start(tmp_path_factory.mktemp("people"), requests_per_minute=100_000)
    started.write_accounts(site.FULL)
    yield started
    started.desk.stop()


def ours(machine: Machine, kind: str) -> list[Any]:
    held = getattr(machine.desk.store, kind)
    return [number for number, one in held.items() if "(heard:" in _description(one)]


def _description(one: Field | dict[str, Any]) -> str:
    return one.description if isinstance(one, Field) else str(one["description"])


def act(machine: Machine, what: str, kind: str, which: int) -> None:
    """Do something to the so-manieth object of ours, or set up one of one's own."""
    held = getattr(machine.desk.store, kind)
    if what == "own":
        _own(held, kind, which)
        return
    known = ours(machine, kind)
    if not known:
        return
    number = known[which % len(known)]
    if what == "delete":
        del held[number]
        if kind == "webhooks":
            del machine.desk.store.webhook_secrets[number]
    elif kind == "fields":
        held[number] = _field(held[number], what)
    else:
        held[number] = held[number] | _rule(held[number], kind, what)


def _field(field: Field, what: str) -> Field:
    if what == "rename":
        return replace(field, title="Umbenannt", names=tuple("x" for _ in field.options))
    if what == "switch_off" or not field.options:
        return replace(field, active=False)
    return replace(field, options=field.options[1:], names=field.names[1:])


def _rule(rule: dict[str, Any], kind: str, what: str) -> dict[str, Any]:
    if what == "rename":
        return {"name" if kind == "webhooks" else "title": "Umbenannt"}
    if kind == "webhooks":
        return {"status": "inactive"} if what == "switch_off" else {"endpoint": "https://elsewhere.example.com"}
    changed = {"conditions": {"all": rule["conditions"]["all"][:1], "any": []}}
    return {"active": False} if what == "switch_off" else changed


def _own(held: dict[Any, Any], kind: str, which: int) -> None:
    number = 600_000 + which
    if kind == "fields":
        held[number] = Field(number, "Empathy", "tagger", (f"mine_{which}",), names=("Mine",))
    elif kind in {"triggers", "views"}:
        held[number] = (seed.TRIGGER if kind == "triggers" else seed.VIEW) | {"id": number, "title": "Heard"}


def people_s(machine: Machine) -> dict[str, dict[Any, Any]]:
    found = machine.snapshot()
    return {
        kind: {number: one for number, one in found[kind].items() if "(heard:" not in one["description"]}
        for kind in KINDS
    }


@given(st.lists(ACT, max_size=6))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_people_do(machine: Machine, acts: list[tuple[str, str, int]]) -> None:
    machine.desk.options.keeps_what_is_used = False
    assert machine.apply().exit_code == 0
    for one in acts:
        act(machine, *one)
    before = people_s(machine)
    done = machine.apply()
    assert done.exit_code == 0, done.output
    assert machine.run("plan", "acme").exit_code == 0
    assert people_s(machine) == before
    assert machine.uninstall("--changed-too").exit_code == 0
    assert machine.snapshot() | {"forms": None, "categories": None} == before | {"forms": None, "categories": None}
    for kind in KINDS:
        for number in [number for number in getattr(machine.desk.store, kind) if str(number).startswith("6000")]:
            del getattr(machine.desk.store, kind)[number]
