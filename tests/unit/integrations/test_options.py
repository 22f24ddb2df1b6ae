"""The options that `check` asks for are the ones that we write."""

from __future__ import annotations

import integrations.zendesk
from integrations.marks import TAG_PREFIXES
from integrations.options import OPTIONS
from integrations.zendesk.health import TYPES
from workers.annotation import BANDS


def test_every_configurable_field_has_a_type() -> None:
    assert TYPES.keys() == integrations.zendesk.SPEC.field_names


def test_every_list_has_options_and_nothing_else_has() -> None:
    lists = {name for name, types in TYPES.items() if types.keys() & {"tagger", "multiselect"}}
    assert OPTIONS.keys() == lists


def test_every_band_that_is_written_is_asked_for() -> None:
    assert set(BANDS.values()) == set(OPTIONS["empathy"])


def test_every_option_is_a_tag_of_ours_or_the_agents_review() -> None:
    for tags in OPTIONS.values():
        assert all(tag.startswith((*TAG_PREFIXES, "empathy_review__")) for tag in tags)
        assert all(tag == tag.lower() and " " not in tag for tag in tags)
