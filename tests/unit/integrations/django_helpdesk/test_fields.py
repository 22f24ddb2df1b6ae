"""How an annotation becomes custom fields, without losing what people wrote."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from integrations.django_helpdesk import fields
from integrations.marks import TAG_PREFIXES
from integrations.model import Annotation
from tests.unit.integrations.django_helpdesk.recorded import account
from tests.unit.integrations.django_helpdesk.recorded import ticket as raw

KEY = "heard-0123456789ab"
GOOD = Annotation(KEY, {"empathy": "empathy__3_good", "shown": ("empathy_shown__own_words",), "version": "1.0.0/en"})
TAGS = st.lists(
    st.sampled_from(["vip", "late", "empathy__1_needs_a_look", "empathy_shown__x", "empathy_review__agree"])
)


def test_only_what_differs_is_sent_and_never_version_or_review() -> None:
    assert fields.body(raw(), account(), GOOD) == {
        "custom_empathy": "empathy__3_good",
        "custom_empathy_shown": "empathy_shown__own_words",
        "custom_empathy_score": "-",
        "custom_tags": "empathy__3_good, empathy_shown__own_words",
    }


def test_what_an_earlier_check_left_is_taken_back() -> None:
    earlier = raw(custom_empathy_idea="empathy_idea__steps", custom_empathy_shown="empathy_shown__steps")
    sent = fields.body(earlier, account(), Annotation(KEY, {"empathy": "empathy__9_not_scored"}))
    assert sent["custom_empathy_idea"] == ""
    assert sent["custom_empathy_shown"] == "-"


def test_the_key_stands_in_the_version_field() -> None:
    assert fields.version(account(), GOOD) == {"custom_empathy_version": f"1.0.0/en {KEY}"}


def test_fields_that_the_helpdesk_lacks_are_named() -> None:
    assert fields.missing(raw(), account()) == ()
    assert fields.missing(replace(raw(), custom={"tags": ""}), account())[:2] == ("empathy", "empathy_idea")


@given(TAGS, st.lists(st.sampled_from(["empathy__3_good", "empathy_idea__tone"]), unique=True))
def test_peoples_tags_stay_in_order_and_ours_are_replaced(present: list[str], ours: list[str]) -> None:
    result = fields.union(tuple(present), tuple(ours))
    assert [tag for tag in result if not tag.startswith(TAG_PREFIXES)] == [
        tag for tag in present if not tag.startswith(TAG_PREFIXES)
    ]
    assert [tag for tag in result if tag.startswith(TAG_PREFIXES)] == ours
    assert fields.union(result, tuple(ours)) == result
