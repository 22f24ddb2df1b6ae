"""A plan is carried out change by change, nothing twice, and what ends it half-way ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from integrations.builder import carry_out
from integrations.errors import Gone, HelpdeskError, Refused, ServerFault, TimedOut
from integrations.planner import plan, removal
from tests.unit.integrations.world import ALL, HOOK, RULE, World

if TYPE_CHECKING:
    from integrations.objects import Change


def test_ids_are_handed_on_to_what_refers_to_them() -> None:
    world = World()
    built = carry_out(plan(ALL, world.survey()), world, lambda _: None)
    rule = next(found for found in world.found if found.marker == RULE.key)
    assert rule.has["call"] == (built.ids[HOOK.key], "{}")


def test_each_change_is_told_when_it_is_done() -> None:
    told: list[Change] = []
    world = World()
    wanted = plan(ALL, world.survey())
    carry_out(wanted, world, told.append)
    assert tuple(told) == wanted.work


def test_what_is_refused_is_left_out_with_what_needs_it_and_the_rest_is_made() -> None:
    world = World(errors=[None, None, Refused("no room for a webhook")])
    built = carry_out(plan(ALL, world.survey()), world, lambda _: None)
    assert {change.key: why for change, why in built.refused} == {
        HOOK.key: "no room for a webhook",
        RULE.key: "webhook/solved is not there",
    }
    assert len(world.found) == len(ALL) - 2


@pytest.mark.parametrize("error", [TimedOut("in doubt"), ServerFault("500")])
def test_after_any_other_error_nothing_more_is_written(error: HelpdeskError) -> None:
    world = World(errors=[None, error])
    with pytest.raises(type(error)):
        carry_out(plan(ALL, world.survey()), world, lambda _: None)
    assert len(world.found) == 1


def test_what_is_gone_already_is_removed() -> None:
    world = World()
    carry_out(plan(ALL, world.survey()), world, lambda _: None)
    wanted = removal(ALL, world.survey())
    world.errors = [Gone("somebody was quicker")]
    assert carry_out(wanted, world, lambda _: None).refused == []
