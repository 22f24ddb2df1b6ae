"""The helpdesk refuses, stumbles, hangs, or loses its answers."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.fakedesk import Fault
from tests.reliability.catalogue import scenario

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.reliability.catalogue import Trial
    from tests.reliability.checks import Findings
    from tests.reliability.rig import Rig

CALLS_PER_TICKET = 3.05
"""Without faults: the ticket, its comments, the update; and a token now and then."""
MOST_CALLS = 3.5
"""Times as many, in the storm."""
API = r"/api/v2/"
WAITS = tuple(
    Fault("status", status=429, retry_after=seconds, count=None, share=0.06, match=API) for seconds in range(1, 6)
)
TROUBLE = (
    Fault("status", status=500, count=None, share=0.1, match=API),
    Fault("status", status=502, count=None, share=0.1, match=API),
    Fault("hang", seconds=9.0, count=None, share=0.1, match=API),
    Fault("reset", after=True, count=None, share=0.1, match=API),
    Fault("truncate", count=None, share=0.025, match=API),
    Fault("garbage", count=None, share=0.025, match=API),
)


@scenario("R12")
def storm(trial: Trial) -> Findings:
    """Three of four calls end in 429, 5xx, silence, a reset after the commit, or half an answer; then it is over."""
    with trial.rig(workers=2, children=4) as rig:
        rig.to_desks["acme"].weather.lose_answers = trial.size.times  # not later: a Retry-After must arrive
        for faults in (TROUBLE, WAITS + TROUBLE):  # a 429 holds the whole account, and the other faults with it
            rig.desk.faults.reset_to(faults)
            end = time.monotonic() + trial.size.seconds / 2
            rig.solve_many(trial.size.tickets // 2, trial.size.per_second)
            rig.wait(_passed(end), trial.size.seconds)
        rig.desk.faults.clear()
        rig.settle(trial.size.limit)
        calls = len(rig.desk.journal.entries("request")) + len(rig.desk.journal.entries("fault", processed=False))
        per_ticket = calls / max(1, len(rig.cases))
        rig.facts |= {"faults": str(len(rig.desk.journal.entries("fault"))), "calls_per_ticket": f"{per_ticket:.1f}"}
        in_doubt = rig.desk.journal.entries("fault", method="PUT", processed=True)
        rig.facts["writes_in_doubt"] = str(len(in_doubt))
        if per_ticket > MOST_CALLS * CALLS_PER_TICKET:
            rig.complaints.append(f"{per_ticket:.1f} calls a ticket, more than {MOST_CALLS} times as many as needed")
        return rig.findings()


def _passed(end: float) -> Callable[[], bool]:
    return lambda: time.monotonic() > end


@scenario("R14")
def refusals(trial: Trial) -> Findings:
    """One account's credentials are refused; tickets of the other are gone, closed, or full of comments."""
    with trial.rig(accounts=("acme", "globex"), reconcile_seconds=10) as rig:
        globex, secret = rig.desks["globex"], rig.desks["globex"].options.client_secret
        globex.options.client_secret = "another-secret"
        globex.auth.revoke_all()
        gone, closed, full = ([rig.open("acme") for _ in range(trial.size.times)] for _ in range(3))
        for case in (*gone, *closed, *full):
            rig.solve(case)
        for case in gone:
            rig.desks["acme"].people.delete(case.ticket)
        for case in closed:
            rig.desks["acme"].people.set_status(case.ticket, "closed")
        rig.excused |= {case.key for case in (*gone, *full)}
        for case in full:
            rig.desks["acme"].faults.add(
                Fault("status", status=422, count=None, match=rf"PUT .*/tickets/{case.ticket}$")
            )
        half = trial.size.tickets // 2
        rig.solve_many(half, trial.size.per_second, "acme")
        rig.solve_many(half, trial.size.per_second, "globex")
        if not rig.wait(lambda: rig.ledger.paused() == {"globex": "unauthorized"}, 60):
            rig.complaints.append(f"paused: {rig.ledger.paused()}, expected globex")
        refused = len(globex.journal.entries("request", status=401))
        globex.options.client_secret = secret
        rig.settle(trial.size.limit)
        _judge_parked(rig, {case.key for case in full})
        rig.facts["refused_calls"] = str(refused)
        return rig.findings()


def _judge_parked(rig: Rig, expected: set[tuple[str, int]]) -> None:
    parked = rig.ledger.parked()
    found = {(view.ref.account, int(view.ref.ticket_id)) for view in parked}
    rig.facts["parked"] = str(len(parked))
    if found != expected:
        rig.complaints.append(f"parked: {sorted(found)}, expected {sorted(expected)}")
    if any(view.attempts for view in parked):
        rig.complaints.append("a refused ticket was tried more than once")


@scenario("R13")
def one_desk_down(trial: Trial) -> Findings:
    """The helpdesk of one account of three is down for a while; the others notice nothing."""
    with trial.rig(accounts=("acme", "globex", "initech"), children=4) as rig:
        down = rig.desks["globex"]
        down.faults.reset_to([Fault("status", status=503, count=None)])
        end = time.monotonic() + trial.size.seconds
        for _ in range(trial.size.tickets // 3):
            for account in rig.desks:
                rig.solve(rig.open(account))
            time.sleep(3 / trial.size.per_second)
        rig.wait(_passed(end), trial.size.seconds)
        rig.facts["calls_while_down"] = str(len(down.journal.entries("fault")))
        if others := [case for case in rig.undone() if case.account != "globex"]:
            rig.complaints.append(f"{len(others)} tickets of the other accounts had to wait")
        down.faults.clear()
        rig.settle(trial.size.limit)
        if parked := rig.ledger.parked():
            rig.complaints.append(f"{len(parked)} tickets were given up because their helpdesk was down")
        return rig.findings()
