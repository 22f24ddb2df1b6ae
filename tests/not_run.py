"""A pytest plugin: the output ends with what was not run here and why. `pytest -p tests.not_run`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pytest


def pytest_unconfigure(config: pytest.Config) -> None:
    """Write the last line, below pytest's own."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        reporter.write_line(summary(reporter.stats.get("skipped", ())))


def summary(reports: Iterable[pytest.TestReport]) -> str:
    """Return one line that names every reason with the number of its tests."""
    reasons = Counter(reason(report) for report in reports)
    if not reasons:
        return "Nothing was skipped."
    return "Skipped: " + "; ".join(f"{count} ({why})" for why, count in reasons.most_common())


def reason(report: pytest.TestReport) -> str:
    """Return why a test was skipped; pytest keeps it as (file, line, "Skipped: why")."""
    why = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return why.removeprefix("Skipped: ")
