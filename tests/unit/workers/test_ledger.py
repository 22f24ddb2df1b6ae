"""What the ledger promises, one transition at a time, on a real Redis."""

from __future__ import annotations

import pytest
import redis

from integrations.model import TicketRef
from workers.job import Accepted, Claim
from workers.ledger import Ledger

TICKET = TicketRef("acme", "4711")
OTHER = TicketRef("acme", "4712")
MINUTE = 60
DAY = 24 * 3600


def accept(ledger: Ledger, ref: TicketRef = TICKET, *, settle: float = 0, **more: str) -> Accepted:
    return ledger.accept(ref, settle_seconds=settle, **more)


def claimed(ledger: Ledger, ref: TicketRef = TICKET) -> Claim:
    claim = ledger.claim(ref)
    assert claim
    return claim


def states(ledger: Ledger) -> dict[str, str]:
    return {view.ref.ticket_id: view.state for view in (*ledger.jobs(), *ledger.parked())}


def later(ledger: Ledger, seconds: float) -> None:
    ledger.clock_offset += seconds


class TestAccept:
    def test_a_first_delivery_makes_a_job(self, ledger: Ledger) -> None:
        assert accept(ledger) is Accepted.NEW
        assert states(ledger) == {"4711": "waiting"}

    def test_a_burst_is_one_job(self, ledger: Ledger) -> None:
        assert [accept(ledger, delivery_id=str(n)) for n in range(3)] == [
            Accepted.NEW,
            Accepted.COALESCED,
            Accepted.COALESCED,
        ]
        assert len(ledger.jobs()) == 1

    def test_the_same_delivery_again_changes_nothing(self, ledger: Ledger) -> None:
        accept(ledger, settle=600, delivery_id="one")
        before = ledger.jobs()
        assert accept(ledger, delivery_id="one") is Accepted.KNOWN
        assert ledger.jobs() == before

    def test_a_finished_ticket_does_not_come_back_by_the_same_delivery(self, ledger: Ledger) -> None:
        accept(ledger, delivery_id="one")
        ledger.finish(claimed(ledger), "note")
        assert accept(ledger, delivery_id="one") is Accepted.KNOWN
        assert states(ledger) == {}

    def test_one_delivery_may_speak_of_several_tickets(self, ledger: Ledger) -> None:
        assert accept(ledger, TICKET, delivery_id="one") is Accepted.NEW
        assert accept(ledger, OTHER, delivery_id="one") is Accepted.NEW

    @pytest.mark.parametrize("why", ["webhook", "reconcile"])
    def test_a_delivery_is_remembered_for_a_day(self, ledger: Ledger, redis_client: redis.Redis, why: str) -> None:
        accept(ledger, delivery_id="one", why=why)
        (key,) = redis_client.keys("*:seen:*")
        assert DAY - 60 < redis_client.ttl(key) <= DAY

    def test_what_a_look_has_seen_is_known_afterwards(self, ledger: Ledger) -> None:
        accept(ledger)
        ledger.finish(claimed(ledger), "note", delivery_id="as it was written")
        assert accept(ledger, delivery_id="as it was written", why="reconcile") is Accepted.KNOWN
        assert accept(ledger, delivery_id="as it went on", why="reconcile") is Accepted.NEW

    def test_what_a_stale_look_has_seen_is_not(self, ledger: Ledger) -> None:
        accept(ledger)
        stale = claimed(ledger)
        later(ledger, MINUTE)
        ledger.finish(claimed(ledger), "note", delivery_id="newer")
        assert not ledger.finish(stale, "note", delivery_id="older")
        assert accept(ledger, delivery_id="older", why="reconcile") is Accepted.NEW

    def test_a_job_settles_before_it_is_due(self, ledger: Ledger) -> None:
        accept(ledger, settle=MINUTE)
        assert ledger.claim(TICKET) is None
        later(ledger, MINUTE)
        assert ledger.claim(TICKET)

    def test_more_deliveries_never_put_a_job_off(self, ledger: Ledger) -> None:
        accept(ledger, settle=MINUTE)
        later(ledger, MINUTE / 2)
        accept(ledger, settle=MINUTE)
        later(ledger, MINUTE / 2)
        assert ledger.claim(TICKET)

    def test_a_sooner_delivery_brings_a_job_forward(self, ledger: Ledger) -> None:
        accept(ledger, settle=600)
        accept(ledger, settle=0)
        assert ledger.claim(TICKET)

    def test_what_comes_during_the_work_is_looked_at_afterwards(self, ledger: Ledger) -> None:
        accept(ledger)
        claim = claimed(ledger)
        assert accept(ledger, settle=MINUTE) is Accepted.COALESCED
        assert ledger.finish(claim, "note")
        assert ledger.claim(TICKET) is None
        later(ledger, MINUTE)
        assert claimed(ledger).generation == claim.generation + 1

    def test_a_new_event_revives_a_parked_job(self, ledger: Ledger) -> None:
        accept(ledger)
        ledger.defer(claimed(ledger), 0, "timed_out")
        ledger.park(claimed(ledger), "refused")
        assert accept(ledger) is Accepted.NEW
        again = claimed(ledger)
        assert (again.attempts, again.crashes) == (0, 0)

    def test_reconcile_does_not_hurry_a_job_that_waits(self, ledger: Ledger) -> None:
        accept(ledger, settle=MINUTE)
        assert accept(ledger, delivery_id="one", why="reconcile") is Accepted.KNOWN
        assert ledger.claim(TICKET) is None

    def test_reconcile_leaves_a_parked_job_to_a_person(self, ledger: Ledger) -> None:
        accept(ledger)
        ledger.park(claimed(ledger), "refused")
        assert accept(ledger, why="reconcile") is Accepted.KNOWN
        assert states(ledger) == {"4711": "parked"}

    @pytest.mark.parametrize(
        "ref", [TicketRef("acme", "1:2"), TicketRef("a c", "1"), TicketRef("", "1"), TicketRef("acme", "9" * 65)]
    )
    def test_odd_keys_are_refused(self, ledger: Ledger, ref: TicketRef) -> None:
        with pytest.raises(ValueError, match="expected 1 to 64"):
            accept(ledger, ref)


