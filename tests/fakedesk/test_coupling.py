"""Whatever is done to fields and tags, in any order, an option is chosen exactly if its tag is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakedesk import FakeDesk, seed
from tests.fakedesk.fields import as_list

if TYPE_CHECKING:
    from collections.abc import Sequence

LISTS = [field for field in seed.FIELDS if field.type in {"tagger", "multiselect"}]
OPTIONS = [option for field in LISTS for option in field.options]
TAGS = st.lists(st.sampled_from([*OPTIONS, "vip", "late"]), max_size=3)


@st.composite
def settings_of_a_field(draw: st.DrawFn) -> tuple[str, object]:
    field = draw(st.sampled_from(LISTS))
    one = st.none() | st.sampled_from(field.options)
    many = st.lists(st.sampled_from(field.options), unique=True, max_size=3)
    return "set_field", (field.id, draw(one if field.type == "tagger" else many))


ACTS = st.lists(
    settings_of_a_field() | st.tuples(st.just("add_tags"), TAGS) | st.tuples(st.just("remove_tags"), TAGS),
    max_size=12,
)


@given(ACTS)
@settings(max_examples=150, deadline=None)
def test_options_and_tags_always_agree(acts: Sequence[tuple[str, object]]) -> None:
    desk = FakeDesk()
    ticket = desk.people.open_ticket()
    foreign: set[str] = set()
    for name, argument in acts:
        arguments = argument if name == "set_field" else (argument,)
        getattr(desk.people, name)(ticket, *arguments)  # type: ignore[misc]
        if name == "add_tags":
            foreign |= set(argument) - set(OPTIONS)  # type: ignore[call-overload]
        if name == "remove_tags":
            foreign -= set(argument)  # type: ignore[call-overload]
    found = desk.store.ticket(ticket)
    for field in LISTS:
        chosen = as_list(found.fields.get(field.id))
        assert set(chosen) == found.tags & set(field.options)
        assert field.type == "multiselect" or len(chosen) <= 1
    assert found.tags - set(OPTIONS) == foreign
