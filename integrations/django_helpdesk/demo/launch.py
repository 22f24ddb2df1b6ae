"""`bin/demo`: a real Redis, a real helpdesk, the receiver and a worker, a first finished note, and a way in."""

from __future__ import annotations

import argparse
import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from config.embedded_broker import BrokerError, start_broker
from config.processes import Processes, Told, told_to_stop
from integrations.django_helpdesk.demo.guards import Failed, alone, check_redis, check_room
from integrations.django_helpdesk.demo.place import ROOT, Place, empty, free_port
from integrations.django_helpdesk.demo.steps import Steps, say

if TYPE_CHECKING:
    from integrations.django_helpdesk.demo.tour import Tour

PORT = 8800
GRACE_SECONDS = 5.0
"""A visitor who stops should not wait; a ticket in hand is looked at again at the next start."""


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/demo", description=__doc__)
    parser.add_argument("--once", action="store_true", help="stop after the first note, and print it")
    parser.add_argument("--reset", action="store_true", help="start over: delete what an earlier demo has kept")
    parser.add_argument("--port", type=int, default=PORT, help="of the helpdesk; another one if it is taken")
    parser.add_argument("--dir", type=Path, default=ROOT / ".demo", help="where everything is kept")
    return parser.parse_args()


def run(place: Place, *, once: bool) -> None:
    """Start, show, and go on until told to stop."""
    place.prepare()
    with start_broker(place.redis, environ=os.environ) as broker, Processes(GRACE_SECONDS) as processes:
        check_redis(broker.url)
        steps = Steps(place, processes)
        steps.say(f"Redis answers ({'the one at REDIS_URL' if os.environ.get('REDIS_URL') else 'our own'}).")
        try:
            steps.bring_up(broker.url)
            show(steps, steps.finish_one(), once=once)
        except Told:
            say("\nStopping …")
            raise


def show(steps: Steps, tour: Tour, *, once: bool) -> None:
    """Show the first note; unless that was all, let the visitor in."""
    if once:
        say(f"\n{tour.note}")
        return
    unread = steps.unread()
    tell_programs(tour)
    say(tour.text(len(unread)))
    steps.go_on(unread)


def tell_programs(tour: Tour) -> None:
    """Write what there is to see as JSON; the file appears whole or not at all."""
    new = tour.place.ready.with_suffix(".new")
    new.write_text(json.dumps({"pid": os.getpid(), **tour.json()}, indent=2) + "\n", encoding="utf-8")
    new.replace(tour.place.ready)


def main() -> int:
    """Return the exit status: 0 after Ctrl-C or --once, 1 with a reason otherwise."""
    options = parse()
    folder = options.dir.resolve()
    try:
        with told_to_stop(), alone(folder):
            if options.reset:
                empty(folder)
            check_room(folder)
            run(Place(folder, free_port(options.port), free_port(options.port + 1)), once=options.once)
    except Told as told:
        say("Stopped.")
        return 128 + told.number if options.once else 0
    except (Failed, BrokerError, OSError) as error:
        with suppress(OSError):  # the error may be that nobody listens any more
            say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
