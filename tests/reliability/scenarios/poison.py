"""Tickets that break whoever reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.reliability.catalogue import scenario

if TYPE_CHECKING:
    from tests.reliability.catalogue import Trial
    from tests.reliability.checks import Findings

KINDS = ("exception", "recursion", "segfault", "spin", "memory")
MOST_CLAIMS = 5


@scenario("R15")
def poison(trial: Trial) -> Findings:
    """Among many tickets there are some that raise, recurse, spin, swallow memory or crash the interpreter."""
    inside = {"RELIABILITY_POISON": "on"}
    if trial.size.seconds:
        inside["RELIABILITY_TIME_LIMITS"] = str(trial.size.seconds)
    with trial.rig(workers=2, children=2, inside=inside) as rig:
        bad = [rig.open(subject=f"poison: {KINDS[number % len(KINDS)]}") for number in range(trial.size.times)]
        for case in bad:
            rig.solve(case)
            rig.excused.add(case.key)
        rig.solve_many(trial.size.tickets, trial.size.per_second)
        rig.settle(trial.size.limit)
        parked = rig.ledger.parked()
        claims = max((view.attempts + view.crashes for view in parked), default=0)
        rig.facts |= {"parked": str(len(parked)), "claims": str(claims)}
        if {("acme", int(view.ref.ticket_id)) for view in parked} != rig.excused:
            rig.complaints.append(
                f"parked: {sorted(view.ref.ticket_id for view in parked)}, expected the poisoned ones"
            )
        if claims > MOST_CLAIMS:
            rig.complaints.append(f"a ticket was claimed {claims} times")
        return rig.findings()
