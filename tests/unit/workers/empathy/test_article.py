"""The article's own examples: the right marker for each, nothing held against any of its model phrases.

Source: Idiomatic, "Improving empathy in customer service (why you should care)". Phrases are quoted as printed.
"""

from __future__ import annotations

import pytest

from tests.unit.workers.empathy.conversations import CALM, talk, weighed
from workers.empathy.lexicon import lexicon

AVATAR = "I can't personalize my avatar, the editor closes each time I choose a colour."
UPSET = "I'm really frustrated, I can never change those settings on the app!"
MISSING = "Your app can't export to PDF, so I have to type everything twice."
LOST = "My request to the returns department got lost, nobody answers me."

MODEL = [
    ("acknowledged", AVATAR, "I hear that you\u2019re having trouble personalizing your avatar."),
    ("validated_feeling", UPSET, "I understand how frustrating it can be to change those settings on the app."),
    ("validated_feeling", UPSET, "I can see how this is upsetting."),
    (
        "paraphrased",
        "I try to print the delivery notes, but the driver only offers letter size.",
        "I hear that you\u2019re trying to print the notes, but you\u2019re struggling because it only has letter.",
    ),
    ("checked_understanding", AVATAR, "Is my understanding of your concern accurate?"),
    ("invited_story", CALM, "Can you tell me exactly what happened?"),
    ("thanked", AVATAR, "Thank you for bringing this to my attention."),
    ("apologised", AVATAR, "I\u2019m sorry that you\u2019re having this issue."),
    ("used_i", MISSING, "I\u2019ve sent this to our product managers."),
    ("action_done", MISSING, "I\u2019ve sent this to our product managers."),
    (
        "commitment",
        LOST,
        "I will follow up with that department tomorrow to ensure they\u2019ve received your request.",
    ),
    ("offered_guidance", MISSING, "Let me walk you through it right now."),
    (
        "corrected_kindly",
        MISSING,
        "We\u2019ve actually got that feature in the app right now. Let me walk you through it right now.",
    ),
    (
        "gentle_pointer",
        MISSING,
        "This is explained on page 32 of your welcome guide, let\u2019s walk through it together right now.",
    ),
    (
        "inclusive_we",
        MISSING,
        "This is explained on page 32 of your welcome guide, let\u2019s walk through it together right now.",
    ),
    ("confirmed_fix", AVATAR, "I\u2019ve reset the editor. Is that working for you now?"),
    (
        "open_door",
        AVATAR,
        "That should solve the problem, but please call me back if you run into any further problems.",
    ),
]
JUDGING = "Well, if you read the manual, you\u2019d have your answer."


def straight(text: str) -> str:
    return text.replace("\u2019", "'")


@pytest.mark.parametrize("spelling", [str, straight], ids=["curly", "straight"])
@pytest.mark.parametrize(("marker", "customer", "phrase"), MODEL)
def test_a_model_phrase_shows_its_marker_and_nothing_against_it(
    marker: str, customer: str, phrase: str, spelling: type[str]
) -> None:
    found = weighed(talk(customer, spelling(phrase)))
    assert marker in {one.marker for one in found if one.counted}
    against = {one.marker for one in found if lexicon().markers[one.marker].polarity == "-"}
    assert against - {"abrupt_end"} == set()


@pytest.mark.parametrize("spelling", [str, straight], ids=["curly", "straight"])
def test_the_judging_sentence_is_judged(spelling: type[str]) -> None:
    found = weighed(talk(MISSING, spelling(JUDGING)))
    assert "judged" in {one.marker for one in found if one.counted}


def test_i_understand_repeated_is_scripted() -> None:
    """The article: phrases like "I understand" are used so often that they come across as impersonal and scripted."""
    found = weighed(talk(UPSET, "I understand.", "It still does not work.", "I understand."))
    scripted = [one.reply.message.id for one in found if one.marker == "scripted" and one.counted]
    assert scripted == ["2", "4"]
    assert all(one.why for one in found if one.marker == "validated_feeling")
