"""A helpdesk's set-up in memory, small enough to see through: `W` objects are wanted, what it holds is `Found`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from config.secret import Secret
from integrations.objects import AtLeast, Found, Ref, Survey, Wanted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from integrations.errors import HelpdeskError
    from integrations.objects import Change

BAND = Wanted(
    "field/band",
    "Band",
    {"type": "list", "active": True, "options": AtLeast(frozenset({"band__good", "band__bad"}))},
    {"hint": "How it reads"},
    fixed=frozenset({"type"}),
    tags=frozenset({"band__good", "band__bad"}),
)
VERSION = Wanted("field/version", "Version", {"type": "text", "active": True}, fixed=frozenset({"type"}))
HOOK = Wanted("webhook/solved", "Hook", {"endpoint": "https://here", "kind": "called"}, fixed=frozenset({"kind"}))
RULE = Wanted("trigger/solve", "Rule", {"when": "solved", "call": (Ref("webhook/solved"), "{}")})
VIEW = Wanted(
    "view/bad",
    "Bad ones",
    {"when": "bad"},
    {"columns": (Ref("field/band"), "subject")},
    needs=frozenset({"field/band"}),
)
RATED = Wanted("view/rated", "Rated ones", {"when": "rated"}, needs=frozenset({"ratings"}))
ALL = (BAND, VERSION, HOOK, RULE, VIEW, RATED)


@dataclass
class World:
    """What an account holds; a `Setup` (`integrations.ports`) in memory. Each of its writes may end in an error."""

    found: list[Found] = field(default_factory=list)
    lacks: Mapping[str, str] = field(default_factory=dict)
    errors: list[Exception | None] = field(default_factory=list)
    stays: Sequence[str] = ()
    count: int = 100

    def survey(self) -> Survey:
        return Survey(tuple(self.found), self.lacks)

    def wanted(self, survey: Survey, *, whole: bool = False) -> Sequence[Wanted]:
        return ALL

    def create(self, wanted: Wanted, properties: Mapping[str, object]) -> str:
        self._fail()
        self.count += 1
        has = {name: _plain(value) for name, value in properties.items()}
        made = Found(wanted.kind, str(self.count), wanted.title, has, wanted.key, wanted.tags)
        self.found.append(made)
        return made.id

    def change(self, change: Change, properties: Mapping[str, object]) -> None:
        self._fail()
        names = {detail.what for detail in change.details}
        place = next(place for place, one in enumerate(self.found) if one.id == change.id)
        before = self.found[place]
        has = dict(before.has)
        for name in names:
            old, new = has.get(name), _plain(properties[name])
            has[name] = old | new if isinstance(old, frozenset) and isinstance(new, frozenset) else new
        options = has.get("options", frozenset())
        self.found[place] = replace(before, has=has, tags=options if isinstance(options, frozenset) else frozenset())

    def remove(self, change: Change) -> None:
        self._fail()
        self.found = [one for one in self.found if one.id != change.id]

    def signing_secret(self, webhook_id: str) -> Secret:
        return Secret(f"secret of {webhook_id}")

    def advice(self, error: HelpdeskError) -> str:
        return ""

    def _fail(self) -> None:
        error = self.errors.pop(0) if self.errors else None
        if error:
            raise error


def a_person_s(kind: str, number: int, title: str = "Theirs", tags: Sequence[str] = (), **has: object) -> Found:
    """Return an object that a person made."""
    options = {"options": frozenset(tags)} if tags else {}
    return Found(kind, str(number), title, {"type": "list", "active": True} | options | has, tags=frozenset(tags))


def _plain(value: object) -> object:
    return value.tags if isinstance(value, AtLeast) else value
