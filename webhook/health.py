"""For whoever watches: /healthz this process lives, /readyz Redis answers, /metrics for Prometheus.

/healthz and /readyz are open and name no account. /metrics names accounts: it is open where only this machine can
ask, and wants the token of HEARD_METRICS_TOKEN anywhere else.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

import redis
from flask import Blueprint, Response, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST

from webhook.metrics import exposition

if TYPE_CHECKING:
    from config.settings import Settings
    from webhook.tally import Tally
    from workers.ledger import Ledger


def blueprint(settings: Settings, ledger: Ledger, tally: Tally) -> Blueprint:
    """Return the three addresses."""
    pages = Blueprint("health", __name__)

    @pages.get("/healthz")
    def healthz() -> Response:
        return jsonify(alive=True)

    @pages.get("/readyz")
    def readyz() -> Response:
        return _readiness(ledger)

    @pages.get("/metrics")
    def metrics() -> Response:
        if not _may_read_metrics(settings):
            return Response(
                "set HEARD_METRICS_TOKEN and send it: Authorization: Bearer …\n", 401, {"WWW-Authenticate": "Bearer"}
            )
        return Response(exposition(ledger, tally), content_type=CONTENT_TYPE_LATEST)

    return pages


def _readiness(ledger: Ledger) -> Response:
    try:
        ledger.ping()
        stats = ledger.stats()
    except redis.RedisError as error:
        response = jsonify(ready=False, redis=type(error).__name__)
        response.status_code = 503
        return response
    return jsonify(
        ready=True,
        redis="answers",
        waiting=stats.waiting,
        claimed=stats.claimed,
        parked=stats.parked,
        oldest_due_seconds=round(stats.oldest_due_seconds, 1),
        paused=len(stats.paused),
    )


def _may_read_metrics(settings: Settings) -> bool:
    if settings.metrics_token is None:
        return settings.local_only
    wanted = f"Bearer {settings.metrics_token.reveal()}"
    given = request.headers.get("Authorization", "")
    return hmac.compare_digest(given.encode(), wanted.encode())
