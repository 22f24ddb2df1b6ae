"""Redis is killed, away, silent, full, or has forgotten."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

from tests.reliability import schedule
from tests.reliability.catalogue import scenario

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.reliability.catalogue import Trial
    from tests.reliability.checks import Findings
    from tests.reliability.rig import Rig

ANSWER_SECONDS = 2.0
"""The longest that a webhook may wait for its answer, whatever Redis does."""
BACK_SECONDS = 60.0
"""The longest until a worker takes work again after Redis is back."""
RECONCILE_SECONDS = 10


@scenario("R6a")
def kill_redis(trial: Trial) -> Findings:
    """Redis is killed and started again, again and again; nothing asks the helpdesk for what was missed."""
    with trial.rig() as rig:
        rig.slow_desks(0.03)
        strikes = schedule.draw(trial.random, ["redis"], every=trial.size.every, times=trial.size.times)

        def strike(_: str) -> None:
            rig.stack.kill_redis()
            rig.stack.start_redis()

        schedule.play(strikes, strike, lambda: rig.solve_many(trial.size.tickets, trial.size.per_second))
        back(rig)
        rig.settle(trial.size.limit)
        return rig.findings()


@scenario("R8")
def redis_away(trial: Trial) -> Findings:
    """Redis is away while webhooks come in; what could not be remembered is found at the helpdesk."""
    with trial.rig(reconcile_seconds=RECONCILE_SECONDS) as rig:
        return _without_redis(trial, rig, rig.stack.kill_redis, rig.stack.start_redis)


@scenario("R9")
def redis_silent(trial: Trial) -> Findings:
    """Redis says nothing: first its process is stopped, then the lines to it die without a word."""
    with trial.rig(reconcile_seconds=RECONCILE_SECONDS) as rig:
        weather = rig.to_redis.weather

        def silence() -> None:
            rig.signal_redis(signal.SIGSTOP)

        def speak() -> None:
            weather.silent = True
            rig.signal_redis(signal.SIGCONT)
            time.sleep(trial.size.seconds / 2)
            weather.silent = False

        return _without_redis(trial, rig, silence, speak)


def _without_redis(trial: Trial, rig: Rig, leave: Callable[[], None], come_back: Callable[[], None]) -> Findings:
    """Let a third of the load come before, a third while Redis is away, a third after."""
    third, pace = trial.size.tickets // 3, trial.size.per_second
    rig.solve_many(third, pace)
    leave()
    rig.solve_many(third, min(pace, third / trial.size.seconds))
    come_back()
    back(rig)
    rig.solve_many(third, pace)
    rig.settle(trial.size.limit)
    answers_were_quick(rig)
    return rig.findings()


def back(rig: Rig) -> None:
    """Prove with a ticket of its own that work is taken again, without anybody's help, within a minute."""
    began = time.monotonic()
    case = rig.open()
    rig.solve(case)
    if not rig.wait(lambda: case not in rig.undone(), BACK_SECONDS):
        rig.complaints.append(f"no work was taken within {BACK_SECONDS:.0f} s after Redis was back")
    rig.facts["back"] = f"{time.monotonic() - began:.1f}s"


def answers_were_quick(rig: Rig) -> None:
    """Every webhook got an answer in time: remembered, or to come again."""
    answers = list(rig.sender.answers)
    slowest = max(one.seconds for one in answers)
    rig.facts["slowest_answer"] = f"{slowest:.2f}s"
    rig.facts["refused"] = str(sum(one.status == 503 for one in answers))
    if slowest > ANSWER_SECONDS:
        rig.complaints.append(f"a webhook waited {slowest:.1f} s for its answer")
    if wrong := {one.status for one in answers} - {200, 202, 503}:
        rig.complaints.append(f"webhooks were answered {sorted(wrong)}")
    if any(one.status == 503 and not one.retry_after for one in answers):
        rig.complaints.append("a 503 did not say when to come again")
