"""What the value of a setting may be: in words, and as a function that reads it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from config.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable

LOG_LEVELS = ("debug", "info", "warning", "error")
SHORTEST_TOKEN = 16


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value must be, in words, and the function that makes it that; it raises ValueError."""

    words: str
    parse: Callable[[str], object]


def whole(low: int, high: int) -> Kind:
    """Return the kind of whole numbers within these bounds."""

    def parse(value: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", value) or not low <= int(value) <= high:
            raise ValueError
        return int(value)

    return Kind(f"a whole number from {low} to {high}", parse)


_REDIS_TLS = re.compile(r"ssl_cert_reqs=(none|optional|required)|ssl_(ca_certs|certfile|keyfile)=[^&]+")
"""What redis-py and kombu both take after the `?`; other options end in a TypeError, or undo our timeouts."""


def _redis_address(value: str) -> str:
    parts = urlsplit(value)
    ok = parts.scheme in {"redis", "rediss"} and parts.hostname and re.fullmatch(r"/?[0-9]*", parts.path)
    if not ok or parts.port == 0:  # reading the port checks it, too
        raise ValueError
    options = parts.query.split("&") if parts.query else []
    if options and (parts.scheme == "redis" or not all(map(_REDIS_TLS.fullmatch, options))):
        raise ValueError
    return value


def _level(value: str) -> str:
    if value.lower() not in LOG_LEVELS:
        raise ValueError
    return value.lower()


def _host(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.:_-]+", value):
        raise ValueError
    return value


_PUBLIC = re.compile(r"https://[A-Za-z0-9.:-]+(/[\w./-]*)?|http://(127\.0\.0\.1|localhost)(:[0-9]{1,5})?/?")
"""With TLS; on this machine (tests) also without."""


def _public_address(value: str) -> str:
    if not _PUBLIC.fullmatch(value):
        raise ValueError
    return value.rstrip("/")


def _token(value: str) -> Secret:
    if len(value) < SHORTEST_TOKEN:
        raise ValueError
    return Secret(value)


REDIS_ADDRESS = Kind(
    "an address such as redis://127.0.0.1:6379/0 or rediss://user:password@host:6380/0", _redis_address
)
LEVEL = Kind(f"one of {', '.join(LOG_LEVELS)}", _level)
PUBLIC_ADDRESS = Kind("an address such as https://heard.example.com", _public_address)
FILE = Kind("the path of a file", Path)
HOST = Kind("an IP address or host name", _host)
TOKEN = Kind(f"at least {SHORTEST_TOKEN} characters", _token)
