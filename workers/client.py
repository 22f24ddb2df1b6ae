"""Our own Redis client: it answers or fails within two seconds, where the library's defaults may take a minute."""

from __future__ import annotations

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

CONNECT_SECONDS = 0.5
READ_SECONDS = 1.0
PREFIX = "heard:"
"""What all our keys begin with."""
CELERY_PREFIX = f"{PREFIX}celery:"
"""What Celery's own begin with."""
QUEUE = "tickets"
QUEUE_KEY = CELERY_PREFIX + QUEUE


def redis_client(url: str) -> redis.Redis:
    """Return a client; it connects at the first use."""
    return redis.Redis.from_url(
        url,
        decode_responses=True,
        socket_connect_timeout=CONNECT_SECONDS,
        socket_timeout=READ_SECONDS,
        # Once more, but only after a broken connection: a second timeout would outlast a webhook.
        retry=Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,)),
    )
