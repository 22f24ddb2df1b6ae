"""`bin/demo`: a real Redis, a real helpdesk, the receiver and a worker, a first finished note, and a way in."""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import shutil
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import redis

from config.embedded_broker import BrokerError, start_broker
from config.processes import Processes, Told, told_to_stop
from integrations.django_helpdesk.demo import place as places
from integrations.django_helpdesk.demo import story
from integrations.django_helpdesk.demo.people import Agent, announce, answers, customer_page
from integrations.django_helpdesk.demo.tour import Tour

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from integrations.django_helpdesk.demo.place import Place

DESK_PORT = 8800
RECEIVER_PORT = 8801
PATIENCE = 90.0
GRACE_SECONDS = 5.0
"""A visitor who stops should not wait; a ticket in hand is looked at again at the next start."""
ROOM_NEEDED = 100_000_000
TAIL = 20
ACCOUNTS_KEY = "heard:accounts"
"""Where the ledger lists the accounts that have ever had a job; a test holds the two together."""


class Failed(Exception):
    """The demo cannot go on; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Demo:
    """One run."""

    place: Place
    processes: Processes
    began: float = field(default_factory=time.monotonic)

    def start(self, redis_url: str) -> Tour:
        """Bring everything up, and one ticket to its end."""
        self.say("Starting the helpdesk, the receiver and a worker …")
        for command in self.place.commands(redis_url, os.environ):
            self.processes.start(command)
        ines = Agent(self.place.desk_url, story.AGENTS[2])
        self.until(ines.is_there, "desk", "the helpdesk does not answer")
        self.say(f"The helpdesk is up: {self.place.desk_url}")
        self.until(lambda: answers(f"{self.place.receiver_url}/readyz"), "web", "the receiver is not ready")
        self.say("The receiver is ready.")
        ines.resolve(story.TICKET_TO_SHOW, story.suggested_reply(story.TICKET_TO_SHOW))
        self.say(f"{story.AGENTS[2].name} has resolved ticket {story.TICKET_TO_SHOW}.")
        self.until(lambda: bool(ines.note(story.TICKET_TO_SHOW)), "worker", "no note has come")
        self.say("Its note is there.")
        page = customer_page(self.place.desk_url, self.place.desk, story.TICKET_TO_SHOW)
        note = ines.note(story.TICKET_TO_SHOW) or ""
        return Tour(self.place.desk_url, self.place.receiver_url, note, page, self.place.folder)

    def announce_the_rest(self) -> int:
        """Let the tickets that were solved before the demo began be read, too; return how many."""
        found = list(Agent(self.place.desk_url, story.BOT).solved_without_result())
        for ticket, follow_up in found:
            announce(self.place.hook_url, ticket, follow_up)
        return len(found)

    def until(self, done: Callable[[], bool], name: str, trouble: str) -> None:
        """Wait until something is so; raise Failed with the end of a log if a process ends or patience does."""
        end = time.monotonic() + PATIENCE
        while not done():
            if ended := self.processes.wait(0.1):
                raise Failed(f"{ended}. {self._tail(ended.name)}")
            if time.monotonic() > end:
                raise Failed(f"After {PATIENCE:.0f} s {trouble}. {self._tail(name)}")

    def go_on(self) -> None:
        """Run until told to stop; raise Failed if a process ends."""
        ended = self.processes.wait()
        raise Failed(f"{ended}. {self._tail(ended.name if ended else '')}")

    def say(self, line: str) -> None:
        say(f"{time.monotonic() - self.began:5.1f} s  {line}")

    def _tail(self, name: str) -> str:
        log = self.place.log(name)
        lines = log.read_text(errors="replace").splitlines()[-TAIL:]
        return "\n  ".join((f"The end of {log}:", *lines))


def run(options: argparse.Namespace) -> None:
    """Start, tell, and go on until told to stop."""
    place = places.Place(options.dir, places.free_port(options.port), places.free_port(RECEIVER_PORT))
    place.prepare()
    with start_broker(place.folder / "redis", environ=os.environ) as broker, Processes(GRACE_SECONDS) as processes:
        demo = Demo(place, processes)
        check_redis(broker.url)
        demo.say(f"Redis answers ({'the one at REDIS_URL' if 'REDIS_URL' in os.environ else 'our own'}).")
        try:
            show(demo, demo.start(broker.url), once=options.once)
        except Told:
            say("\nStopping …")
            raise


def show(demo: Demo, tour: Tour, *, once: bool) -> None:
    """Show the first note; unless that was all, let the visitor in."""
    if once:
        say(f"\n{tour.note}")
        return
    tour = replace(tour, reading=demo.announce_the_rest())
    write_ready(demo.place.folder, tour)
    say(tour.text())
    demo.go_on()


def check_room(folder: Path) -> None:
    """Refuse a full disk: what fails on one half way is hard to understand."""
    if shutil.disk_usage(folder).free < ROOM_NEEDED:
        raise Failed(f"The demo needs {ROOM_NEEDED // 1_000_000} MB of room in {folder}.")


def check_redis(url: str) -> None:
    """Refuse a Redis that does not answer, or that another installation works with: we would take its jobs."""
    with redis.Redis.from_url(url, socket_timeout=3, decode_responses=True) as client:
        try:
            others = cast("set[str]", client.smembers(ACCOUNTS_KEY)) - {places.ACCOUNT}
        except redis.RedisError as error:
            raise Failed(f"The Redis at REDIS_URL does not answer ({type(error).__name__}).") from None
    if others:
        raise Failed(
            "The Redis at REDIS_URL holds the jobs of another Heard; unset it, or name another database there."
        )


def write_ready(folder: Path, tour: Tour) -> None:
    """Tell programs that all is up; the file appears whole or not at all."""
    new = folder / "ready.json.new"
    new.write_text(json.dumps({"pid": os.getpid(), **tour.json()}, indent=2) + "\n", encoding="utf-8")
    new.replace(folder / "ready.json")


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let one demo at a time use the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / places.LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failed(f"A demo is running in {folder} already; see {folder / 'ready.json'} there.") from None
        (folder / "ready.json").unlink(missing_ok=True)
        try:
            yield
        finally:
            (folder / "ready.json").unlink(missing_ok=True)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/demo", description=__doc__)
    parser.add_argument("--once", action="store_true", help="stop after the first note, and print it")
    parser.add_argument("--reset", action="store_true", help="delete what an earlier demo has kept")
    parser.add_argument("--port", type=int, default=DESK_PORT, help="of the helpdesk; another one if it is taken")
    parser.add_argument("--dir", type=Path, default=places.ROOT / ".demo", help="where everything is kept")
    return parser.parse_args()


def say(line: str) -> None:
    with suppress(OSError):  # a terminal that is gone is no reason to leave something running
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def main() -> int:
    """Return the exit status: 0 after Ctrl-C or --once, 1 with a reason otherwise."""
    options = parse()
    options.dir = options.dir.resolve()
    try:
        with told_to_stop(), alone(options.dir):
            if options.reset:
                places.empty(options.dir)
            check_room(options.dir)
            run(options)
    except Told as told:
        say("Stopped.")
        return 128 + told.number if options.once else 0
    except (Failed, BrokerError, OSError) as error:
        say(f"{error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
