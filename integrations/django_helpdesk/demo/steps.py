"""The steps of a demo: everything comes up, and a first ticket comes to its end."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from integrations.django_helpdesk.demo import story
from integrations.django_helpdesk.demo.guards import Failed
from integrations.django_helpdesk.demo.people import Agent, Solved, announce, answers, customer_page
from integrations.django_helpdesk.demo.tour import Tour

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.processes import Processes
    from integrations.django_helpdesk.demo.place import Place

PATIENCE = 90.0
LAST_LINES = 20
PACE_SECONDS = 1.0
"""Between two tickets of the past: slow enough that what the visitor does comes next."""


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of one run."""

    place: Place
    processes: Processes
    began: float = field(default_factory=time.monotonic)

    def bring_up(self, redis_url: str) -> None:
        """Start the helpdesk and the product; return when both answer."""
        self.say("Starting the helpdesk, the receiver and a worker …")
        for command in self.place.commands(redis_url, os.environ):
            self.processes.start(command)
        self._until(lambda: answers(f"{self.place.desk_url}/login/"), "desk", "the helpdesk does not answer")
        self.say(f"The helpdesk is up: {self.place.desk_url}")
        self._until(lambda: answers(f"{self.place.receiver_url}/readyz"), "web", "the receiver is not ready")
        self.say("The receiver is ready.")

    def finish_one(self) -> Tour:
        """Let an agent resolve a ticket, wait for its note, and say where all that can be seen."""
        ticket, ines = story.TICKET_TO_SHOW, story.AGENTS[2]
        agent = Agent(self.place.desk_url, ines)
        if not agent.resolve(ticket, story.suggested_reply(ticket)):
            for solved in self.unread():  # an earlier run may have been stopped before its note
                announce(self.place.hook_url, solved)
        self.say(f"{ines.name} has resolved ticket {ticket}.")
        self._until(lambda: bool(agent.note(ticket)), "worker", "no note has come")
        self.say("Its note is there.")
        page = customer_page(self.place.desk_url, self.place.desk, ticket)
        return Tour(self.place, agent.note(ticket) or "", page)

    def unread(self) -> list[Solved]:
        """Return the tickets that were solved before there was a receiver to tell."""
        return Agent(self.place.desk_url, story.BOT).solved_without_result()

    def go_on(self, unread: list[Solved]) -> None:
        """Run until told to stop, and let the unread tickets be read one by one; raise Failed if a process ends."""
        while not (ended := self.processes.wait(PACE_SECONDS if unread else None)):
            announce(self.place.hook_url, unread.pop())
        raise Failed(f"{ended}. {self._last_lines(ended.name)}")

    def say(self, line: str) -> None:
        """Tell how far we are, and when."""
        say(f"{time.monotonic() - self.began:5.1f} s  {line}")

    def _until(self, done: Callable[[], bool], name: str, trouble: str) -> None:
        end = time.monotonic() + PATIENCE
        while not done():
            if ended := self.processes.wait(0.1):
                raise Failed(f"{ended}. {self._last_lines(ended.name)}")
            if time.monotonic() > end:
                raise Failed(f"After {PATIENCE:.0f} s {trouble}. {self._last_lines(name)}")

    def _last_lines(self, name: str) -> str:
        log = self.place.log(name)
        lines = log.read_text(errors="replace").splitlines()[-LAST_LINES:]
        return "\n  ".join((f"The end of {log}:", *lines))


def say(line: str) -> None:
    """Tell the visitor, at once; raises OSError where nobody listens any more."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
