"""Redis is killed, away, silent, full, or has forgotten."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

from tests.reliability import schedule
from tests.reliability.catalogue import scenario

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.reliability.catalogue import Trial
    from tests.reliability.checks import Findings
    from tests.reliability.rig import Rig

ANSWER_SECONDS = 2.0
"""The longest that a webhook may wait for its answer, whatever Redis does."""
BACK_SECONDS = 60.0
"""The longest until a worker takes work again after Redis is back."""
RECONCILE_SECONDS = 10
POWER_LOSS_SECONDS = 2.0
"""How much of what it wrote Redis may not have on the disk yet (`appendfsync everysec`)."""
DEAF_SECONDS = 150.0
"""The longest that a worker may take nothing although there is something."""


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
        _without_redis(trial, rig, rig.stack.kill_redis, rig.stack.start_redis)
        return rig.findings()


@scenario("R9")
def redis_silent(trial: Trial) -> Findings:
    """Redis falls silent, the lines to it die without a word, at last the worker itself takes nothing any more."""
    token = trial.data / "deaf"
    inside = {"RELIABILITY_DEAF": str(token)}
    if trial.size.watchdog:
        inside["RELIABILITY_WATCHDOG"] = str(trial.size.watchdog)
    with trial.rig(workers=1, children=4, reconcile_seconds=RECONCILE_SECONDS, inside=inside) as rig:
        weather = rig.to_redis.weather

        def silence() -> None:
            rig.signal_redis(signal.SIGSTOP)

        def speak() -> None:
            weather.silent = True
            rig.signal_redis(signal.SIGCONT)
            time.sleep(trial.size.seconds / 2)
            weather.silent = False

        _without_redis(trial, rig, silence, speak)
        _deaf(trial, rig, token)
        return rig.findings()


def _without_redis(trial: Trial, rig: Rig, leave: Callable[[], None], come_back: Callable[[], None]) -> None:
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


def _deaf(trial: Trial, rig: Rig, token: Path) -> None:
    """Let the only worker stay connected and consume nothing: its watchdog must end that, nobody else would."""
    token.touch()
    assert rig.wait(lambda: not token.exists(), 30), "the worker asks for no message"
    began, pid = time.monotonic(), rig.stack.processes["worker"].pid
    rig.solve_many(5, trial.size.per_second)
    rig.settle(DEAF_SECONDS)
    rig.facts["deaf"] = f"{time.monotonic() - began:.0f}s"
    if not rig.stack.log("worker").count("begins anew") or rig.stack.processes["worker"].pid != pid:
        rig.complaints.append("it was not the watchdog that ended it")


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


@scenario("R6b")
def power_loss(trial: Trial) -> Findings:
    """Redis loses its last two seconds, as when the power fails; the reconcile pass finds what was in them."""
    with trial.rig(reconcile_seconds=RECONCILE_SECONDS) as rig:
        strikes = schedule.draw(trial.random, ["redis"], every=trial.size.every, times=trial.size.times)
        lost: list[int] = []

        def strike(_: str) -> None:
            kept = _log_size(rig)
            time.sleep(POWER_LOSS_SECONDS)
            rig.stack.kill_redis()
            lost.append(_cut_log(rig, kept))
            rig.stack.start_redis()

        schedule.play(strikes, strike, lambda: rig.solve_many(trial.size.tickets, trial.size.per_second))
        back(rig)
        rig.settle(trial.size.limit)
        rig.facts["bytes_lost"] = str(sum(lost))
        return rig.findings()


@scenario("R7")
def memory_lost(trial: Trial) -> Findings:
    """Redis loses everything in the middle of it."""
    with trial.rig(reconcile_seconds=RECONCILE_SECONDS) as rig:
        rig.solve_many(trial.size.tickets // 2, trial.size.per_second)
        rig.empty_redis()
        rig.solve_many(trial.size.tickets // 2, trial.size.per_second)
        rig.settle(trial.size.limit)
        return rig.findings()


@scenario("R10")
def memory_full(trial: Trial) -> Findings:
    """Redis has no memory left for a while and refuses to write."""
    with trial.rig(reconcile_seconds=RECONCILE_SECONDS) as rig:
        _without_redis(trial, rig, lambda: rig.bound_redis(1), lambda: rig.bound_redis(0))
        return rig.findings()


def _log_size(rig: Rig) -> int:
    return _append_only_log(rig).stat().st_size


def _cut_log(rig: Rig, size: int) -> int:
    """Cut Redis' file back to what it was; return how many bytes that took away."""
    log = _append_only_log(rig)
    lost = log.stat().st_size - size
    with log.open("r+b") as file:
        file.truncate(size)
    return lost


def _append_only_log(rig: Rig) -> Path:
    """Return the file that Redis appends to; the newest, where it has been rewritten."""
    found = sorted((rig.stack.data / "redis").rglob("*.incr.aof"), key=lambda path: path.stat().st_mtime)
    return found[-1]
