"""The two tasks. Their arguments are keys, never text; what they do is in `review.py` and `reconcile.py`."""

from __future__ import annotations

import logging
import time

from celery import shared_task

from integrations.errors import HelpdeskError
from integrations.model import TicketRef
from workers.runtime import runtime

log = logging.getLogger(__name__)


@shared_task(name="heard.review")  # type: ignore[untyped-decorator]  # Celery is not annotated
def review(account: str, ticket_id: str) -> None:
    """Look at one ticket, if its job is due."""
    if account not in runtime().accounts:
        log.warning("a job of an account that accounts.toml does not name", extra={"account": account})
        return
    began = time.monotonic()
    outcome = runtime().reviewer(account).review(TicketRef(account, ticket_id))
    if outcome:
        took = round((time.monotonic() - began) * 1000)
        log.info("looked at", extra={"account": account, "ticket": ticket_id, "outcome": outcome, "ms": took})


# Reads page after page: longer than a ticket, but shorter than the broker's visibility timeout.
@shared_task(name="heard.reconcile", soft_time_limit=90, time_limit=110)  # type: ignore[untyped-decorator]
def reconcile(account: str) -> None:
    """Ask one account's helpdesk for solved tickets that lack our field."""
    try:
        found = runtime().reconciler(account).run()
    except HelpdeskError as error:
        log.warning("reconcile failed", extra={"account": account, "error": type(error).__name__})
    else:
        log.info("reconciled", extra={"account": account, "found": found})
