"""A Zendesk look-alike over real HTTP on 127.0.0.1: the rules of the API that Heard depends on, traps included.

In a test's own process:

    desk = FakeDesk(Options(updates_per_minute=20), hooks=[Hook(url, secret)])
    desk.start()
    ticket = desk.people.open_ticket("It never came.")
    desk.people.agent_replies(ticket, "Re-sent today.", status="solved")     # fires the webhook
    desk.faults.add(Fault("reset", after=True, match="PUT /api/v2/tickets/"))
    desk.journal.entries("write", ticket=ticket)
    desk.store.snapshot()                            # all that an admin has set up: fields, webhooks, triggers, views
    desk.stop()

In a process of its own: `python -m tests.fakedesk --help`, acts and faults by `control`, proofs by the journal.
"""

from __future__ import annotations

from tests.fakedesk.desk import FakeDesk
from tests.fakedesk.faults import Fault
from tests.fakedesk.options import Options
from tests.fakedesk.webhooks import Hook

__all__ = ["FakeDesk", "Fault", "Hook", "Options"]
