"""gunicorn's settings: `gunicorn --config python:config.web_server 'webhook:create_app()'`.

Imported by gunicorn alone, which takes the names of this module; so the environment is read at import here.
Facts from gunicorn 27.0.
"""

from __future__ import annotations

import os
import socket
import struct
from pathlib import Path
from typing import TYPE_CHECKING

from gunicorn.glogging import Logger

from config import log
from config.errors import ConfigError, ConfigProblem, exit_on_problems
from config.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gunicorn.config import Config
    from gunicorn.workers.base import Worker

    from config.settings import Settings

SILENCE_SECONDS = 5


def listen_on(settings: Settings, environ: Mapping[str, str]) -> str:
    """Return address and port; raise ConfigError on Heroku (DYNO is set) if its router could not reach them."""
    if settings.local_only and "DYNO" in environ:
        raise ConfigError([ConfigProblem("HEARD_BIND", "set it to 0.0.0.0: Heroku's router cannot reach 127.0.0.1")])
    host = f"[{settings.bind}]" if ":" in settings.bind else settings.bind
    return f"{host}:{settings.port}"


class OurLogger(Logger):  # type: ignore[misc]  # gunicorn is not annotated
    """Hands gunicorn's records to `config.log`; no access log, for its lines would hold keys from addresses."""

    def setup(self, cfg: Config) -> None:
        """Set up our logging instead of gunicorn's."""
        log.set_up(_settings.log_level)
        super().setup(cfg)
        self.error_log.propagate = True
        for level in ("debug", "info", "warning", "error", "exception", "critical"):
            setattr(self, level, getattr(self.error_log, level))  # so that a record knows where it comes from


def post_worker_init(worker: Worker) -> None:
    """Close the connections of senders that fall silent in the middle of a request.

    A thread waits for them without end, otherwise: gunicorn's `timeout` does not cover it. Linux hands the setting
    of the listening socket on to the accepted ones.
    """
    for listener in worker.sockets:
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("@ll", SILENCE_SECONDS, 0))


with exit_on_problems():
    _settings = load_settings(os.environ)
    bind = listen_on(_settings, os.environ)

workers = _settings.web_processes
worker_class = "gthread"
threads = 8  # each holds one connection to Redis at most; small hosts allow few
preload_app = True  # a wrong configuration ends the start with status 78; what is loaded is shared
timeout = 15  # of a process that hangs
graceful_timeout = 20  # hosts kill after 30 s
max_requests = 2000  # a slow leak ends with the process
max_requests_jitter = 200  # not all processes at once
limit_request_line = 2048
limit_request_fields = 64
limit_request_field_size = 4096
control_socket_disable = True  # nobody gives orders to a running receiver
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 (the heartbeat file must not wait for a disk)
logger_class = OurLogger
accesslog = None
errorlog = None  # through OurLogger
