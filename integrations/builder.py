"""Carries out a plan, change by change; whatever ends it half-way, the next plan goes on from what is there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from integrations.errors import Gone, Refused
from integrations.objects import Action, Ref
from integrations.planner import references, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from integrations.objects import Change, Plan, Wanted
    from integrations.ports import Setup


@dataclass(slots=True)
class Built:
    """What came of it: ids by key, and what the helpdesk refused, with its words."""

    ids: dict[str, str]
    refused: list[tuple[Change, str]] = field(default_factory=list)


def carry_out(plan: Plan, setup: Setup, tell: Callable[[Change], None]) -> Built:
    """Make the changes; `tell` hears of each that is done.

    What the helpdesk refuses for good is left out and reported. Any other HelpdeskError is raised: nothing is written
    twice in one go, because after an answer that never came only a new plan knows what is there.
    """
    built = Built(dict(plan.ids))
    for change in plan.work:
        try:
            _do(change, setup, built.ids)
        except Refused as error:
            built.refused.append((change, str(error)))
        else:
            tell(change)
    return built


def _do(change: Change, setup: Setup, ids: dict[str, str]) -> None:
    if change.action is Action.REMOVE:
        _remove(change, setup)
        return
    assert change.wanted is not None
    if change.action is Action.CREATE:
        ids[change.key] = setup.create(change.wanted, properties(change.wanted, ids))
    else:
        setup.change(change, properties(change.wanted, ids))


def _remove(change: Change, setup: Setup) -> None:
    try:
        setup.remove(change)
    except Gone:  # someone else was quicker
        return


def properties(wanted: Wanted, ids: Mapping[str, str]) -> dict[str, object]:
    """Return what an object shall hold, with the ids of others; in what is optional, absent ones are left out."""
    must = {name: resolve(value, ids) for name, value in wanted.must.items()}
    if lost := sorted(frozenset().union(*map(references, must.values()))):
        raise Refused(f"{', '.join(lost)} is not there")
    return must | {name: _without_lost(resolve(value, ids)) for name, value in wanted.once.items()}


def _without_lost(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(part for part in value if not isinstance(part, Ref))
    return value
