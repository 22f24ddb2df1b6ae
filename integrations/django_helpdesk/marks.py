"""How our own follow-ups and fields are told from everyone else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrations.marks import keys_in_note

if TYPE_CHECKING:
    from integrations.django_helpdesk.shape import FollowUp

NOTE_TITLE = "Empathy check"

PLACEHOLDER = '{{ ticket.resolution|default_if_none:""|safe }}'
"""The comment of a note that has no text yet.

Upstream renders a comment as a template and, on a resolved ticket, copies it into the resolution that the
customer sees (helpdesk/update_ticket.py). This one renders to the resolution as it stands in that same request,
so the copy changes nothing, whatever the text holds and whoever edited it a moment ago.
"""

TIME_SPENT = "00:00:00.000007"
"""Seven microseconds of work: marks a follow-up as ours from its first instant, and sums up to nothing."""

EMPTY = "-"
"""A text field of ours that has no value: the API refuses to blank a text field."""


def is_ours(follow_up: FollowUp) -> bool:
    """Whether we made this private follow-up: a placeholder or a note."""
    return not follow_up.public and follow_up.time_spent == TIME_SPENT


def is_note(follow_up: FollowUp, key: str) -> bool:
    """Whether this is our note for that annotation: its last line carries the key."""
    return is_ours(follow_up) and key in keys_in_note(follow_up.comment)


def is_placeholder(follow_up: FollowUp) -> bool:
    """Whether this is a note of ours that was begun and never filled."""
    return is_ours(follow_up) and follow_up.title != NOTE_TITLE
