"""The first impression: what Heard says of the replies that a visitor of the demo sees or pastes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from integrations.django_helpdesk.demo import story
from workers.empathy.model import Band, Conversation, Message
from workers.empathy.score import assess

if TYPE_CHECKING:
    from workers.empathy.model import Assessment

TICKETS = dict(enumerate(story.tickets(), 1))


def assessed(number: int, *more: str) -> Assessment:
    ticket = TICKETS[number]
    turns = [(turn["by"], turn["text"]) for turn in ticket["turns"] if turn["by"] in {"customer", "agent"}]
    turns += [("agent", reply) for reply in more]
    messages = tuple(Message(str(place), role, body.strip()) for place, (role, body) in enumerate(turns, 1))
    return assess(Conversation(str(number), messages, ticket["title"]))


def hurting(result: Assessment) -> list[str]:
    return [f"{one.marker}: {one.quote}" for one in result.evidence if one.polarity == "-" and one.counted]


def test_the_reply_to_paste_is_strong_and_nothing_in_it_hurts() -> None:
    result = assessed(story.TICKET_TO_TRY, story.suggested_reply())
    assert (result.band, hurting(result), result.idea) == (Band.STRONG, [], None)
    assert {"acknowledged", "validated_feeling", "paraphrased", "owner_and_time"} <= set(result.shown)


def test_the_reply_that_is_shown_first_is_good_with_one_idea() -> None:
    result = assessed(story.TICKET_TO_SHOW, story.suggested_reply(story.TICKET_TO_SHOW))
    assert result.band is Band.GOOD
    assert result.idea
    assert result.idea.slug == "acknowledge_first"
    assert len(result.strengths) == 2


@pytest.mark.parametrize("number", [n for n, one in TICKETS.items() if one.get("agent") == "maya"])
def test_the_warm_agents_replies_never_need_a_look(number: int) -> None:
    result = assessed(number)
    assert result.band is not Band.NEEDS_A_LOOK
    assert [found for found in hurting(result) if not found.startswith("abrupt_end")] == []


def test_the_demo_shows_every_band() -> None:
    assert {assessed(number).band for number in TICKETS} == set(Band)
