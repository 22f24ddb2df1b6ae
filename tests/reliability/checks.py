"""How a run is judged, after Jepsen's queue checker: lost, duplicated, unexpected, recovered, and more."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakedesk import seed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.fakedesk import FakeDesk
    from tests.fakedesk.model import Audit, Comment, Ticket
    from tests.reliability.load import Case

Key = tuple[str, int]


@dataclass
class Findings:
    """What became of the tickets of a run.

    accepted    tickets of which a webhook was remembered (200 or 202)
    notes       our notes, on all tickets
    lost        solved tickets on which nothing of ours stands since their last solve
    duplicated  notes beyond one per solve, and notes or fields written twice under one key
    unexpected  writes on tickets that nobody solved; public ones, and ones with a status or an unknown name
    touched     tickets whose tags, fields or status of people's own are not as people left them
    early       requests before the Retry-After that was told to the account had run out
    recovered   tickets of which no webhook was remembered, and which are done all the same
    slowest     seconds from a solve to our write, of the ticket that took longest
    facts       what else a scenario counted; complaints: what else it found wrong
    """

    accepted: int = 0
    notes: int = 0
    lost: list[Key] = field(default_factory=list)
    duplicated: list[Key] = field(default_factory=list)
    unexpected: list[Key] = field(default_factory=list)
    touched: list[Key] = field(default_factory=list)
    early: int = 0
    recovered: int = 0
    slowest: float = 0.0
    facts: dict[str, str] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    def failures(self) -> list[str]:
        """Return what is against a promise; empty = passed."""
        counted = ("lost", "duplicated", "unexpected", "touched")
        found = [f"{name}: {_some(getattr(self, name))}" for name in counted if getattr(self, name)]
        if self.early:
            found.append(f"early: {self.early} requests before their Retry-After")
        return found + self.complaints


def judge(
    cases: Iterable[Case], desks: Mapping[str, FakeDesk], remembered: set[Key], excused: set[Key] | None = None
) -> Findings:
    """Return what became of these tickets; `excused` ones were not to be written to."""
    found = Findings()
    known: set[Key] = set()
    for case in cases:
        known.add(case.key)
        _judge_case(found, case, desks[case.account].store.tickets[case.ticket], remembered, excused or set())
    for account, desk in desks.items():
        found.early += len(desk.journal.entries("violation"))
        found.unexpected += [(account, entry["ticket"]) for entry in _improper(desk, account, known)]
    return found


def _judge_case(found: Findings, case: Case, ticket: Ticket, remembered: set[Key], excused: set[Key]) -> None:
    notes = our_notes(ticket)
    found.notes += len(notes)
    found.accepted += case.key in remembered
    if len(notes) > case.solves or wrote_a_key_twice(ticket):
        found.duplicated.append(case.key)
    if not _as_people_left_it(case, ticket):
        found.touched.append(case.key)
    if case.key in excused:
        return
    since = done_since_last_reply(ticket)
    if since is None:
        found.lost.append(case.key)
        return
    found.recovered += case.key not in remembered
    found.slowest = max(found.slowest, since - case.solved_at)


def our_notes(ticket: Ticket) -> list[Comment]:
    """Return the comments that are ours."""
    return [comment for comment in list(ticket.comments) if comment.author_id == seed.SERVICE]


def done_since_last_reply(ticket: Ticket) -> float | None:
    """Return when we first wrote after the newest reply of an agent; None = what stands there is not of it."""
    replies = [one.audit_id for one in list(ticket.comments) if one.author_id in (seed.MAYA, seed.TOM) and one.public]
    ours = [one for one in _our_audits(ticket) if one.id > max(replies, default=0)]
    return ours[0].created_at.timestamp() if ours else None


def wrote_a_key_twice(ticket: Ticket) -> bool:
    """Say whether one result was written more than once."""
    keys = [one.metadata["heard_key"] for one in _our_audits(ticket) if "heard_key" in one.metadata]
    return len(keys) != len(set(keys))


def _our_audits(ticket: Ticket) -> list[Audit]:
    return [audit for audit in list(ticket.audits) if audit.author_id == seed.SERVICE]


def _as_people_left_it(case: Case, ticket: Ticket) -> bool:
    return case.tags <= ticket.tags and all(ticket.fields.get(name) == value for name, value in case.fields.items())


def _improper(desk: FakeDesk, account: str, known: set[Key]) -> list[dict[str, Any]]:
    ours = [entry for entry in desk.journal.entries("write") if entry["who"] == seed.SERVICE]
    return [entry for entry in ours if (account, int(entry["ticket"])) not in known or _is_improper(entry)]


def _is_improper(entry: Mapping[str, Any]) -> bool:
    return bool((entry["note"] and entry.get("public") is not False) or entry["ticket_status"] or entry["unknown"])


def _some(keys: list[Key]) -> str:
    named = ", ".join(f"{account} {ticket}" for account, ticket in keys[:5])
    return f"{len(keys)} ({named}{', …' if len(keys) > 5 else ''})"
