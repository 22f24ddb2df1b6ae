"""Any order of events: the ledger does what a dictionary would do, and no accepted ticket is ever lost."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from integrations.model import TicketRef
from workers.job import Accepted, Claim, JobView
from workers.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable

    import redis

TICKETS = st.sampled_from([TicketRef("acme", "1"), TicketRef("globex", "1")])  # few, so that events meet
STEP = 30  # seconds; far more than an example takes, so that the real clock never decides
DELAYS = st.sampled_from([0, STEP, 2 * STEP, 20 * STEP])
LEASE = 2 * STEP
AGES = st.sampled_from([0, 0, 0, 1, 2])


@dataclass
class Job:
    """The model of one job; times count from the start of the example."""

    due: int
    state: str = "waiting"
    generation: int = 1
    fence: int = 0
    attempts: int = 0
    crashes: int = 0
    again: int | None = None

    def wait(self, due: int) -> None:
        self.state, self.due, self.again = "waiting", due, None

    def start_over(self, due: int) -> None:
        self.attempts = self.crashes = 0
        self.wait(due)

    def park(self) -> None:
        self.state, self.again = "parked", None


@dataclass
class Model:
    """What a ledger is, without Redis."""

    jobs: dict[TicketRef, Job] = field(default_factory=dict)
    seen: set[tuple[TicketRef, str]] = field(default_factory=set)
    paused: set[str] = field(default_factory=set)
    now: int = 0

    def accept(self, ref: TicketRef, settle: int, delivery: str | None) -> Accepted:
        if delivery and (ref, delivery) in self.seen:
            return Accepted.KNOWN
        if delivery:
            self.seen.add((ref, delivery))
        due = self.now + settle
        job = self.jobs.setdefault(ref, Job(due, generation=0))
        job.generation += 1
        if job.generation == 1 and job.fence == 0:
            return Accepted.NEW
        return self._join(job, due)

    def _join(self, job: Job, due: int) -> Accepted:
        if job.state == "parked":
            job.start_over(due)
            return Accepted.NEW
        if job.state == "claimed":
            job.again = min(due, due if job.again is None else job.again)
        else:
            job.due = min(job.due, due)
        return Accepted.COALESCED

    def claim(self, ref: TicketRef) -> Job | None:
        job = self.jobs.get(ref)
        if job is None or ref.account in self.paused or job.state == "parked" or job.due > self.now:
            return None
        if job.state == "claimed":
            job.crashes += 1
        if job.crashes >= 5:
            job.park()
            return None
        job.state, job.due, job.again = "claimed", self.now + LEASE, None
        return job

    def forget(self, job: Job) -> None:
        self.jobs = {ref: other for ref, other in self.jobs.items() if other is not job}

    def held(self, claim: Claim) -> Job | None:
        job = self.jobs.get(claim.ref)
        return job if job and job.state == "claimed" and job.fence == claim.fence else None


class LedgerMachine(RuleBasedStateMachine):
    """Each rule does the same to the ledger and to the model, and compares what they say."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__()
        self.ledger = ledger
        self.model = Model()
        self.claims: list[Claim] = []
        self.began = ledger.now()

    def a_claim(self, age: int) -> Claim:
        """Return the newest claim, or an older one, which is mostly stale."""
        return self.claims[-1 - age % len(self.claims)]

    @rule(ref=TICKETS, settle=DELAYS, delivery=st.none() | st.sampled_from(["d1", "d2"]))
    def accept(self, ref: TicketRef, settle: int, delivery: str | None) -> None:
        expected = self.model.accept(ref, settle, delivery)
        assert self.ledger.accept(ref, settle_seconds=settle, delivery_id=delivery) is expected

    @rule(ref=TICKETS)
    def claim(self, ref: TicketRef) -> None:
        job = self.model.claim(ref)
        claim = self.ledger.claim(ref)
        assert bool(claim) is bool(job)
        if claim is None or job is None:
            return
        assert (claim.generation, claim.attempts, claim.crashes) == (job.generation, job.attempts, job.crashes)
        assert claim.fence not in {earlier.fence for earlier in self.claims}
        job.fence = claim.fence
        self.claims.append(claim)

    @precondition(lambda self: self.claims)
    @rule(how=st.sampled_from(["finish", "defer", "park"]), age=AGES, delay=DELAYS, counts=st.booleans())
    def settle(self, how: str, age: int, delay: int, *, counts: bool) -> None:
        """Few rules with choices in them: events meet more often than with one rule for each."""
        claim = self.a_claim(age)
        job = self.model.held(claim)
        if how == "defer":
            self.defer(claim, job, delay, counts=counts)
        elif how == "park":
            self.end(job, Job.park, claim, settled=self.ledger.park(claim, "refused"))
        else:
            self.end(job, self.model.forget, claim, settled=self.ledger.finish(claim, "note"))

    def end(self, job: Job | None, ended: Callable[[Job], None], claim: Claim, *, settled: bool) -> None:
        assert settled is bool(job)
        if job and job.generation == claim.generation:
            ended(job)
        elif job:
            job.start_over(self.model.now if job.again is None else job.again)

    def defer(self, claim: Claim, job: Job | None, delay: int, *, counts: bool) -> None:
        assert self.ledger.defer(claim, delay, "timed_out", counts=counts) is bool(job)
        if not job:
            return
        job.attempts += counts
        if counts and job.attempts >= 30:
            job.park()
        else:
            due = self.model.now + delay
            job.wait(due if job.again is None else min(due, job.again))

    @rule(seconds=st.sampled_from([STEP, LEASE, 20 * STEP]))
    def time_passes(self, seconds: int) -> None:
        self.model.now += seconds
        self.ledger.clock_offset += seconds

    @rule(what=st.sampled_from(["pause", "replay", "sweep"]), ref=TICKETS, limit=st.integers(1, 3))
    def operate(self, what: str, ref: TicketRef, limit: int) -> None:
        if what == "pause":
            self.pause_or_resume("globex")
        elif what == "replay":
            self.replay(ref)
        else:
            self.sweep(limit)

    def pause_or_resume(self, account: str) -> None:
        if account in self.model.paused:
            self.ledger.resume(account)
        else:
            self.ledger.pause(account, "unauthorized")
        self.model.paused ^= {account}

    def replay(self, ref: TicketRef) -> None:
        job = self.model.jobs.get(ref)
        parked = bool(job and job.state == "parked")
        assert self.ledger.replay(ref) is parked
        if job and parked:
            job.start_over(self.model.now)

    def sweep(self, limit: int) -> None:
        rung = self.ledger.overdue(limit)
        assert len(rung) == len(set(rung)) <= limit
        for ref in rung:
            job = self.model.jobs[ref]
            assert job.state != "parked"
            assert job.due <= self.model.now
            assert ref.account not in self.model.paused

    @invariant()
    def every_accepted_ticket_is_where_the_model_says(self) -> None:
        views = {view.ref: view for view in (*self.ledger.jobs(), *self.ledger.parked())}
        assert {ref: view.state for ref, view in views.items()} == {
            ref: job.state for ref, job in self.model.jobs.items()
        }
        for ref, job in self.model.jobs.items():
            assert (views[ref].attempts, views[ref].crashes) == (job.attempts, job.crashes)
            assert self.due(views[ref]) == (None if job.state == "parked" else job.due)

    def due(self, view: JobView) -> int | None:
        """The model's time: whole steps since the example began."""
        return None if view.due is None else round((view.due - self.began) / STEP) * STEP

    @invariant()
    def the_counts_agree(self) -> None:
        stats = self.ledger.stats()
        states = [job.state for job in self.model.jobs.values()]
        assert (stats.waiting, stats.claimed, stats.parked) == (
            states.count("waiting"),
            states.count("claimed"),
            states.count("parked"),
        )

    def teardown(self) -> None:
        """Sooner or later every job that is left can be claimed, finished, and is gone."""
        for account in sorted(self.model.paused):
            self.ledger.resume(account)
        self.ledger.replay_all()
        self.ledger.clock_offset += 24 * 3600
        due = {view.ref for view in self.ledger.jobs()}
        assert due == set(self.ledger.overdue(100))
        for ref in due:
            claim = self.ledger.claim(ref)
            assert claim is None or self.ledger.finish(claim, "note")
        assert self.ledger.jobs() == []


def test_the_ledger_is_its_model(redis_client: redis.Redis) -> None:
    numbers = itertools.count()
    run_state_machine_as_test(
        lambda: LedgerMachine(Ledger(redis_client, prefix=f"model-{next(numbers)}:")),
        settings=settings(
            max_examples=60, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
