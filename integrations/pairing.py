"""Which object of an account is the one that is wanted: by configured id, marker or tags; never by its title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrations.objects import AtLeast, Ref

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from integrations.objects import Found, Wanted


class Clash(Exception):
    """Something of a person's is in the way; `remedy` says what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.remedy = remedy


def pair_of(one: Wanted, found: Sequence[Found]) -> Found | Clash | None:
    """Return the object that is this one, what is in its way, or None."""
    try:
        pair = _configured(one, found) or first(one.key, found) or _by_tags(one, found)
        _must_be_free(one, pair, found)
        _must_be_fixed(one, pair)
    except Clash as clash:
        return clash
    return pair


def first(key: str, found: Iterable[Found]) -> Found | None:
    """Return the oldest object with this marker: a later one is a copy."""
    return min((one for one in found if one.marker == key), key=_age, default=None)


def _age(found: Found) -> tuple[int, str]:
    return len(found.id), found.id


def _configured(one: Wanted, found: Iterable[Found]) -> Found | None:
    if not one.configured:
        return None
    for candidate in found:
        if (candidate.kind, candidate.id) == (one.kind, one.configured):
            return candidate
    raise Clash(
        f"accounts.toml names {one.kind} {one.configured}, and there is none",
        "correct it, or leave it out: then one is made",
    )


def _by_tags(one: Wanted, found: Iterable[Found]) -> Found | None:
    """Return the one object whose tags are all of our families, and some of them ours."""
    holders = [candidate for candidate in found if candidate.tags & one.tags]
    families = {_family(tag) for tag in one.tags}
    if len(holders) == 1 and {_family(tag) for tag in holders[0].tags} <= families:
        return holders[0]
    return None


def _family(tag: str) -> str:
    return tag.partition("__")[0]


def _must_be_free(one: Wanted, pair: Found | None, found: Iterable[Found]) -> None:
    """Raise Clash if another object holds a tag of ours: an account holds each only once."""
    for holder in found:
        if holder is not pair and (taken := sorted(holder.tags & one.tags)):
            raise Clash(
                f"{holder.kind} {holder.id} “{holder.title}” has the tags {', '.join(taken)}",
                f"give its options other tags, or remove it: an account holds a tag once, and “{one.title}” needs it",
            )


def _must_be_fixed(one: Wanted, pair: Found | None) -> None:
    """Raise Clash if what cannot be changed is not as it must be."""
    for name in sorted(one.fixed) if pair else ():
        if pair and pair.has.get(name) != one.must[name]:
            raise Clash(
                f"{pair.kind} {pair.id} “{pair.title}” has {name} {shown(pair.has.get(name))}, not"
                f" {shown(one.must[name])}, and that cannot be changed",
                "remove it, or take our tags from it; then a new one is made",
            )


def shown(value: object) -> str:
    """Return a property for people."""
    if isinstance(value, Ref):
        return f"the new {value.key}"
    if isinstance(value, AtLeast | frozenset):
        return " ".join(sorted(value.tags if isinstance(value, AtLeast) else value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        nested = any(isinstance(part, tuple) for part in value)
        return ("; " if nested else " ").join(shown(part) for part in value) or "none"
    return "none" if value in (None, "") else str(value)
