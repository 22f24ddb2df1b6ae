"""Messages put straight onto Celery's queue, as the ringer does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from celery import Celery

from workers.app import celery_settings

if TYPE_CHECKING:
    from tests.reliability.load import Case


def ring_often(redis_url: str, case: Case, times: int) -> None:
    """Ring one ticket so many times at once."""
    app = Celery("reliability", set_as_current=False)
    app.config_from_object(celery_settings(redis_url))
    with app.connection_for_write() as connection:
        for _ in range(times):
            app.send_task("heard.review", (case.account, str(case.ticket)), connection=connection)
