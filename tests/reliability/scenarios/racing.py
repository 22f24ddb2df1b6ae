"""Several processes of ours at one ticket, and people beside them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from integrations.model import TicketRef
from tests.reliability import load, schedule
from tests.reliability.bell import ring_often
from tests.reliability.catalogue import scenario

if TYPE_CHECKING:
    from tests.reliability.catalogue import Trial
    from tests.reliability.checks import Findings

RACERS = 16
STALE = 409
QUIET_ACCOUNT_SECONDS = 13.0
"""Three of them are the settling time."""


@scenario("R16")
def race(trial: Trial) -> Findings:
    """Sixteen children of four workers take the same ticket at once; in every fifth round an agent edits it, too."""
    with trial.rig(workers=4, children=4, settle_seconds=0, inside={"RELIABILITY_EVERYONE": "on"}) as rig:
        rig.slow_desks(0.05)  # long enough for all of them to be in the middle of it
        for number in range(trial.size.times):
            case = rig.open()
            rig.solve(case, delay=None)
            time.sleep(2.1)  # a ticket that has just changed is left alone; nobody would race
            rig.ledger.accept(TicketRef(case.account, str(case.ticket)), settle_seconds=0)
            ring_often(rig.stack.environment["REDIS_URL"], case, RACERS)
            if trial.random.random() < 0.2:
                time.sleep(trial.random.uniform(0.0, 0.4))
                load.edit(rig.desk, case, "edited_meanwhile")
            rig.say(f"round {number + 1} of {trial.size.times}")
        rig.settle(trial.size.limit)
        conflicts = rig.desk.journal.entries("write", status=409)
        rig.facts |= {"rounds": str(trial.size.times), "conflicts": str(len(conflicts))}
        return rig.findings()


@scenario("R17")
def paused_holder(trial: Trial) -> Findings:
    """A worker is stopped for longer than its lease while it holds tickets, and goes on in the middle of a write."""
    with trial.rig(workers=2, children=4) as rig:
        rig.slow_desks(0.3)  # a ticket is in hand for two seconds, most of them between its reading and its writing
        strikes = schedule.draw(trial.random, rig.workers, every=trial.size.every, times=trial.size.times)
        rounds: list[int] = []

        def pause(name: str) -> None:
            rounds.append(rig.ledger.stats().claimed)
            with rig.paused_worker(name):
                time.sleep(trial.size.lease + 5)  # another worker has done them by then

        schedule.play(strikes, pause, lambda: rig.solve_many(trial.size.tickets, trial.size.per_second))
        rig.settle(trial.size.limit)
        stale = [one for one in rig.desk.journal.entries("write") if one["status"] == STALE]
        rig.facts |= {"pauses": str(len(rounds)), "held": str(sum(rounds)), "stale_writes": str(len(stale))}
        return rig.findings()


@scenario("R21")
def noisy_neighbour(trial: Trial) -> Findings:
    """One account has ninety times as many tickets as the other, and its helpdesk allows few updates a minute."""
    with trial.rig(accounts=("acme", "globex"), per_minute=trial.size.times) as rig:
        rig.solve_many(trial.size.tickets, 200, "acme")
        quiet = [rig.open("globex") for _ in range(max(5, trial.size.tickets // 90))]
        for case in quiet:
            rig.solve(case)
        quick = rig.wait(lambda: not set(map(id, quiet)) & set(map(id, rig.undone())), QUIET_ACCOUNT_SECONDS)
        if not quick:
            rig.complaints.append(f"the quiet account waited for more than {QUIET_ACCOUNT_SECONDS:.0f} s")
        rig.facts["undone_of_the_noisy_one"] = str(len(rig.undone()))
        rig.settle(trial.size.limit)
        return rig.findings()