class TestClaim:
    def test_there_must_be_a_job(self, ledger: Ledger) -> None:
        assert ledger.claim(TICKET) is None

    def test_one_worker_at_a_time(self, ledger: Ledger) -> None:
        accept(ledger)
        assert ledger.claim(TICKET)
        assert ledger.claim(TICKET) is None

    def test_fences_grow_over_jobs_made_anew(self, ledger: Ledger) -> None:
        fences = []
        for _ in range(3):
            accept(ledger)
            fences.append(claimed(ledger).fence)
            ledger.finish(claimed_by(TICKET, fences[-1]), "note")
        assert fences == sorted(set(fences))

    def test_a_dead_workers_job_comes_back_and_is_counted(self, ledger: Ledger) -> None:
        accept(ledger)
        claimed(ledger)
        later(ledger, MINUTE)
        assert ledger.overdue(10) == [TICKET]
        assert claimed(ledger).crashes == 1

    def test_a_job_that_kills_its_worker_is_parked(self, ledger: Ledger) -> None:
        accept(ledger)
        for _ in range(5):
            claimed(ledger)
            later(ledger, MINUTE)
        assert ledger.claim(TICKET) is None
        (parked,) = ledger.parked()
        assert (parked.reason, parked.crashes, parked.due) == ("crashed", 5, None)

    def test_a_paused_accounts_jobs_stay(self, ledger: Ledger) -> None:
        accept(ledger)
        ledger.pause("acme", "unauthorized")
        assert ledger.claim(TICKET) is None
        assert ledger.overdue(10) == []
        assert ledger.paused() == {"acme": "unauthorized"}
        ledger.resume("acme")
        assert ledger.claim(TICKET)


def claimed_by(ref: TicketRef, fence: int) -> Claim:
    return Claim(ref, fence, generation=1, attempts=0, crashes=0)


