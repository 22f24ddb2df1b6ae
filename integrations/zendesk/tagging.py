"""Tags on a closed ticket: it takes no note and no field any more, but tags through a background job."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from integrations.errors import Conflict, Gone, Refused, ServerFault, TimedOut
from integrations.model import Outcome, Written
from integrations.zendesk.mapping import our_tags

if TYPE_CHECKING:
    from collections.abc import Callable

    from integrations.model import Annotation, Ticket
    from integrations.zendesk.client import Client
    from integrations.zendesk.shape import Job

LOOKS = (0.25, 0.5, 1.0, 2.0, 2.0)
"""Seconds to wait before each look at a job that is not done."""
DONE = "completed"
FAILED = frozenset({"failed", "killed"})


def change_tags(
    api: Client, ticket: Ticket, annotation: Annotation, sleep: Callable[[float], None] = time.sleep
) -> Written:
    """Give a closed ticket our tags, and take away those of an earlier check; nobody else's are touched."""
    wanted = frozenset(annotation.tags)
    add, remove = sorted(wanted - ticket.tags), sorted(our_tags(ticket.tags) - wanted)
    if not add and not remove:
        return Written(Outcome.UNCHANGED, ticket.updated_at)
    job = _finished(api, api.change_tags(ticket.ref.ticket_id, add, remove), sleep)
    _must_have_worked(job)
    now = api.ticket(ticket.ref.ticket_id)
    if not wanted <= now.tags:
        raise Refused("the closed ticket does not take tags")
    return Written(Outcome.TAGS_ONLY, now.updated_at)


def _finished(api: Client, job: Job, sleep: Callable[[float], None]) -> Job:
    for seconds in LOOKS:
        if job.status == DONE or job.status in FAILED:
            return job
        sleep(seconds)
        job = api.job(job.id)
    if job.status == DONE or job.status in FAILED:
        return job
    raise TimedOut("the job that changes the tags is still waiting")


def _must_have_worked(job: Job) -> None:
    if job.status in FAILED:
        raise ServerFault("the job that changes the tags failed")
    for error in job.errors:
        if "Conflict" in error:
            raise Conflict("the closed ticket changed meanwhile")
        raise (
            Gone("the closed ticket is no more")
            if "NotFound" in error
            else Refused("the closed ticket refused the tags")
        )
