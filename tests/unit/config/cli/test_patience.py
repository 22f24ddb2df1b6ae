"""Who is told to wait waits, says so, and goes on."""

from __future__ import annotations

from config.cli.patience import PatientGate


def gate() -> tuple[PatientGate, list[float], list[float]]:
    told: list[float] = []
    slept: list[float] = []
    return PatientGate(told.append, slept.append), told, slept


def test_an_open_gate_lets_pass_at_once() -> None:
    open_gate, told, slept = gate()
    open_gate.check()
    assert (told, slept) == ([], [])


def test_a_shut_gate_is_waited_for_once() -> None:
    shut, told, slept = gate()
    shut.shut(41)
    shut.check()
    shut.check()
    assert told == slept
    assert [round(seconds) for seconds in slept] == [41]


def test_the_longest_wait_counts_and_none_is_endless() -> None:
    shut, _, slept = gate()
    for seconds in (5, 100_000, 7):
        shut.shut(seconds)
    shut.check()
    assert [round(seconds) for seconds in slept] == [900]
