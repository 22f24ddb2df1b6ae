"""Webhooks as they really come: several times, late, in another order, and because of ourselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakedesk import seed
from tests.reliability import load
from tests.reliability.catalogue import scenario

if TYPE_CHECKING:
    from tests.fakedesk.model import Audit, Ticket
    from tests.reliability.catalogue import Trial
    from tests.reliability.checks import Findings

SOLVES = 4
WINDOW_SECONDS = 4.0


@scenario("R2")
def duplicates_and_late_ones(trial: Trial) -> Findings:
    """Webhooks twice, late and shuffled, for tickets that are solved again and again."""
    with trial.rig() as rig:
        cases = [rig.open() for _ in range(trial.size.tickets)]
        for _ in range(SOLVES):
            trial.random.shuffle(cases)
            for case in cases:
                if case.solves:
                    load.reopen(rig.desk, case)
                invocation = rig.solve(case, delay=trial.random.uniform(0, WINDOW_SECONDS))
                if trial.random.random() < 0.2:
                    rig.sender.send(case.account, case.ticket, delay=trial.random.uniform(0, 2), invocation=invocation)
                if trial.random.random() < 0.05:
                    rig.sender.send(case.account, case.ticket, delay=trial.random.uniform(5, 15))
        rig.settle(trial.size.limit)
        rig.facts["webhooks"] = str(len(rig.sender.answers))
        return rig.findings()


@scenario("R20")
def echo(trial: Trial) -> Findings:
    """Each write of ours fires the webhook again."""
    with trial.rig() as rig:
        echoes: list[int] = []

        def fire(ticket: Ticket, audit: Audit) -> None:
            if audit.author_id == seed.SERVICE:
                echoes.append(ticket.id)
                rig.sender.send("acme", ticket.id)

        rig.desk.store.listeners.append(fire)
        rig.solve_many(trial.size.tickets, trial.size.per_second)
        rig.settle(trial.size.limit)
        rig.facts["echoes"] = str(len(echoes))
        if sorted(echoes) != sorted(case.ticket for case in rig.cases):
            rig.complaints.append(f"{len(echoes)} echoes of {len(rig.cases)} tickets, expected one each")
        if wrong := {one.status for one in rig.sender.answers} - {200, 202, 204}:
            rig.complaints.append(f"echoes were answered {sorted(wrong)}")
        return rig.findings()
