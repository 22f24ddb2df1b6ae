"""The last line of a test run names what was not run."""

from __future__ import annotations

import pytest

from tests.not_run import summary


def skipped(why: str) -> pytest.TestReport:
    return pytest.TestReport("t", ("f", 1, "t"), {}, "skipped", ("f", 1, f"Skipped: {why}"), "setup")


def test_every_reason_is_named_with_its_number() -> None:
    assert summary([skipped("no Chromium"), skipped("no data"), skipped("no Chromium")]) == (
        "Skipped: 2 (no Chromium); 1 (no data)"
    )


def test_that_nothing_was_skipped_is_said() -> None:
    assert summary([]) == "Nothing was skipped."
