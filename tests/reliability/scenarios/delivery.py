"""Webhooks as they really come: several times, late, in another order, and because of ourselves."""

from __future__ import annotations

import time
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
RECONCILE_SECONDS = 10


@scenario("R1")
def nothing_wrong(trial: Trial) -> Findings:
    """Nothing goes wrong: how quick it is, and what it costs the helpdesk."""
    with trial.rig(children=4) as rig:
        rig.solve_many(trial.size.tickets, trial.size.per_second)
        rig.settle(trial.size.limit)
        answers = sorted(one.seconds for one in rig.sender.answers)
        calls = len(rig.desk.journal.entries("request")) / len(rig.cases)
        ack_p50, ack_p99 = answers[len(answers) // 2], answers[len(answers) * 99 // 100]
        rig.facts |= {
            "ack_p50": f"{ack_p50 * 1000:.0f}ms",
            "ack_p99": f"{ack_p99 * 1000:.0f}ms",
            "calls_per_ticket": f"{calls:.2f}",
        }
        return rig.findings()


@scenario("R2")
def duplicates_and_late_ones(trial: Trial) -> Findings:
    """Webhooks twice, late and shuffled, for tickets that are solved again and again."""
    with trial.rig() as rig:
        cases = [rig.open() for _ in range(trial.size.tickets)]
        for number in range(SOLVES):
            if number == SOLVES // 2:
                rig.settle(trial.size.limit)  # what is solved again sooner may be one look
            trial.random.shuffle(cases)
            for case in cases:
                if case.solves:
                    load.reopen(rig.desk, case)
                invocation = rig.solve(case, delay=trial.random.uniform(0, WINDOW_SECONDS))
                if trial.random.random() < 0.2:
                    rig.sender.send(
                        case.account, case.ticket, delay=trial.random.uniform(0, 2), invocation=invocation
                    )
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


@scenario("R18")
def same_second(trial: Trial) -> Findings:
    """People change the ticket in the very second in which we read it; stamps count seconds only."""
    with trial.rig(settle_seconds=0) as rig:
        rig.slow_desks(0.05)
        for _ in range(trial.size.tickets):
            case = rig.open()
            rig.solve(case)
            rig.sender.send(case.account, case.ticket, delay=0.2)
            for tag in ("first_edit", "second_edit"):
                time.sleep(trial.random.uniform(0.0, 0.3))
                load.edit(rig.desk, case, tag)
        rig.settle(trial.size.limit)
        return rig.findings()


@scenario("R24")
def no_webhooks(trial: Trial) -> Findings:
    """No webhook ever comes: a third is closed before anyone looks, a third is solved again after its check."""
    with trial.rig(reconcile_seconds=RECONCILE_SECONDS) as rig:
        third = trial.size.tickets // 3
        plain, closed, again = ([rig.open() for _ in range(third)] for _ in range(3))
        for case in (*plain, *closed, *again):
            rig.solve(case, delay=None)
        for case in closed:
            rig.desk.people.set_status(case.ticket, "closed")
        rig.settle(trial.size.limit)
        for case in again:
            load.reopen(rig.desk, case)
            rig.solve(case, delay=None)
        rig.settle(trial.size.limit)
        return rig.findings()
