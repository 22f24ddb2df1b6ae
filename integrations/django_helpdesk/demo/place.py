"""Where one demo lives: a folder for everything that it keeps, ports on this machine, and what it runs."""

from __future__ import annotations

import secrets
import shutil
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from config.processes import Command
from config.procfile import our_programs_first, read_procfile, shell_command
from integrations.django_helpdesk.demo import story

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parents[3]
HOST = "127.0.0.1"
ACCOUNT = "desk"
LOCK = "lock"
READY = "ready.json"
KEPT = ("desk", "redis", "logs", "accounts.toml", READY)
ACCOUNTS = """\
# Written by bin/demo at each start.
[accounts.{name}]
helpdesk = "django_helpdesk"
url = "{url}"
username = "{user}"
password = "DEMO_DESK_PASSWORD"
signing_secrets = ["DEMO_HOOK_KEY"]
settle_seconds = 0
notes = "always"
updates_per_minute = 600

[accounts.{name}.fields]
{fields}
"""


@dataclass(frozen=True, slots=True)
class Place:
    """The folder, two ports, and a key that the helpdesk shows to the receiver, new at each start."""

    folder: Path
    desk_port: int
    receiver_port: int
    hook_key: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    @property
    def desk_url(self) -> str:
        return f"http://{HOST}:{self.desk_port}"

    @property
    def receiver_url(self) -> str:
        return f"http://{HOST}:{self.receiver_port}"

    @property
    def hook_url(self) -> str:
        return f"{self.receiver_url}/webhooks/{ACCOUNT}?key={self.hook_key}"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def desk(self) -> Path:
        return self.folder / "desk"

    @property
    def accounts_file(self) -> Path:
        return self.folder / "accounts.toml"

    @property
    def ready(self) -> Path:
        return self.folder / READY

    @property
    def redis(self) -> Path:
        return self.folder / "redis"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def prepare(self) -> None:
        """Write the accounts file; begin new logs."""
        shutil.rmtree(self.logs, ignore_errors=True)
        self.logs.mkdir(parents=True)
        fields = "\n".join(f'{ours} = "{theirs}"' for ours, theirs in story.FIELDS.items())
        text = ACCOUNTS.format(name=ACCOUNT, url=self.desk_url, user=story.BOT.username, fields=fields)
        self.accounts_file.write_text(text, encoding="utf-8")

    def commands(self, redis_url: str, environ: Mapping[str, str]) -> Iterator[Command]:
        """Yield the helpdesk, and the product as the Procfile says; each gets the secrets that are its own."""
        base = bare(environ)
        desk = (sys.executable, "-m", f"{__package__}", f"--data-dir={self.desk}", f"--port={self.desk_port}")
        yield Command("desk", desk, base | {"HEARD_DEMO_DESK_HOOK": self.hook_url}, self.log("desk"))
        base |= {"REDIS_URL": redis_url, "HEARD_ACCOUNTS_FILE": str(self.accounts_file), "HEARD_BIND": HOST}
        base |= {"PORT": str(self.receiver_port), "WEB_CONCURRENCY": "1", "HEARD_WORKERS": "2"}
        base |= {"HEARD_RECONCILE_SECONDS": "30"}
        own = {"web": {"DEMO_HOOK_KEY": self.hook_key}, "worker": {"DEMO_DESK_PASSWORD": story.BOT.password}}
        for name, line in read_procfile().items():
            yield shell_command(name, line, base | own.get(name, {}), self.log(name))


def bare(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment without settings of ours, and with no proxy between parts of this machine."""
    kept = {name: value for name, value in environ.items() if not name.startswith(("HEARD_", "REDIS_", "DJANGO_"))}
    return our_programs_first(kept) | {"no_proxy": HOST, "NO_PROXY": HOST, "PYTHONUNBUFFERED": "1"}


def free_port(wanted: int) -> int:
    """Return the port, or any free one if that cannot be had."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the servers do: a restart gets its port
            try:
                probe.bind((HOST, port))
            except (OSError, OverflowError):  # taken, not ours to take, or no port at all
                continue
            return int(probe.getsockname()[1])
    raise OSError("there is no free port")


def empty(folder: Path) -> None:
    """Delete what a demo has kept there, and nothing else."""
    for name in KEPT:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
