"""fakedesk as a process: `python -m tests.fakedesk --port 8094 --journal j.jsonl --webhook-url http://… --secret …`.

Prints one JSON line when it answers, and runs until SIGTERM or Ctrl-C.
"""

from __future__ import annotations

import argparse
import json
import signal
import threading
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from tests.fakedesk import seed
from tests.fakedesk.desk import FakeDesk
from tests.fakedesk.options import Options
from tests.fakedesk.webhooks import SECRET, Hook

if TYPE_CHECKING:
    from collections.abc import Callable


def parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(prog="python -m tests.fakedesk", description="A Zendesk look-alike for tests.")
    found.add_argument("--port", type=int, default=0, help="0 = any free one (the default)")
    found.add_argument("--journal", type=Path, help="append what happens to this JSONL file")
    found.add_argument("--webhook-url", default="", help="where to announce solved tickets")
    found.add_argument("--secret", default=SECRET, help="what webhooks are signed with")
    found.add_argument("--kind", choices=("trigger", "event"), default="trigger", help="what kind of webhook")
    found.add_argument("--fault-seed", type=int, default=0, help="makes a share of faults repeatable")
    for option in fields(Options):
        name = f"--{option.name.replace('_', '-')}"
        found.add_argument(name, type=_as(option.default), default=option.default, help=f"default {option.default}")
    return found


def _as(default: object) -> Callable[[str], object]:
    return (lambda text: text.lower() in {"1", "true", "yes"}) if isinstance(default, bool) else type(default)


def main() -> None:
    given = vars(parser().parse_args())
    options = Options(**{option.name: given[option.name] for option in fields(Options)})
    hook = Hook(given["webhook_url"], given["secret"], given["kind"])
    desk = FakeDesk(options, journal=given["journal"], hooks=[hook], fault_seed=given["fault_seed"])
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    desk.start(given["port"])
    # What a test waits for.
    print(json.dumps({"url": desk.url, "fields": seed.ACCOUNT_FIELDS, "service_user_id": seed.SERVICE}), flush=True)  # noqa: T201 (the process has no other way to say its port)
    stop.wait()
    desk.stop()


if __name__ == "__main__":
    main()
