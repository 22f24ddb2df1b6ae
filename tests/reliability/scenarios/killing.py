"""Processes of ours are killed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.reliability import schedule
from tests.reliability.catalogue import scenario

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.reliability.catalogue import Trial
    from tests.reliability.checks import Findings
    from tests.reliability.rig import Rig

LATENCY = 0.05
"""Seconds to the helpdesk and back again: most strikes then find a ticket in hand."""
GRACE_SECONDS = 30.0
MOST_KILLED = 0.05


@scenario("R3")
def kill_workers(trial: Trial) -> Findings:
    """A worker drawn by lot is killed with its children, again and again, and started anew."""
    with trial.rig(workers=3) as rig:
        return _struck(trial, rig, rig.kill_worker)


@scenario("R4")
def kill_children(trial: Trial) -> Findings:
    """A child of a worker's pool is killed, again and again."""
    with trial.rig(workers=2, children=3) as rig:
        return _struck(trial, rig, rig.kill_child)


def _struck(trial: Trial, rig: Rig, strike: Callable[[str], object]) -> Findings:
    """Strike workers drawn by lot while tickets are solved."""
    rig.slow_desks(LATENCY)
    strikes = schedule.draw(trial.random, rig.workers, every=trial.size.every, times=trial.size.times)
    schedule.play(strikes, strike, lambda: rig.solve_many(trial.size.tickets, trial.size.per_second))
    rig.settle(trial.size.limit)
    rig.facts["kills"] = str(len(strikes))
    return rig.findings()


@scenario("R11")
def die_with_a_message_in_hand(trial: Trial) -> Findings:
    """A worker dies between taking a message off Redis' list and noting that it has it: Celery loses that message."""
    token = trial.data / "die"
    with trial.rig(workers=2, inside={"RELIABILITY_DIE_AFTER_BRPOP": str(token)}) as rig:
        for number in range(trial.size.times):
            token.touch()
            rig.solve(rig.open())
            assert rig.wait(lambda: not token.exists(), 60), "no worker took the message"
            name = rig.dead_worker()
            rig.stack.kill(name)  # its children, which have lost their parent
            rig.stack.start(name, wait=False)
            rig.say(f"{number + 1} of {trial.size.times} messages lost")
        rig.settle(trial.size.limit)
        rig.facts["kills"] = str(trial.size.times)
        return rig.findings()


@scenario("R5")
def stopped_by_the_host(trial: Trial) -> Findings:
    """The host stops everything as Heroku does: SIGTERM to every process, twice, SIGKILL after 30 s."""
    with trial.rig(workers=2, reconcile_seconds=10) as rig:
        rig.slow_desks(LATENCY)
        killed = 0
        strikes = schedule.draw(trial.random, ["all"], every=trial.size.every, times=trial.size.times)

        def strike(_: str) -> None:
            nonlocal killed
            killed += rig.stop_as_a_host(GRACE_SECONDS)

        schedule.play(strikes, strike, lambda: rig.solve_many(trial.size.tickets, trial.size.per_second))
        rig.settle(trial.size.limit)
        stops = 3 * trial.size.times
        rig.facts |= {"stops": str(stops), "killed": str(killed)}
        if killed > stops * MOST_KILLED:
            rig.complaints.append(f"{killed} of {stops} processes did not end within {GRACE_SECONDS:.0f} s")
        return rig.findings()
