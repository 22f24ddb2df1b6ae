"""Several processes of ours at one ticket, and people beside them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from integrations.model import TicketRef
from tests.reliability import load
from tests.reliability.catalogue import scenario
from tests.reliability.bell import ring_often

if TYPE_CHECKING:
    from tests.reliability.catalogue import Trial
    from tests.reliability.checks import Findings

RACERS = 16


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