class TestSettle:
    def test_a_finished_job_leaves_a_count_and_nothing_else(self, ledger: Ledger, redis_client: redis.Redis) -> None:
        accept(ledger)
        assert ledger.finish(claimed(ledger), "note")
        assert ledger.stats().outcomes == {"note": 1}
        left = {key.split(":", 1)[1] for key in redis_client.keys("*")}
        assert left == {"accounts", "fence", "outcomes", "bell"}

    def test_a_late_worker_may_finish_while_nobody_took_over(self, ledger: Ledger) -> None:
        accept(ledger)
        claim = claimed(ledger)
        later(ledger, 2 * MINUTE)
        assert ledger.finish(claim, "note")

    def test_a_stale_claim_changes_nothing(self, ledger: Ledger) -> None:
        accept(ledger)
        stale = claimed(ledger)
        later(ledger, MINUTE)
        claimed(ledger)
        before = ledger.jobs()
        assert not ledger.finish(stale, "note")
        assert not ledger.defer(stale, 5, "timed_out")
        assert not ledger.park(stale, "refused")
        assert ledger.jobs() == before
        assert ledger.stats().outcomes == {}

    def test_a_deferred_job_waits_its_time(self, ledger: Ledger) -> None:
        accept(ledger)
        assert ledger.defer(claimed(ledger), 30, "timed_out")
        (view,) = ledger.jobs()
        assert (view.state, view.attempts, view.reason) == ("waiting", 1, "timed_out")
        assert ledger.claim(TICKET) is None
        later(ledger, 30)
        assert ledger.claim(TICKET)

    def test_waiting_for_a_gate_is_no_attempt(self, ledger: Ledger) -> None:
        accept(ledger)
        for _ in range(40):
            ledger.defer(claimed(ledger), 0, "rate_limited", counts=False)
        assert claimed(ledger).attempts == 0

    def test_thirty_attempts_are_enough(self, ledger: Ledger) -> None:
        accept(ledger)
        for _ in range(30):
            ledger.defer(claimed(ledger), 0, "timed_out")
        (parked,) = ledger.parked()
        assert (parked.reason, parked.attempts) == ("gave up: timed_out", 30)

    def test_a_day_of_failing_is_enough(self, ledger: Ledger) -> None:
        accept(ledger)
        ledger.defer(claimed(ledger), DAY, "timed_out")
        later(ledger, DAY)
        ledger.defer(claimed(ledger), 0, "server_fault")
        assert [view.reason for view in ledger.parked()] == ["gave up: server_fault"]

    def test_a_day_of_waiting_is_no_failing(self, ledger: Ledger) -> None:
        accept(ledger, settle=2 * DAY)
        later(ledger, 2 * DAY)
        ledger.defer(claimed(ledger), 0, "timed_out")
        assert states(ledger) == {"4711": "waiting"}

    def test_a_new_event_shortens_a_deferral(self, ledger: Ledger) -> None:
        accept(ledger)
        claim = claimed(ledger)
        accept(ledger)
        ledger.defer(claim, 600, "timed_out")
        assert ledger.claim(TICKET)

    def test_what_came_before_a_lease_ran_out_is_seen_by_the_next_worker(self, ledger: Ledger) -> None:
        accept(ledger)
        claimed(ledger)
        accept(ledger)
        later(ledger, MINUTE)
        ledger.defer(claimed(ledger), 600, "timed_out")
        assert ledger.claim(TICKET) is None

    def test_parking_a_ticket_that_went_on_looks_again(self, ledger: Ledger) -> None:
        accept(ledger)
        claim = claimed(ledger)
        accept(ledger)
        assert ledger.park(claim, "refused")
        assert claimed(ledger).generation == claim.generation + 1

    @pytest.mark.parametrize(
        "text", ["", "naïve café", "see https://example.org/ticket?a=b", "x" * 81, "line\nbreak"]
    )
    def test_only_plain_words_are_stored(self, ledger: Ledger, text: str) -> None:
        accept(ledger)
        claim = claimed(ledger)
        with pytest.raises(ValueError, match="plain words"):
            ledger.park(claim, text)
        assert states(ledger) == {"4711": "claimed"}


class TestReplay:
    def test_a_parked_job_starts_over_at_once(self, ledger: Ledger) -> None:
        accept(ledger)
        ledger.defer(claimed(ledger), 0, "timed_out")
        ledger.park(claimed(ledger), "refused")
        assert ledger.replay(TICKET)
        (view,) = ledger.jobs()
        assert (view.state, view.attempts, view.reason) == ("waiting", 0, None)
        assert ledger.claim(TICKET)

    def test_only_parked_jobs_are_replayed(self, ledger: Ledger) -> None:
        accept(ledger)
        assert not ledger.replay(TICKET)
        assert not ledger.replay(OTHER)

    def test_all_of_an_account(self, ledger: Ledger) -> None:
        elsewhere = TicketRef("globex", "1")
        for ref in (TICKET, OTHER, elsewhere):
            accept(ledger, ref)
            ledger.park(claimed(ledger, ref), "refused")
        assert ledger.replay_all("acme") == 2
        assert [view.ref for view in ledger.parked()] == [elsewhere]
        assert ledger.replay_all() == 1


