"""A schedule is drawn from its seed, and what goes wrong in it is not swallowed."""

from __future__ import annotations

from random import Random

import pytest

from tests.reliability.schedule import draw, play

TARGETS = ("worker", "worker.2", "worker.3")


def test_the_same_seed_gives_the_same_strikes() -> None:
    assert draw(Random(17), TARGETS, every=2, times=50) == draw(Random(17), TARGETS, every=2, times=50)
    assert draw(Random(17), TARGETS, every=2, times=50) != draw(Random(18), TARGETS, every=2, times=50)


def test_strikes_come_in_order_about_one_in_each_interval() -> None:
    strikes = draw(Random(1), TARGETS, every=2, times=100)
    assert all(2 * number <= strike.at <= 2 * (number + 1) for number, strike in enumerate(strikes))
    assert {strike.target for strike in strikes} == set(TARGETS)


def test_all_strikes_happen_beside_the_load() -> None:
    struck: list[str] = []
    done: list[bool] = []
    strikes = draw(Random(1), TARGETS, every=0.001, times=5)
    play(strikes, struck.append, lambda: done.append(True))
    assert struck == [strike.target for strike in strikes]
    assert done == [True]


def test_a_load_that_fails_is_heard_of() -> None:
    def fail() -> None:
        raise LookupError("no such ticket")

    with pytest.raises(LookupError):
        play((), print, fail)
