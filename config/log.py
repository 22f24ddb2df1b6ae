"""Logging: JSON lines on standard error that can hold no ticket text, no name, no address and no secret.

What may appear is listed here; all else is left out, whoever logs it. Our own code logs fixed sentences and the
fields below. Of a library's record its template stays, with the numbers in it, and the place it comes from; of an
exception its class and where it happened. The words of both may quote what a stranger sent.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from config.traces import OURS, class_and_places, place

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

FIELDS = (
    "account", "ticket", "outcome", "status", "reason", "error", "found", "ms", "attempts", "seconds",
)  # fmt: skip
"""What `extra` may bring into a line."""
CHATTY = ("celery.app.trace", "celery.worker.strategy")
"""Two lines for each task, where ours says more in one."""

_WORDS = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9_.:,/ -]{0,79})?")
_HIDDEN = "…"


def set_up(level: str) -> None:
    """Send every logger's records through `SafeFormatter`; `level` is for our own code, libraries start at info."""
    logging.raiseExceptions = False  # a record that cannot be written would be printed whole
    own = logging.getLevelNamesMapping()[level.upper()]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(SafeFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(own, logging.INFO))
    for name in OURS:
        logging.getLogger(name).setLevel(own)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda args: _log_uncaught(args.exc_type, args.exc_value, args.exc_traceback)


class SafeFormatter(logging.Formatter):
    """Writes one JSON object a line, of allowed parts only."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        ours = record.name.partition(".")[0] in OURS
        entry: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if message := _message(record, ours=ours):
            entry["message"] = message
        if not ours:
            entry["at"] = place(record.pathname, record.lineno)
        entry.update((name, _plain(getattr(record, name))) for name in FIELDS if hasattr(record, name))
        if record.exc_info and record.exc_info[1]:
            entry["exception"], entry["where"] = class_and_places(record.exc_info[1])
        return json.dumps(entry, default=str)


def _message(record: logging.LogRecord, *, ours: bool) -> str:
    """Return the template with its numbers. A library's text without arguments may be made of anything: left out."""
    template = record.msg if isinstance(record.msg, str) else ""
    if not record.args:
        return template if ours else ""
    try:
        return template % _shown(record.args)
    except (TypeError, ValueError, KeyError):
        return template


def _shown(args: tuple[object, ...] | Mapping[str, object]) -> tuple[object, ...] | dict[str, object]:
    if isinstance(args, tuple):
        return tuple(_number(value) for value in args)
    return {name: _number(value) for name, value in args.items()}


def _number(value: object) -> object:
    if isinstance(value, int | float):
        return value
    return type(value).__name__ if isinstance(value, BaseException) else _HIDDEN


def _plain(value: object) -> object:
    """Return a number or a few words as they are, and hide the rest."""
    if value is None or isinstance(value, int | float):
        return value
    return str(value) if isinstance(value, str) and _WORDS.fullmatch(value) else _HIDDEN


def _log_uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if error is None or issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger(__name__).critical("an error that nothing caught", exc_info=(kind, error, trace))
