"""The helpdesk accounts of `config/accounts.toml`, typed; secrets come from the environment."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config.secret import Secret


class Side(StrEnum):
    """Which process asks: web gets signing secrets, the worker API credentials, the set-up those of an admin."""

    WEB = "web"
    WORKER = "worker"
    SETUP = "setup"


class NotePolicy(StrEnum):
    """When a scored ticket gets a note: always, only with an idea or praise, or never."""

    ALWAYS = "always"
    WHEN_USEFUL = "when_useful"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Option:
    """One key of an account that only this helpdesk has. `side` says who reads a secret."""

    name: str
    help: str
    required: bool = False
    secret: bool = False
    pattern: str | None = None
    side: Side = Side.WORKER


@dataclass(frozen=True, slots=True)
class HelpdeskSpec:
    """What an account of one kind of helpdesk must and may say.

    A pattern is that of the whole value. `one_of` lists groups of option names of which exactly one whole group must
    be given (for instance OAuth client or API token), `together` groups of which all must be given, or none.
    """

    kind: str
    title: str
    url_pattern: str
    url_example: str
    options: tuple[Option, ...] = ()
    one_of: tuple[frozenset[str], ...] = ()
    together: tuple[frozenset[str], ...] = ()
    field_names: frozenset[str] = frozenset()
    required_fields: frozenset[str] = frozenset()
    field_pattern: str = r"[A-Za-z0-9_]+"
    sets_up: bool = False
    """Whether `heard apply` makes fields and webhook, and stores what is to be known of them."""


@dataclass(frozen=True, slots=True)
class Account:
    """One customer's helpdesk, as one side of the product sees it.

    `fields` maps our field names (empathy, shown, idea, review, version …) to the helpdesk's ids.
    `repeats_days` is how long it is remembered that a sentence was written before, 0 for not at all.
    `signing_secrets` is empty on the worker side, `secrets` (API credentials) on the web side. On the set-up side
    `fields` has those that accounts.toml names, `signing_secrets` those that are there already, and
    `signing_variables` the names of all.
    """

    name: str
    helpdesk: str
    url: str
    settle_seconds: int = 60
    notes: NotePolicy = NotePolicy.WHEN_USEFUL
    updates_per_minute: int = 40
    repeats_days: int = 30
    fields: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    signing_secrets: tuple[Secret, ...] = ()
    signing_variables: tuple[str, ...] = ()
    secrets: Mapping[str, Secret] = field(default_factory=dict)
