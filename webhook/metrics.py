"""What Prometheus reads: all of it kept in Redis, so that every process of every machine gives the same numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import redis
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from prometheus_client import Metric

    from webhook.tally import Tally
    from workers.job import LedgerStats
    from workers.ledger import Ledger


def exposition(ledger: Ledger, tally: Tally) -> bytes:
    """Return the metrics as text; where Redis is away only that."""
    registry = CollectorRegistry()
    registry.register(_Collected(list(_families(ledger, tally))))
    return generate_latest(registry)


class _Collected:
    """Families that are known already, in the form that the library asks for."""

    def __init__(self, families: list[Metric]) -> None:
        self._families = families

    def collect(self) -> list[Metric]:
        """Return them."""
        return self._families


def _families(ledger: Ledger, tally: Tally) -> Iterator[Metric]:
    up = GaugeMetricFamily("heard_redis_up", "1 if Redis answers")
    yield up
    try:
        stats, answers = ledger.stats(), tally.totals()
    except redis.RedisError:
        up.add_metric([], 0)
        return
    up.add_metric([], 1)
    yield from _ledger(stats)
    yield _answers(answers)


def _ledger(stats: LedgerStats) -> Iterator[Metric]:
    jobs = GaugeMetricFamily("heard_jobs", "Tickets to look at, by where they are", labels=["account", "state"])
    due = GaugeMetricFamily("heard_oldest_due_seconds", "How long the oldest job has been due", labels=["account"])
    paused = GaugeMetricFamily("heard_account_paused", "1 if the account is paused", labels=["account", "reason"])
    outcomes = CounterMetricFamily(
        "heard_outcomes", "Finished looks at a ticket, by how they ended", labels=["outcome"]
    )
    for name, account in stats.per_account.items():
        for state in ("waiting", "claimed", "parked"):
            jobs.add_metric([name, state], getattr(account, state))
        due.add_metric([name], account.oldest_due_seconds)
    for name, reason in stats.paused.items():
        paused.add_metric([name, reason], 1)
    for outcome, count in stats.outcomes.items():
        outcomes.add_metric([outcome], count)
    yield from (jobs, due, paused, outcomes)


def _answers(answers: Mapping[tuple[str, str, str], int]) -> Metric:
    labels = ["account", "status", "reason"]
    family = CounterMetricFamily(
        "heard_webhook_answers", "Webhooks, by how they were answered and why", labels=labels
    )
    for found, count in answers.items():
        family.add_metric(list(found), count)
    return family
