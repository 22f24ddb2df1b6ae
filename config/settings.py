"""The settings that come from the environment: one table, read once, all problems told at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from config.environment import plain_value, secret_value
from config.errors import ConfigError, ConfigProblem
from config.kinds import FILE, HOST, LEVEL, PUBLIC_ADDRESS, REDIS_ADDRESS, TOKEN, Kind, whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from config.secret import Secret

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable. An empty default means none; a secret may also be given as the file that `<name>_FILE` names."""

    name: str
    attribute: str
    kind: Kind
    default: str
    help: str
    secret: bool = False


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
        whole(10, 86_400),
        "600",
        "How often each helpdesk is asked for solved tickets that no webhook told us about.",
    ),
    Setting("PORT", "port", whole(1, 65_535), "8080", "The port that the receiver listens on."),
    Setting(
        "HEARD_BIND",
        "bind",
        HOST,
        "127.0.0.1",
        "The address that the receiver listens on: 127.0.0.1 behind a proxy on the same machine, 0.0.0.0 on Heroku"
        " or in a container.",
    ),
    Setting(
        "HEARD_PUBLIC_URL",
        "public_url",
        PUBLIC_ADDRESS,
        "",
        "Where the helpdesk reaches the receiver, such as https://heard.example.com; plan and apply need it, nothing"
        " else does.",
    ),
    Setting(
        "WEB_CONCURRENCY",
        "web_processes",
        whole(1, 32),
        "2",
        "Processes of the receiver; with two, one answers while the other is replaced.",
    ),
    Setting(
        "HEARD_WORKERS",
        "workers",
        whole(1, 64),
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
    public_url: str | None
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
