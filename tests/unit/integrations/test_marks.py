"""How what we wrote is told from what others wrote."""

from __future__ import annotations

import pytest

from integrations import marks

KEY = "heard-0123456789ab"


def test_version_and_key_split_as_they_were_joined() -> None:
    assert marks.split_version(marks.join_version("1.0.0/en", KEY)) == ("1.0.0/en", KEY)
    assert marks.split_version(marks.join_version("", KEY)) == ("", KEY)
    assert marks.split_version("1.0.0/en") == ("1.0.0/en", None)
    assert marks.split_version("written by hand") == ("written by hand", None)


@pytest.mark.parametrize("end", ["", "\n", "\n\n \n"])
def test_the_key_of_a_note_stands_in_its_last_line(end: str) -> None:
    assert marks.keys_in_note(f"Empathy check: Good\nrules 1.0.0 · en · ref {KEY}{end}") == {KEY}


@pytest.mark.parametrize("text", ["", "\n", f"ref {KEY}\nthanks", "we heard you", f"(ref:{KEY})"])
def test_a_text_without_one_has_none(text: str) -> None:
    assert marks.keys_in_note(text) == frozenset()
