"""From what should be there and what is there to what to do: pure, and the same for every helpdesk."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from integrations.objects import Action, AtLeast, Change, Detail, Found, Plan, Ref
from integrations.pairing import Clash, first, pair_of, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from integrations.objects import Survey, Wanted

A_PERSON_S = "not made by Heard, which uses it all the same; uninstall leaves it"
A_COPY = "a person's copy of an object of ours, with its description"
LEFT_OUT = "made by Heard and left out by accounts.toml as it stands; uninstall removes it"


def plan(wanted: Sequence[Wanted], survey: Survey) -> Plan:
    """Return what makes the account hold what is wanted; nothing is ever removed by it."""
    pairs = {one.key: pair_of(one, survey.found) for one in wanted}
    ids = {key: found.id for key, found in pairs.items() if isinstance(found, Found)}
    closed = dict(survey.lacks)
    changes: list[Change] = []
    for one in wanted:
        change = _change(one, pairs, ids, closed, survey.found)
        if change.action in {Action.CANNOT, Action.CONFLICT}:
            closed[one.key] = f"it needs “{one.title}”"
        changes.append(change)
    unlisted = _unlisted([change for change in changes if change.key not in closed], survey)
    return Plan((*changes, *_left(pairs, survey.found)), ids, (*survey.by_hand, *unlisted))


def removal(wanted: Sequence[Wanted], survey: Survey, *, changed_too: bool = False) -> Plan:
    """Return what takes away what we made, the last first; `wanted` is all that we ever make.

    What a person made, copied or changed is left, and said; `changed_too` takes what was changed as well.
    """
    pairs = {one.key: pair_of(one, survey.found) for one in wanted}
    ids = {key: found.id for key, found in pairs.items() if isinstance(found, Found)}
    ours = [*_of_old(pairs, survey.found)]
    for one in wanted:
        found = first(one.key, survey.found) or pairs[one.key]
        if isinstance(found, Found):
            ours.append(_removal(one, found, ids, changed_too=changed_too))
    rank = {kind: place for place, kind in enumerate(dict.fromkeys(one.kind for one in wanted))}
    ours.sort(key=lambda change: rank.get(change.kind, -1))
    return Plan((*reversed(ours), *_copies(survey.found)), ids)


def resolve(value: object, ids: Mapping[str, str]) -> object:
    """Return a property with the ids that are known in the places of their references."""
    if isinstance(value, Ref):
        return ids.get(value.key, value)
    return tuple(resolve(part, ids) for part in value) if isinstance(value, tuple) else value


def differences(one: Wanted, found: Found, ids: Mapping[str, str], *, exact: bool = False) -> tuple[Detail, ...]:
    """Return where an object is not as it must be; `exact` also counts what a person added."""
    return tuple(_differences(one, found, ids, exact=exact))


def references(value: object) -> frozenset[str]:
    """Return the keys of the objects that a property refers to."""
    if isinstance(value, Ref):
        return frozenset({value.key})
    return frozenset().union(*map(references, value)) if isinstance(value, tuple) else frozenset()


def _change(
    one: Wanted,
    pairs: Mapping[str, Found | Clash | None],
    ids: Mapping[str, str],
    closed: Mapping[str, str],
    everything: Sequence[Found],
) -> Change:
    if why := _missing(one, pairs.keys(), closed):
        return Change(Action.CANNOT, one.key, one.title, why=why)
    found = pairs[one.key]
    if isinstance(found, Clash):
        return Change(Action.CONFLICT, one.key, one.title, why=str(found), remedy=found.remedy)
    if found is None:
        return Change(Action.CREATE, one.key, one.title, why=_namesake(one, everything), wanted=one)
    coming = pairs.keys() - ids.keys() - closed.keys()
    details = (*differences(one, found, ids), *_renewed(one, coming))
    why = "" if found.marker else A_PERSON_S
    return Change(Action.CHANGE if details else Action.KEEP, one.key, found.title, found.id, details, why, wanted=one)


def _missing(one: Wanted, known: Iterable[str], closed: Mapping[str, str]) -> str:
    """Say why the account cannot hold this, "" if it can."""
    for need in (one.kind, *sorted(one.needs.union(*map(references, one.must.values())))):
        if need in closed:
            return closed[need]
        if "/" in need and need not in known:
            return f"it needs {need}, which the profile leaves out"
    return ""


def _differences(one: Wanted, found: Found, ids: Mapping[str, str], *, exact: bool) -> Iterator[Detail]:
    for name, must in one.must.items():
        have, want = found.has.get(name), resolve(must, ids)
        if isinstance(want, AtLeast) and isinstance(have, frozenset):
            absent, more = want.tags - have, have - want.tags if exact else frozenset[str]()
            if absent or more:
                yield Detail(name, shown(more), shown(absent))
        elif have != want:
            yield Detail(name, shown(have), shown(want))


def _renewed(one: Wanted, coming: frozenset[str] | set[str]) -> Iterator[Detail]:
    """Yield what refers to an object that is yet to be made: it is said once more, with the new id."""
    for name, value in one.once.items():
        if found := sorted(references(value) & coming):
            yield Detail(name, "", f"with {', '.join(found)}")


def _namesake(one: Wanted, found: Iterable[Found]) -> str:
    same = [other for other in found if (other.kind, other.title) == (one.kind, one.title)]
    return f"another {one.kind} of that name is there, {same[0].id}, and is not ours" if same else ""


def _left(pairs: Mapping[str, Found | Clash | None], found: Sequence[Found]) -> Iterator[Change]:
    """Yield what carries our marker and is not wanted."""
    for change in _of_old(pairs, found):
        yield replace(change, action=Action.LEAVE, why=LEFT_OUT)
    yield from _copies(found)


def _of_old(pairs: Mapping[str, Found | Clash | None], found: Sequence[Found]) -> Iterator[Change]:
    """Yield what we made and do not know any more, such as a view of an earlier version."""
    for one in found:
        if one.marker and one.marker not in pairs and one is first(one.marker, found):
            yield Change(Action.REMOVE, one.marker, one.title, one.id)


def _copies(found: Sequence[Found]) -> Iterator[Change]:
    for one in found:
        if one.marker and one is not first(one.marker, found):
            yield Change(Action.LEAVE, one.marker, one.title, one.id, why=A_COPY)


def _unlisted(changes: Iterable[Change], survey: Survey) -> Iterator[str]:
    fields = [change for change in changes if change.wanted and change.wanted.kind == "field"]
    for place in survey.places:
        if absent := [change.title for change in fields if change.id not in place.ids]:
            yield f"{place.name}: add {', '.join(absent)}, so that people see them there"


def _removal(one: Wanted, found: Found, ids: Mapping[str, str], *, changed_too: bool) -> Change:
    if not found.marker:
        return Change(Action.LEAVE, one.key, found.title, found.id, why="not made by Heard")
    details = differences(one, found, ids, exact=True)
    if details and not changed_too:
        why = "changed since it was made, by a person or by other settings here"
        return Change(Action.LEAVE, one.key, found.title, found.id, details, why)
    return Change(Action.REMOVE, one.key, found.title, found.id, details, wanted=one)