class TestRinging:
    def test_a_job_due_at_once_rings_the_bell(self, ledger: Ledger) -> None:
        accept(ledger)
        assert ledger.bell(0.01) == TICKET
        assert ledger.bell(0.01) is None

    def test_a_settling_job_does_not_ring_yet(self, ledger: Ledger) -> None:
        accept(ledger, settle=MINUTE)
        assert ledger.bell(0.01) is None
        assert ledger.overdue(10) == []

    @pytest.mark.parametrize("why", ["reconcile", "backfill"])
    def test_what_comes_by_the_thousand_is_left_to_the_sweep(self, ledger: Ledger, why: str) -> None:
        accept(ledger, why=why)
        assert ledger.bell(0.01) is None
        assert ledger.overdue(10) == [TICKET]

    def test_what_the_bell_rang_in_vain_is_swept_up(self, ledger: Ledger) -> None:
        accept(ledger)
        assert ledger.overdue(10) == []
        later(ledger, 5)
        assert ledger.overdue(10) == [TICKET]

    def test_a_rung_job_rings_again_only_after_a_while(self, ledger: Ledger) -> None:
        accept(ledger, settle=10)
        later(ledger, 10)
        assert ledger.overdue(10) == [TICKET]
        assert ledger.overdue(10) == []
        later(ledger, 30)
        assert ledger.overdue(10) == [TICKET]

    def test_a_noisy_account_does_not_keep_others_waiting(self, ledger: Ledger) -> None:
        noisy = [TicketRef("noisy", str(n)) for n in range(50)]
        for ref in (*noisy, TICKET):
            accept(ledger, ref, settle=10)
        later(ledger, 10)
        first = ledger.overdue(4)
        assert len(first) == 4
        assert TICKET in first[:2]

    def test_with_room_for_one_the_longest_waiting_account_is_next(self, ledger: Ledger) -> None:
        refs = [TicketRef(name, "1") for name in ("c", "a", "b")]
        for seconds, ref in enumerate(refs, start=1):
            accept(ledger, ref, settle=seconds)
        later(ledger, 10)
        assert [ledger.overdue(1)[0] for _ in refs] == refs

    def test_the_bell_list_is_bounded(self, ledger: Ledger, redis_client: redis.Redis) -> None:
        redis_client.rpush(f"{ledger._prefix}bell", *["acme:1"] * 10_000)
        accept(ledger)
        assert redis_client.llen(f"{ledger._prefix}bell") == 10_000


class TestStats:
    def test_counts(self, ledger: Ledger) -> None:
        for ref in (TICKET, OTHER, TicketRef("globex", "1")):
            accept(ledger, ref)
        claimed(ledger, OTHER)
        ledger.park(claimed(ledger, TicketRef("globex", "1")), "refused")
        later(ledger, 40)
        stats = ledger.stats()
        assert (stats.waiting, stats.claimed, stats.parked) == (1, 1, 1)
        assert stats.oldest_due_seconds == pytest.approx(40, abs=5)
        assert stats.per_account["acme"].claimed == 1
        assert stats.per_account["globex"].oldest_due_seconds == 0

    def test_a_paused_account_is_not_late(self, ledger: Ledger) -> None:
        accept(ledger)
        later(ledger, 40)
        ledger.pause("acme", "unauthorized")
        assert ledger.stats().oldest_due_seconds == 0
        assert ledger.stats().paused == {"acme": "unauthorized"}

    def test_an_empty_ledger(self, ledger: Ledger) -> None:
        stats = ledger.stats()
        assert (stats.waiting, stats.claimed, stats.parked, stats.oldest_due_seconds) == (0, 0, 0, 0)


class TestAnotherRelease:
    """A rolling deploy: a job of a later form is left to those who know it."""

    @pytest.fixture
    def newer(self, ledger: Ledger, redis_client: redis.Redis) -> str:
        accept(ledger)
        key = f"{ledger._prefix}job:acme:4711"
        redis_client.hset(key, mapping={"v": "2", "state": "resting", "shape": "unknown"})
        return key

    def test_it_is_neither_claimed_nor_shown_nor_replayed(self, ledger: Ledger, newer: str) -> None:
        assert ledger.claim(TICKET) is None
        assert (ledger.jobs(), ledger.parked()) == ([], [])
        assert not ledger.replay(TICKET)

    def test_an_event_only_raises_its_generation(self, ledger: Ledger, redis_client: redis.Redis, newer: str) -> None:
        before = redis_client.hgetall(newer)
        assert accept(ledger) is Accepted.COALESCED
        assert redis_client.hgetall(newer) == {**before, "generation": str(int(before["generation"]) + 1)}

    def test_a_claim_from_before_settles_nothing(self, ledger: Ledger, redis_client: redis.Redis) -> None:
        accept(ledger)
        claim = claimed(ledger)
        redis_client.hset(f"{ledger._prefix}job:acme:4711", "v", "2")
        assert not ledger.finish(claim, "note")

    def test_it_is_still_rung(self, ledger: Ledger, newer: str) -> None:
        later(ledger, 5)
        assert ledger.overdue(10) == [TICKET]


def test_nothing_that_a_sender_chose_is_stored(ledger: Ledger, redis_client: redis.Redis) -> None:
    accept(ledger, delivery_id="jane.doe@example.org")
    stored = [key for key in redis_client.keys("*") if "jane" in key]
    assert stored == []


def test_a_client_that_answers_bytes_is_refused(broker_url: str) -> None:
    with redis.Redis.from_url(broker_url) as client, pytest.raises(ValueError, match="decode_responses"):
        Ledger(client)


def test_its_own_connection(broker_url: str, redis_client: redis.Redis) -> None:
    own = Ledger.connect(broker_url)
    own.ping()
    accept(own)
    assert own.bell(0.01) == TICKET
    own.close()
