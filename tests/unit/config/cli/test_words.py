"""Every word that the ledger may hold is said in words that help."""

from __future__ import annotations

import inspect

import pytest

from config.cli import words
from integrations import errors
from integrations.errors import HelpdeskError
from integrations.model import Outcome
from tests.unit.config.cli.assessed import GOOD
from workers.annotation import field_values
from workers.empathy.model import NotScored
from workers.settle import word

FAILURES = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, HelpdeskError) and kind is not HelpdeskError
]


@pytest.mark.parametrize("failure", FAILURES)
def test_every_failure_of_a_helpdesk_is_known(failure: type[HelpdeskError]) -> None:
    said = words.outcome(word(failure("x")))
    assert "a mistake in Heard" not in said.meaning


@pytest.mark.parametrize("done", Outcome)
def test_every_outcome_of_a_write_ends_the_job(done: Outcome) -> None:
    assert words.ended(done)
    assert "a mistake in Heard" not in words.outcome(done).meaning


@pytest.mark.parametrize("reason", [*words.TROUBLE, "KeyError", "gave up: timed_out", "gave up: conflict"])
def test_every_reason_has_something_to_do(reason: str) -> None:
    said = words.trouble(reason)
    assert said.meaning
    assert said.remedy
    assert not words.ended(reason)


def test_giving_up_tells_the_last_failure_and_does_not_promise_another_try() -> None:
    assert "the helpdesk does not answer in time" in words.trouble("gave up: timed_out").meaning
    assert words.trouble("gave up: conflict").remedy != words.NO_HURRY


def test_an_error_of_ours_names_its_class() -> None:
    assert "RecursionError" in words.trouble("RecursionError").meaning
    assert "KeyError" in words.trouble("gave up: KeyError").meaning


def test_every_reason_for_no_score_is_said() -> None:
    assert set(words.NOT_SCORED) == set(NotScored)


def test_every_field_that_we_write_has_its_label() -> None:
    assert set(field_values(GOOD)) <= set(words.FIELDS)
