"""The settings that come from the environment: one table, read once, all problems told at once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from config.environment import plain_value, secret_value
from config.errors import ConfigError, ConfigProblem
from config.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LOG_LEVELS = ("debug", "info", "warning", "error")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SHORTEST_TOKEN = 16


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value must be, in words, and the function that makes it that; it raises ValueError."""

    words: str
    parse: Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable. An empty default means none; a secret may also be given as the file that `<name>_FILE` names."""

    name: str
    attribute: str
    kind: Kind
    default: str
    help: str
    secret: bool = False


def _whole(low: int, high: int) -> Kind:
    def parse(value: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", value) or not low <= int(value) <= high:
            raise ValueError
        return int(value)

    return Kind(f"a whole number from {low} to {high}", parse)


def _redis_address(value: str) -> str:
    parts = urlsplit(value)
    ok = parts.scheme in {"redis", "rediss"} and parts.hostname and re.fullmatch(r"/?[0-9]*", parts.path)
    if not ok or parts.port == 0:  # reading the port checks it, too
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


def _token(value: str) -> Secret:
    if len(value) < SHORTEST_TOKEN:
        raise ValueError
    return Secret(value)


REDIS_ADDRESS = Kind(
    "an address such as redis://127.0.0.1:6379/0 or rediss://user:password@host:6380/0", _redis_address
)
LEVEL = Kind(f"one of {', '.join(LOG_LEVELS)}", _level)
FILE = Kind("the path of a file", Path)
HOST = Kind("an IP address or host name", _host)
TOKEN = Kind(f"at least {SHORTEST_TOKEN} characters", _token)

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "REDIS_URL",
        "redis_url",
        REDIS_ADDRESS,
        "redis://127.0.0.1:6379/0",
        "The Redis that keeps the jobs. It must be durable: appendonly yes, maxmemory-policy noeviction.",
        secret=True,
    ),
    Setting(
        "HEARD_ACCOUNTS_FILE",
        "accounts_file",
        FILE,
        "config/accounts.toml",
        "The helpdesk accounts; see config/accounts.example.toml.",
    ),
    Setting(
        "HEARD_LOG_LEVEL",
        "log_level",
        LEVEL,
        "info",
        "How much our own code logs: debug, info, warning or error. Never any ticket text.",
    ),
    Setting(
        "HEARD_RECONCILE_SECONDS",
        "reconcile_seconds",
        _whole(10, 86_400),
        "600",
        "How often each helpdesk is asked for solved tickets that no webhook told us about.",
    ),
    Setting("PORT", "port", _whole(1, 65_535), "8080", "The port that the receiver listens on."),
    Setting(
        "HEARD_BIND",
        "bind",
        HOST,
        "127.0.0.1",
        "The address that the receiver listens on: 127.0.0.1 behind a proxy on the same machine, 0.0.0.0 on Heroku"
        " or in a container.",
    ),
    Setting(
        "WEB_CONCURRENCY",
        "web_processes",
        _whole(1, 32),
        "2",
        "Processes of the receiver; with two, one answers while the other is replaced.",
    ),
    Setting(
        "HEARD_WORKERS",
        "workers",
        _whole(1, 64),
        "4",
        "Tickets that one worker looks at side by side, each in a process of its own.",
    ),
    Setting(
        "HEARD_METRICS_TOKEN",
        "metrics_token",
        TOKEN,
        "",
        "What `Authorization: Bearer …` must carry to read /metrics. Without it /metrics is open on a loopback"
        " address and closed on any other.",
        secret=True,
    ),
)
"""Every variable that we read, apart from the secrets that accounts.toml names."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings, typed. The Redis address may hold a password."""

    redis_url: str = field(repr=False)
    accounts_file: Path
    log_level: str
    reconcile_seconds: int
    port: int
    bind: str
    web_processes: int
    workers: int
    metrics_token: Secret | None

    @property
    def local_only(self) -> bool:
        """Say whether the receiver can be reached from this machine only."""
        return self.bind in LOOPBACK


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Return the settings; raise ConfigError with every problem there is."""
    values: dict[str, Any] = {}
    problems: list[ConfigProblem] = []
    for setting in SETTINGS:
        try:
            values[setting.attribute] = _read(setting, environ)
        except ConfigError as error:
            problems.extend(error.problems)
    if problems:
        raise ConfigError(problems)
    return Settings(**values)


def _read(setting: Setting, environ: Mapping[str, str]) -> object:
    look_up = secret_value if setting.secret else plain_value
    value = look_up(environ, setting.name) or setting.default
    if not value:
        return None
    try:
        return setting.kind.parse(value)
    except ValueError:  # its own message may quote the value, which may be a secret
        raise ConfigError([ConfigProblem(setting.name, f"expected {setting.kind.words}")]) from None
