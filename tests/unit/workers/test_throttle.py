"""One Retry-After gate and one budget for all workers of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from integrations.errors import RateLimited
from workers.throttle import RedisGate, Throttle

if TYPE_CHECKING:
    import redis


def seconds_left(gate: RedisGate) -> float:
    with pytest.raises(RateLimited) as caught:
        gate.check()
    assert caught.value.retry_after
    return caught.value.retry_after


class TestGate:
    def test_it_is_open_until_someone_shuts_it(self, redis_client: redis.Redis) -> None:
        RedisGate(redis_client, "acme").check()

    def test_all_workers_of_the_account_wait_and_no_others(self, redis_client: redis.Redis) -> None:
        RedisGate(redis_client, "acme").shut(60)
        assert 55 < seconds_left(RedisGate(redis_client, "acme")) <= 60
        RedisGate(redis_client, "globex").check()

    def test_the_longest_wait_counts(self, redis_client: redis.Redis) -> None:
        gate = RedisGate(redis_client, "acme")
        gate.shut(300)
        gate.shut(60)
        assert seconds_left(gate) > 295

    @pytest.mark.parametrize(("asked", "most"), [(-5, 1), (0, 1), (10_000, 900)])
    def test_absurd_waits_are_bounded(self, redis_client: redis.Redis, asked: float, most: float) -> None:
        gate = RedisGate(redis_client, "acme")
        gate.shut(asked)
        assert most - 1 < seconds_left(gate) <= most


class TestThrottle:
    """60 a minute: ten at once, then one a second."""

    @pytest.fixture
    def throttle(self, redis_client: redis.Redis) -> Throttle:
        return Throttle(redis_client)

    def test_a_burst_passes_and_then_one_by_one(self, throttle: Throttle) -> None:
        assert [throttle.admit("acme", 60) for _ in range(10)] == [0.0] * 10
        assert 0 < throttle.admit("acme", 60) <= 1
        throttle.clock_offset += 1
        assert throttle.admit("acme", 60) == 0.0

    def test_who_waits_gets_places_one_after_the_other(self, throttle: Throttle) -> None:
        for _ in range(10):
            throttle.admit("acme", 60)
        assert [round(throttle.admit("acme", 60)) for _ in range(5)] == [1, 2, 3, 4, 5]

    def test_a_backlog_comes_back_in_its_places(self, throttle: Throttle) -> None:
        waits = [throttle.admit("acme", 60) for _ in range(40)]
        late = 0.02
        for wait in sorted(waits)[10:]:
            throttle.clock_offset = wait + late
            assert throttle.admit("acme", 60) == 0.0

    def test_accounts_have_budgets_of_their_own(self, throttle: Throttle) -> None:
        for _ in range(11):
            throttle.admit("acme", 60)
        assert throttle.admit("globex", 60) == 0.0

    def test_nobody_is_sent_away_for_longer_than_a_quarter_of_an_hour(self, throttle: Throttle) -> None:
        assert max(throttle.admit("acme", 1) for _ in range(30)) == 900

    def test_the_smallest_budget_still_works(self, throttle: Throttle) -> None:
        assert throttle.admit("acme", 1) == 0.0
        assert 55 < throttle.admit("acme", 1) <= 60

    def test_an_idle_account_leaves_nothing_behind(self, throttle: Throttle, redis_client: redis.Redis) -> None:
        throttle.admit("acme", 60)
        assert redis_client.ttl("heard:throttle:acme") > 0
