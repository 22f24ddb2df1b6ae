"""What the commands that need Redis or a helpdesk share: the ledger, and one sentence where something fails."""

from __future__ import annotations

import os
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import click
import redis

from config.cli.words import trouble
from config.errors import exit_on_problems
from config.settings import load_settings
from integrations.errors import Gone, HelpdeskError
from workers.ledger import Ledger
from workers.settle import word

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn what may fail into one sentence and an exit status; also a decorator."""
    try:
        with exit_on_problems():
            yield
    except redis.RedisError as error:
        raise click.ClickException(redis_trouble(error)) from None
    except Gone:
        raise click.ClickException("the helpdesk has no such ticket (any more).") from None
    except HelpdeskError as error:
        said = trouble(word(error))
        raise click.ClickException(f"{said.meaning} ({error}); {said.remedy}.") from None


def redis_trouble(error: redis.RedisError) -> str:
    """Say what Redis said; its messages name host and port, never a password."""
    return f"Redis does not serve us ({error or type(error).__name__}): is it running, and is REDIS_URL right?"


@contextmanager
def open_ledger() -> Iterator[Ledger]:
    """Give the ledger; needs no accounts, so that it also works where accounts.toml is broken or not at hand."""
    with closing(Ledger.connect(load_settings(os.environ).redis_url)) as ledger:
        yield ledger
