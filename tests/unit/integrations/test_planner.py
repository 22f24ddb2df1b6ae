"""What should be there and what is there make a plan; nothing of a person's is ever in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.builder import carry_out
from integrations.objects import Action, Change, Detail, Found, Place, Plan, Survey
from integrations.planner import A_COPY, A_PERSON_S, LEFT_OUT, plan, removal
from tests.unit.integrations.world import ALL, BAND, HOOK, RULE, VERSION, VIEW, World, a_person_s

if TYPE_CHECKING:
    from integrations.objects import Wanted

TAGS = ("band__good", "band__bad", "band__other", "mood__good", "vip")
KINDS = ("field", "webhook", "trigger", "view")


def actions(found: Plan) -> dict[str, Action]:
    return {change.key: change.action for change in found.changes}


def one(found: Plan, key: str) -> Change:
    return next(change for change in found.changes if change.key == key)


def applied(world: World) -> World:
    carry_out(plan(ALL, world.survey()), world, lambda _: None)
    return world


@st.composite
def people_s(draw: st.DrawFn) -> list[Found]:
    """What people may have set up, each tag once."""
    free = list(draw(st.permutations(TAGS)))
    made = []
    for number, kind in enumerate(draw(st.lists(st.sampled_from(KINDS), max_size=5)), 1):
        tags = [free.pop() for _ in range(draw(st.integers(0, len(free))))] if kind == "field" else []
        made.append(a_person_s(kind, number, draw(st.sampled_from(["Band", "Theirs"])), tags))
    return made


def test_an_empty_account_gets_everything_in_its_order() -> None:
    found = plan(ALL, Survey())
    assert [change.key for change in found.work] == [wanted.key for wanted in ALL]
    assert set(actions(found).values()) == {Action.CREATE}


@given(people_s())
def test_after_it_is_done_there_is_nothing_to_do(theirs: list[Found]) -> None:
    world = World(list(theirs))
    if plan(ALL, world.survey()).conflicts:
        return
    assert plan(ALL, applied(world).survey()).work == ()


@given(people_s(), st.integers(0, 6))
def test_cut_short_anywhere_it_goes_on_to_the_same_end(theirs: list[Found], after: int) -> None:
    whole, cut = World(list(theirs)), World(list(theirs))
    first = plan(ALL, cut.survey())
    carry_out(Plan(first.work[:after], first.ids), cut, lambda _: None)
    assert applied(cut).found == applied(whole).found


@given(people_s())
def test_removing_what_was_made_gives_the_account_as_it_was(theirs: list[Found]) -> None:
    world = World(list(theirs))
    if plan(ALL, world.survey()).conflicts or "field/band" in plan(ALL, world.survey()).ids:
        return
    applied(world)
    carry_out(removal(ALL, world.survey()), world, lambda _: None)
    assert world.found == theirs


@given(people_s(), st.sampled_from([False, True]))
def test_what_people_made_is_never_removed(theirs: list[Found], too: bool) -> None:  # noqa: FBT001 (hypothesis)
    survey = Survey(tuple(theirs))
    assert removal(ALL, survey, changed_too=too).work == ()
    assert Action.REMOVE not in actions(plan(ALL, survey)).values()


@given(people_s())
def test_a_tag_that_is_taken_is_a_conflict_or_the_very_field(theirs: list[Found]) -> None:
    found = plan(ALL, Survey(tuple(theirs)))
    holders = [other for other in theirs if other.tags & BAND.tags]
    if not holders:
        assert one(found, BAND.key).action is Action.CREATE
    elif len(holders) > 1 or any(not tag.startswith("band__") for tag in holders[0].tags):
        assert one(found, BAND.key).action is Action.CONFLICT
    else:
        assert found.ids[BAND.key] == holders[0].id


def test_a_conflict_says_who_has_the_tag_and_what_to_do() -> None:
    theirs = a_person_s("field", 7, "Quality", ["band__good", "vip"])
    found = one(plan(ALL, Survey((theirs,))), BAND.key)
    assert found.why == "field 7 “Quality” has the tags band__good"
    assert found.remedy.startswith("give its options other tags, or remove it")


def test_what_needs_something_in_conflict_cannot_be_made() -> None:
    found = plan(ALL, Survey((a_person_s("field", 7, "Quality", ["band__good", "vip"]),)))
    assert one(found, VIEW.key) == Change(Action.CANNOT, VIEW.key, VIEW.title, why="it needs “Band”")


def test_a_title_never_makes_it_ours_but_two_of_a_name_are_said() -> None:
    found = one(plan(ALL, Survey((a_person_s("view", 7, "Bad ones", when="bad"),))), VIEW.key)
    assert (found.action, found.why) == (Action.CREATE, "another view of that name is there, 7, and is not ours")


def test_a_field_made_by_hand_is_used_completed_and_left_by_a_removal() -> None:
    theirs = a_person_s("field", 7, "Band", ["band__good", "band__mine"])
    found = one(plan(ALL, Survey((theirs,))), BAND.key)
    assert (found.action, found.id, found.why) == (Action.CHANGE, "7", A_PERSON_S)
    assert found.details == (Detail("options", "none", "band__bad"),)
    assert actions(removal(ALL, Survey((theirs,)))) == {BAND.key: Action.LEAVE}


def test_a_field_that_accounts_toml_names_is_the_one() -> None:
    named = replace(VERSION, configured="7")
    theirs = replace(a_person_s("field", 7), has={"type": "text", "active": True})
    assert one(plan([named], Survey((theirs,))), VERSION.key).action is Action.KEEP
    missing = one(plan([named], Survey()), VERSION.key)
    assert (missing.action, missing.why) == (Action.CONFLICT, "accounts.toml names field 7, and there is none")


@pytest.mark.parametrize(("wanted", "name"), [(BAND, "type"), (HOOK, "kind")])
def test_what_cannot_be_changed_is_a_conflict(wanted: Wanted, name: str) -> None:
    world = applied(World())
    place = next(place for place, found in enumerate(world.found) if found.marker == wanted.key)
    world.found[place] = replace(world.found[place], has=dict(world.found[place].has) | {name: "other"})
    found = one(plan(ALL, world.survey()), wanted.key)
    assert found.action is Action.CONFLICT
    assert f"has {name} other, not" in found.why


def changed(world: World, key: str, **has: object) -> World:
    place = next(place for place, found in enumerate(world.found) if found.marker == key)
    world.found[place] = replace(world.found[place], has=dict(world.found[place].has) | has)
    return world


def test_what_a_person_changed_is_mended_where_it_must_work() -> None:
    found = one(plan(ALL, changed(applied(World()), RULE.key, when="never").survey()), RULE.key)
    assert (found.action, found.details) == (Action.CHANGE, (Detail("when", "never", "solved"),))


def test_what_is_a_matter_of_taste_is_left_to_people() -> None:
    world = changed(applied(World()), VIEW.key, columns=("subject",))
    assert plan(ALL, world.survey()).work == ()


def test_a_removal_leaves_what_a_person_changed_and_says_so() -> None:
    world = changed(applied(World()), BAND.key, options=frozenset({"band__good", "band__bad", "band__mine"}))
    left = one(removal(ALL, world.survey()), BAND.key)
    assert (left.action, left.why) == (
        Action.LEAVE,
        "changed since it was made, by a person or by other settings here",
    )
    assert left.details == (Detail("options", "band__mine", "none"),)
    assert one(removal(ALL, world.survey(), changed_too=True), BAND.key).action is Action.REMOVE


def test_a_copy_that_a_person_made_is_theirs() -> None:
    world = applied(World())
    ours = next(found for found in world.found if found.marker == VIEW.key)
    world.found.append(replace(ours, id="999", title="My bad ones"))
    assert plan(ALL, world.survey()).changes[-1] == Change(Action.LEAVE, VIEW.key, "My bad ones", "999", why=A_COPY)
    assert [change.id for change in removal(ALL, world.survey()).work if change.key == VIEW.key] == [ours.id]


def test_what_is_ours_and_not_wanted_any_more_is_left_until_the_removal() -> None:
    world = applied(World())
    found = plan([wanted for wanted in ALL if wanted is not VERSION], world.survey())
    assert one(found, VERSION.key).why == LEFT_OUT
    assert found.work == ()


def test_what_an_earlier_version_made_goes_with_the_rest_in_its_turn() -> None:
    world = applied(World())
    world.found.insert(0, Found("view", "50", "Old", {}, "view/old"))
    assert one(plan(ALL, world.survey()), "view/old").action is Action.LEAVE
    kinds = [change.kind for change in removal(ALL, world.survey()).work]
    assert kinds == sorted(kinds, key=["view", "trigger", "webhook", "field"].index)
    assert Action.REMOVE is one(removal(ALL, world.survey()), "view/old").action


def test_a_field_that_accounts_toml_names_goes_before_one_that_we_made() -> None:
    world = applied(World())
    theirs = replace(a_person_s("field", 7), has={"type": "text", "active": True})
    world.found.append(theirs)
    named = replace(VERSION, configured="7")
    assert plan([named], world.survey()).ids == {VERSION.key: "7"}
    assert one(removal([named], world.survey()), VERSION.key).id != "7"


def test_what_a_plan_lacks_and_what_needs_it_cannot_be_made() -> None:
    found = plan(ALL, Survey(lacks={"webhook": "no webhooks here", "ratings": "no ratings here"}))
    impossible = {change.key: change.why for change in found.changes if change.action is Action.CANNOT}
    assert impossible == {HOOK.key: "no webhooks here", RULE.key: "it needs “Hook”", "view/rated": "no ratings here"}


def test_what_the_profile_leaves_out_is_said() -> None:
    assert one(plan([VIEW], Survey()), VIEW.key).why == "it needs field/band, which the profile leaves out"


def test_an_object_made_anew_is_put_where_the_old_one_was() -> None:
    world = applied(World())
    world.found = [found for found in world.found if found.marker != BAND.key]
    again = one(plan(ALL, world.survey()), VIEW.key)
    assert (again.action, again.details) == (Action.CHANGE, (Detail("columns", "", "with field/band"),))
    band = next(found.id for found in applied(world).found if found.marker == BAND.key)
    assert next(found.has["columns"] for found in world.found if found.marker == VIEW.key) == (band, "subject")


def test_a_form_that_does_not_list_our_fields_is_for_people() -> None:
    world = applied(World())
    band = next(found.id for found in world.found if found.marker == BAND.key)
    survey = replace(world.survey(), places=(Place("Form A", frozenset({band})),), by_hand=("look at this",))
    assert plan(ALL, survey).by_hand == ("look at this", "Form A: add Version, so that people see them there")


def test_the_last_made_is_removed_first() -> None:
    keys = [change.key for change in removal(ALL, applied(World()).survey()).work]
    assert keys == [wanted.key for wanted in reversed(ALL)]
