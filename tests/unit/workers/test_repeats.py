"""What is remembered of sentences: in how many other tickets, for so many days, and nothing that could be read."""

from __future__ import annotations

import logging
import threading
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
import redis

from integrations.model import TicketRef
from workers import repeats as module
from workers.client import redis_client as our_client
from workers.empathy.across import Times
from workers.kind_lines import KindLine, KindLines
from workers.repeats import BUCKETS, DAY, MARK, MOST_TICKETS, NoRepeats, Repeats, forget

if TYPE_CHECKING:
    from collections.abc import Iterator

SPOT = ("2", 0)
SENTENCE = "i am sorry about your late parcel"


class Clock:
    """A worker's clock, at the first day of a bucket. Redis has its own, which is earlier, and drops nothing here."""

    def __init__(self, client: redis.Redis) -> None:
        self.day = float((client.time()[0] // DAY // 5 + 1) * 5)

    def __call__(self) -> float:
        return self.day * DAY


def lines(ticket: int | str, *sentences: str, author: str = "jane", account: str = "acme") -> KindLines:
    chosen = sentences or (SENTENCE,)
    return KindLines(
        TicketRef(account, str(ticket)), tuple(KindLine(("2", at), text, author) for at, text in enumerate(chosen))
    )


@pytest.fixture
def clock(redis_client: redis.Redis) -> Clock:
    return Clock(redis_client)


@pytest.fixture
def known(redis_client: redis.Redis, clock: Clock) -> Repeats:
    return Repeats(redis_client, "acme", 30, clock=clock)


def seen(known: Repeats, ticket: int | str = 99, **of: Any) -> Times:  # noqa: ANN401
    return known.seen(lines(ticket, **of)).get(SPOT, Times(0, 0))


class TestCounting:
    def test_other_tickets_are_counted_by_writer_and_for_the_desk(self, known: Repeats) -> None:
        for ticket in (1, 2, 3):
            known.remember(lines(ticket))
        known.remember(lines(4, author="joe"))
        assert seen(known) == Times(own=3, desk=4)
        assert seen(known, author="joe") == Times(own=1, desk=4)
        assert seen(known, author="kim") == Times(own=0, desk=4)

    def test_a_ticket_is_no_other_to_itself(self, known: Repeats) -> None:
        known.remember(lines(1))
        assert seen(known, 1) == Times(0, 0)

    def test_a_ticket_counts_once_however_often_it_comes(self, known: Repeats, clock: Clock) -> None:
        known.remember(lines(1))
        known.remember(lines(1, SENTENCE, SENTENCE))
        clock.day += 7
        known.remember(lines(1))
        assert seen(known) == Times(1, 1)

    def test_in_whatever_order_and_side_by_side(self, known: Repeats) -> None:
        tickets = [number % 5 for number in range(40)]
        threads = [threading.Thread(target=known.remember, args=(lines(ticket),)) for ticket in tickets]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert seen(known) == Times(5, 5)

    def test_accounts_know_nothing_of_each_other(self, known: Repeats, redis_client: redis.Redis) -> None:
        known.remember(lines(1))
        other = Repeats(redis_client, "acme-2", 30, clock=known.clock)
        other.remember(lines(1, "i see that this is annoying for you", account="acme-2"))
        assert seen(other, account="acme-2") == Times(0, 0)

    def test_off_means_nothing_is_kept(self, redis_client: redis.Redis) -> None:
        off = NoRepeats()
        off.remember(lines(1))
        assert off.seen(lines(2)) == {}
        assert redis_client.keys() == []


class TestForgetting:
    def test_after_so_many_days_nothing_is_seen(self, known: Repeats, clock: Clock) -> None:
        known.remember(lines(1))
        clock.day += 29
        assert seen(known) == Times(1, 1)
        clock.day += 1
        assert seen(known) == Times(0, 0)

    def test_redis_itself_drops_every_key(self, known: Repeats, clock: Clock, redis_client: redis.Redis) -> None:
        known.remember(lines(1))
        ends = {key: redis_client.expiretime(key) for key in redis_client.keys("heard:repeats:*")}
        assert len(ends) == 2
        assert set(ends.values()) == {int((clock.day + 30) * DAY)}

    def test_the_secret_outlives_what_was_made_with_it(
        self, known: Repeats, clock: Clock, redis_client: redis.Redis
    ) -> None:
        known.remember(lines(1))
        clock.day += 12
        known.remember(lines(2))
        ends = {key: redis_client.expiretime(key) for key in redis_client.keys("heard:repeats:*")}
        assert ends.pop("heard:repeats:acme:secret") == max(ends.values())

    @pytest.mark.parametrize("days", [1, 2, 5, 6, 7, 11, 30, 45, 90])
    def test_never_longer_than_asked_for_and_not_much_shorter(
        self, redis_client: redis.Redis, clock: Clock, days: int
    ) -> None:
        known = Repeats(redis_client, "acme", days, clock=clock)
        begun = clock.day
        known.remember(lines(1))
        remembered = 0
        while seen(known) == Times(1, 1):
            remembered += 1
            clock.day = begun + remembered
        assert days - max(1, days // BUCKETS) < remembered <= days

    def test_by_command_with_the_secret_and_for_one_account_only(
        self, known: Repeats, redis_client: redis.Redis
    ) -> None:
        Repeats(redis_client, "acme-2", 30).remember(lines(1, account="acme-2"))
        known.remember(lines(1))
        assert forget(redis_client, "acme")
        assert [key for key in redis_client.scan_iter() if ":acme:" in key] == []
        assert len(redis_client.keys("heard:repeats:acme-2:*")) == 2
        assert not forget(redis_client, "acme")

    def test_a_worker_that_knew_the_old_secret_goes_on_with_the_new(
        self, known: Repeats, redis_client: redis.Redis
    ) -> None:
        known.remember(lines(1))
        forget(redis_client, "acme")
        assert seen(known) == Times(0, 0)
        fresh = Repeats(redis_client, "acme", 30, clock=known.clock)
        fresh.remember(lines(1))
        assert seen(known) == Times(1, 1)
        forget(redis_client, "acme")
        known.remember(lines(2))
        assert seen(fresh) == seen(known) == Times(1, 1)


class TestBounds:
    def test_a_sentence_keeps_eleven_tickets_at_most(self, known: Repeats, redis_client: redis.Redis) -> None:
        for ticket in range(40):
            known.remember(lines(ticket))
        (bucket,) = [key for key in redis_client.keys("heard:repeats:*") if not key.endswith("secret")]
        assert {len(marks) for marks in redis_client.hvals(bucket)} == {MOST_TICKETS * MARK}
        assert seen(known) == Times(11, 11)

    def test_a_full_bucket_counts_on_what_it_knows(self, known: Repeats, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "MOST_SENTENCES", 2)
        known.remember(lines(1))
        known.remember(lines(2, "i can see how annoying that is"))
        known.remember(lines(2))
        assert seen(known) == Times(2, 2)
        assert known.seen(lines(99, "i can see how annoying that is")) == {SPOT: Times(0, 0)}

    def test_one_round_trip_to_read_and_one_to_write(
        self, known: Repeats, redis_client: redis.Redis, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        known.remember(lines(1))
        trips: list[str] = []
        sends = redis.connection.Connection.send_packed_command

        def counted(self: Any, *args: Any, **options: Any) -> None:  # noqa: ANN401
            trips.append("sent")
            sends(self, *args, **options)

        monkeypatch.setattr(redis.connection.Connection, "send_packed_command", counted)
        seen(known)
        assert len(trips) == 1
        known.remember(lines(2, SENTENCE, "i can see how annoying that is"))
        assert len(trips) == 2
        known.remember(KindLines(TicketRef("acme", "3")))
        assert known.seen(KindLines(TicketRef("acme", "3"))) == {}
        assert len(trips) == 2

    def test_reading_writes_nothing(self, known: Repeats, redis_client: redis.Redis) -> None:
        assert seen(known) == Times(0, 0)
        assert redis_client.keys() == []


class TestWithoutRedis:
    @pytest.fixture
    def away(self) -> Iterator[Repeats]:
        with closing(our_client("redis://127.0.0.1:1/0")) as nobody:
            yield Repeats(nobody, "acme", 30)

    def test_nothing_is_known_and_nothing_fails(self, away: Repeats) -> None:
        assert away.seen(lines(1)) == {}
        away.remember(lines(1))

    def test_it_is_said_once_until_it_is_mended(
        self, away: Repeats, redis_client: redis.Redis, caplog: pytest.LogCaptureFixture
    ) -> None:
        nobody = away.client
        with caplog.at_level(logging.WARNING):
            for client in (nobody, nobody, redis_client, nobody):
                away.client = client
                away.seen(lines(1))
                away.remember(lines(1))
        assert [record.message for record in caplog.records] == [
            "repeated sentences are not known; assessed without them"
        ] * 2

    def test_a_key_of_another_kind_is_no_reason_to_stop(self, known: Repeats, redis_client: redis.Redis) -> None:
        redis_client.hset("heard:repeats:acme:secret", "a", "b")
        assert seen(known) == Times(0, 0)
        known.remember(lines(1))


def test_nothing_in_redis_can_be_read(known: Repeats, redis_client: redis.Redis) -> None:
    known.remember(lines("ticket-4711", author="jane@example.org"))
    stored = repr(sorted((key, redis_client.dump(key)) for key in redis_client.scan_iter()))
    assert not [word for word in (*SENTENCE.split(), "jane", "example", "4711") if len(word) > 3 and word in stored]
