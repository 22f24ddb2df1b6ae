"""The Celery application: `celery --app workers.app worker`. Its settings, each with its reason.

Celery only runs the work here; the ledger remembers it. Facts from celery 5.7.0 and kombu 5.7.0.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from celery import Celery
from celery.signals import setup_logging, worker_init, worker_process_init, worker_ready

from config.errors import exit_on_problems
from config.settings import load_settings
from workers import lifecycle
from workers.client import CELERY_PREFIX, QUEUE

if TYPE_CHECKING:
    from collections.abc import Mapping

TRANSPORT: Mapping[str, object] = {
    "global_keyprefix": CELERY_PREFIX,  # apps that share a Redis share `unacked`; the shortest timeout would win
    "visibility_timeout": 120,  # longer than any task may run; the ledger rings again much sooner
    "unacked_restore_interval": 10,  # by default abandoned messages are looked for every 100 s
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,  # by default a publish waits for ever on a dead connection
    "socket_connect_timeout": 3,
    "socket_keepalive": True,
    "health_check_interval": 10,  # a consumer on a half-open connection is back within about 21 s
    "max_retries": 1,  # of a publisher: ringing is best effort. A worker's reconnection ignores this: see below.
    "interval_start": 0,
    "interval_step": 0.2,
    "interval_max": 0.5,
    "client_name": "heard",
}


def celery_settings(redis_url: str) -> dict[str, object]:
    """Return Celery's settings for the broker at this address."""
    return {
        "broker_url": redis_url,
        "broker_transport": "workers.broker:Transport",  # kombu's own, with one mend
        "broker_transport_options": dict(TRANSPORT),
        "broker_connection_retry_on_startup": True,  # Redis may start after us
        "broker_connection_max_retries": None,  # a worker waits for Redis for ever (Consumer.ensure_connected)
        "broker_pool_acquire_timeout": 1,  # nobody queues up behind a publish that hangs
        "task_default_queue": QUEUE,
        "task_serializer": "json",
        "accept_content": ["json"],  # never pickle
        "task_ignore_result": True,  # the ledger knows the result; no backend, no pub/sub, no leak
        "task_acks_late": True,  # a message outlives the child that died with it
        "task_reject_on_worker_lost": True,  # without it a killed child's message is acknowledged all the same
        "task_soft_time_limit": 25,  # a job's own deadlines end before
        "task_time_limit": 40,  # shorter than the ledger's lease (60 s): no two children write to one ticket
        "worker_prefetch_multiplier": 1,  # one message per child in hand, the rest for whoever is free
        "worker_max_tasks_per_child": 2000,  # a slow leak ends with the child
        "worker_max_memory_per_child": 200_000,  # kilobytes
        # After SIGQUIT the ticket in hand may end; one that takes longer comes back when its lease runs out. Celery
        # sleeps all of this whenever a task is under way (celery/worker/worker.py, wait_for_soft_shutdown).
        "worker_soft_shutdown_timeout": 5,
        "worker_cancel_long_running_tasks_on_connection_loss": False,  # it would cut a write off half way
        "worker_enable_remote_control": False,  # a pub/sub channel less that can get stuck
        "worker_hijack_root_logger": False,  # config.log decides what may be logged
    }


app = Celery("heard", include=["workers.tasks"])


def configure(sender: Celery, **_: object) -> None:
    """Read our settings when Celery first wants its own, not at import."""
    with exit_on_problems():
        settings = load_settings(os.environ)
    sender.config_from_object({**celery_settings(settings.redis_url), "worker_concurrency": settings.workers})


app.on_configure.connect(configure)
setup_logging.connect(lifecycle.set_up_logging)
worker_init.connect(lifecycle.prepare)
worker_ready.connect(lifecycle.begin)
worker_process_init.connect(lifecycle.begin_child)
