"""What an admin sets up in a helpdesk, as plain data: what should be there, what is there, what to do about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Action(StrEnum):
    """What is to happen to one object; all but the first three leave it as it is."""

    CREATE = "create"
    CHANGE = "change"
    REMOVE = "remove"
    KEEP = "keep"
    LEAVE = "leave"
    CANNOT = "cannot"
    CONFLICT = "conflict"

    @property
    def is_work(self) -> bool:
        """Whether something is written."""
        return self in {Action.CREATE, Action.CHANGE, Action.REMOVE}


@dataclass(frozen=True, slots=True)
class Ref:
    """Stands for the id of another object of ours, which is known once that is there."""

    key: str


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Tags that must be among those found; what people add to them is theirs."""

    tags: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """An object that the account should hold.

    `key` is `kind/name`. `must` is what it needs to work: compared and mended. `once` is said when it is made and
    left to people afterwards. `fixed` names properties that cannot be changed later. `tags` are those of its options,
    which an account holds only once. `configured` is the id that accounts.toml gives. `needs` are keys or features.
    """

    key: str
    title: str
    must: Mapping[str, object]
    once: Mapping[str, object] = field(default_factory=dict)
    fixed: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    configured: str = ""
    needs: frozenset[str] = frozenset()

    @property
    def kind(self) -> str:
        """The part of the key before the slash."""
        return self.key.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Found:
    """An object that the account holds; `marker` is the key that we left in its description, "" = not made by us."""

    kind: str
    id: str
    title: str
    has: Mapping[str, object]
    marker: str = ""
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """Where fields must be listed by a person before anybody sees them, such as a form; `ids` are those listed."""

    name: str
    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Survey:
    """The account as it stands. `lacks` says why there is none of a kind or feature, `by_hand` what to look at."""

    found: tuple[Found, ...] = ()
    lacks: Mapping[str, str] = field(default_factory=dict)
    places: tuple[Place, ...] = ()
    by_hand: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Detail:
    """One property: what it was and what it will be, for people."""

    what: str
    was: str
    will: str


@dataclass(frozen=True, slots=True)
class Change:
    """What is to happen to one object, and why; `remedy` is what a person can do about a conflict."""

    action: Action
    key: str
    title: str
    id: str = ""
    details: tuple[Detail, ...] = ()
    why: str = ""
    remedy: str = ""
    wanted: Wanted | None = None

    @property
    def kind(self) -> str:
        """The part of the key before the slash."""
        return self.key.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Plan:
    """All changes in the order in which they are made, the ids known so far by key, and what is left to people."""

    changes: tuple[Change, ...]
    ids: Mapping[str, str] = field(default_factory=dict)
    by_hand: tuple[str, ...] = ()

    @property
    def work(self) -> tuple[Change, ...]:
        """The changes that write something."""
        return tuple(change for change in self.changes if change.action.is_work)

    @property
    def left(self) -> tuple[Change, ...]:
        """What stays as it is although a removal met it."""
        return tuple(change for change in self.changes if change.action is Action.LEAVE)

    @property
    def conflicts(self) -> tuple[Change, ...]:
        """What must be cleared up first."""
        return tuple(change for change in self.changes if change.action is Action.CONFLICT)
