"""A plan for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from config.cli.paint import on_one_line, shortened
from integrations.objects import Action

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from integrations.objects import Change, Detail, Plan

SIGNS = {
    Action.CREATE: ("+", "green"),
    Action.CHANGE: ("~", "yellow"),
    Action.REMOVE: ("-", "red"),
    Action.KEEP: ("=", None),
    Action.LEAVE: (".", None),
    Action.CANNOT: ("x", "yellow"),
    Action.CONFLICT: ("!", "red"),
}
DONE = {Action.CREATE: "created", Action.CHANGE: "changed", Action.REMOVE: "removed"}
WIDEST = 100


def lines(plan: Plan, stored: Sequence[str] = (), by_hand: Sequence[str] = ()) -> Iterator[str]:
    """Yield the plan line by line."""
    for change in plan.changes:
        yield from _lines(change)
    yield from _listed("Stored here", stored)
    yield from _listed("By hand", (*plan.by_hand, *by_hand))
    yield f"\n{summary(plan, stored)}"


def summary(plan: Plan, stored: Sequence[str] = ()) -> str:
    """Return what the plan comes to, in one line."""
    counted = [(action, sum(change.action is action for change in plan.changes)) for action in Action]
    said = [
        f"{count} to {action}" if action.is_work else f"{count} {_said(action)}" for action, count in counted if count
    ]
    if not plan.work and not stored:
        said.insert(0, "nothing to do")
    return ", ".join(said).capitalize() + "."


def as_objects(changes: Sequence[Change]) -> list[dict[str, object]]:
    """Return changes for programs."""
    return [
        {
            "action": change.action.value,
            "key": change.key,
            "title": change.title,
            "id": change.id or None,
            "details": [{"what": one.what, "was": one.was, "will": one.will} for one in change.details],
            "why": change.why or None,
            "remedy": change.remedy or None,
        }
        for change in changes
    ]


def tell(change: Change) -> None:
    """Say that a change is done."""
    click.echo(f"{DONE[change.action]} {change.kind} {on_one_line(change.title)}")


def _said(action: Action) -> str:
    return {
        Action.KEEP: "as it should be",
        Action.LEAVE: "left alone",
        Action.CANNOT: "not possible",
        Action.CONFLICT: "in conflict",
    }[action]


def _lines(change: Change) -> Iterator[str]:
    sign, color = SIGNS[change.action]
    kind = change.kind
    number = f"  {change.id}" if change.id else ""
    head = f"{sign} {change.action:<9}{kind:<8} {shortened(change.title, 60)}{number}"
    yield click.style(head, fg=color) if color else head
    for detail in change.details:
        yield f"      {_difference(detail)}"
    if change.why:
        yield f"      {on_one_line(change.why)}"
    if change.remedy:
        yield f"      What to do: {on_one_line(change.remedy)}"


def _difference(detail: Detail) -> str:
    if detail.was in {"", "none"}:
        return f"{detail.what}: {shortened(detail.will, WIDEST)}"
    return f"{detail.what}: {shortened(detail.was, WIDEST)} -> {shortened(detail.will, WIDEST)}"


def _listed(heading: str, items: Sequence[str]) -> Iterator[str]:
    if items:
        yield f"\n{heading}"
        yield from (f"  {on_one_line(item)}" for item in items)
