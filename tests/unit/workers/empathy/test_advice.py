"""What the agent reads: strengths first, at most one idea, kind, and nothing private."""

from __future__ import annotations

import pytest

from tests.unit.workers.empathy.conversations import MIXED_CASES, talk
from workers.empathy.advice import BEST_FIRST, GAPS, GROUPS, LIKELY
from workers.empathy.data import table
from workers.empathy.lexicon import lexicon
from workers.empathy.model import Band
from workers.empathy.score import assess
from workers.empathy.wording import MOST_WORDS, cut

UPSET = "I'm really annoyed: order 55-210 came without its lid, and I can't use the pot on Sunday."
STOCK = "Please be assured that we value your business."
ASK = "Is there anything else I can do for you?"

IDEAS = [
    ("do_not_ask_again", UPSET, "I'm sorry the lid is missing. Could you please send me your order number?"),
    ("no_blame", UPSET, "A missing lid is annoying. If you had read the label, you would know it ships apart."),
    ("tone", UPSET, "I see that the lid is missing, I've sent it. Calm down, please, it is on its way."),
    ("acknowledge_first", UPSET, f"I've sent the missing part today, you will have it on Friday. {ASK}"),
    (
        "owner_and_time",
        UPSET,
        f"I'm sorry your pot came without its lid, how annoying. It is being looked into. {ASK}",
    ),
    ("confirm_fix", UPSET, f"A pot without its lid is annoying. I've put the lid in the post today. {STOCK}"),
]


@pytest.mark.parametrize(("slug", "customer", "reply"), IDEAS)
def test_the_idea_is_the_change_that_helps_most(slug: str, customer: str, reply: str) -> None:
    idea = assess(talk(customer, reply)).idea
    assert idea is not None
    assert idea.slug == slug


def test_an_idea_may_be_about_steps_and_own_words() -> None:
    dump = (
        "I see the lid is missing. Open the app, choose orders, select the pot, press report, add a photo, enter the "
        "code, confirm it, save it and send it. I've told the depot and will ring you on Friday."
    )
    blocks = "I understand. Your satisfaction is important to us. We value your feedback. We strive for the best."
    found = {idea.slug for text in (dump, blocks) if (idea := assess(talk("The lid is missing.", text)).idea)}
    assert found <= {gap.slug for gap in GAPS}


def test_each_idea_is_an_option_of_the_field_and_has_words() -> None:
    slugs = {gap.slug for gap in GAPS}
    assert slugs == {
        *("acknowledge_first", "say_it_back", "own_words", "owner_and_time", "no_blame"),
        *("do_not_ask_again", "steps", "confirm_fix", "tone"),
    }
    assert slugs <= table("en/advice").keys()
    against = {marker for gap in GAPS for marker in gap.against}
    assert against == {marker.id for marker in lexicon().markers.values() if marker.polarity == "-"}


@pytest.mark.parametrize(
    ("customer", "example"),
    [
        ("My parcel is missing, I'm worried.", "I can see why it worries you that your parcel is missing."),
        (
            "My parcel 4711 is missing, I'm worried.",
            "I can see why you worry about the parcel, so here is where things stand.",
        ),
    ],
)
def test_an_example_is_built_from_the_ticket(customer: str, example: str) -> None:
    """From the trouble in ordinary words, else from its topic."""
    idea = assess(talk(customer, "Please wait for two more days and then write again, please.")).idea
    assert idea is not None
    assert "“worried”" in idea.sentence
    assert idea.example == example


def test_without_a_topic_there_is_no_example() -> None:
    idea = assess(
        talk("I'm so angry with you people.", "Please wait for two more days and then write again, please.")
    ).idea
    assert idea is not None
    assert idea.example is None


@pytest.mark.parametrize(
    "customer",
    [
        "This is the third time I write and I have been waiting for two weeks, still no parcel.",
        "What the hell is going on with my parcel? Your shop is garbage.",
    ],
)
def test_strain_and_outbursts_are_not_quoted_as_a_feeling(customer: str) -> None:
    result = assess(talk(customer, "Please wait for two more days and then write again, please."))
    assert result.customer_feeling == "frustrated"
    assert result.idea is not None
    assert "The customer wrote" not in result.idea.sentence
    assert "frustrating" not in (result.idea.example or "")


@pytest.mark.parametrize(
    ("customer", "reply"),
    [
        (
            "I don't want to pay for a seat. Is there a way for my accountant to see the invoices?",
            "Yes, a guest sees them. Open Settings, then People, and choose Invite a guest.",
        ),
        (
            "I got the jacket in M, I need S. How do I return it?",
            "The label is under My orders. Pack it, stick it on.",
        ),
        (
            "The reminders come in the wrong language. Could you change that?",
            "Done: they come in Finnish from now on, by text message as before.",
        ),
    ],
)
def test_a_calm_question_and_a_quick_fix_are_not_told_to_grieve(customer: str, reply: str) -> None:
    result = assess(talk(customer, reply))
    assert result.band not in {Band.NEEDS_A_LOOK, Band.NOT_SCORED}
    assert result.idea is None or result.idea.slug not in {"acknowledge_first", "owner_and_time"}


def test_a_trouble_that_costs_something_is_still_to_be_named() -> None:
    idea = assess(
        talk("The export fails, so I type 60 dates by hand.", "Open Orders, then Export, then Custom.")
    ).idea
    assert idea is None or idea.slug == "acknowledge_first"


def test_an_idea_without_a_culprit_has_no_gap_to_fill() -> None:
    thanks = "Nothing to fix, just thanks. Your driver carried the sofa up four floors without a word."
    idea = assess(
        talk(thanks, "That is lovely to read, thank you. I will tell him tomorrow, he will be pleased.")
    ).idea
    assert idea is None or "{" not in f"{idea.sentence}{idea.example}"


def test_nothing_private_gets_into_an_idea() -> None:
    customer = (
        "I'm furious. My daughter Ondine Marchetti, 44 Mill Lane, ondine@mill.example, card 4929 1234 5678 9012, "
        "has her diagnosis in the wrong letter."
    )
    idea = assess(talk(customer, "Please wait for two more days and then write again, please.")).idea
    assert idea is not None
    words = f"{idea.sentence} {idea.example}"
    assert not any(part in words for part in ("Ondine", "Marchetti", "Mill", "@", "4929", "diagnosis", "daughter"))


def test_strengths_are_two_at_most_from_different_sentences_and_rarest_first() -> None:
    reply = (
        "A pot without its lid is annoying, above all before Sunday. I've put the lid in the post today. "
        "I will ring you on Friday. Thanks for the photo. " + ASK
    )
    strengths = assess(talk(UPSET, reply)).strengths
    assert [strength.marker for strength in strengths] == ["validated_feeling", "commitment"]
    assert strengths[0].sentence == lexicon().markers["validated_feeling"].note


def test_a_sentence_with_something_against_it_is_not_praised() -> None:
    reply = "I've put the lid in the post today, as I already told you. I will ring you on Friday to hear if it fits."
    assert "action_done" not in {strength.marker for strength in assess(talk(UPSET, reply)).strengths}


def test_quotes_are_short_and_end_at_a_word() -> None:
    long = "I have put the lid, the ring, the handle and the little brush into the post for you today"
    assert cut(long) == "I have put the lid, the ring, the handle and the little…"
    assert cut("two\n words") == "two words"
    for case in MIXED_CASES:
        for strength in assess(talk(*case)).strengths:
            assert len(strength.quote.split()) <= MOST_WORDS


def test_groups_are_shown_in_a_fixed_order() -> None:
    assert list(GROUPS) == [
        *("acknowledged", "validated_feeling", "paraphrased", "own_words", "owner_and_time"),
        *("clear_steps", "stayed_calm", "confirmed_fix", "kind_close"),
    ]
    positive = {marker.id for marker in lexicon().markers.values() if marker.polarity == "+"}
    grouped = {marker for members in GROUPS.values() for marker in members}
    assert grouped <= positive
    assert positive - grouped == {"invited_story", "asked_specific"}
    assert set(BEST_FIRST) == positive - {"specific", "used_i"}
    shown = assess(talk(UPSET, f"{ASK} I've put the lid in the post today, order 55-210 is complete now.")).shown
    assert shown == ("own_words", "owner_and_time", "kind_close")


PRAISED = [
    (
        "action_done",
        "I looked into your account. I have refunded 39.90 today, the lid comes free.",
        "I have refunded",
    ),
    ("action_done", "I checked the order. I have put the lid in the post for you.", "I have put the lid"),
    ("clear_steps", "A missing lid is a pity. Open the app. Then press the blue button.", "Open the app"),
    (
        "apologised",
        "The pot left without its lid. Sorry for the late answer, the report only reached me today.",
        "Sorry for the late answer",
    ),
    (
        "gentle_pointer",
        "Page 9 of the manual shows the lid. Shall we go through it together?",
        "Page 9 of the manual",
    ),
]
NOT_PRAISED = [
    ("clear_steps", "A missing lid is a pity. Open the app, the lid is listed there."),
    ("apologised", "I'm sorry. The pot ships without its lid in the month of June."),
    ("apologised", "I'm sorry about the lid, so sorry for the wait, sorry for all of this."),
    ("paraphrased", "I have moved order 55-210 with its pot and lid to Sunday for you."),
    ("acknowledged", "Yes, it left our store this morning, the pot and the lid."),
    ("gentle_pointer", "400 cards with a line on page two, let us get that fixed together."),
    ("stayed_calm", "Great, thanks for the pot! Order another, and have a fantastic day!!!"),
    ("stayed_calm", "Please send photos of the pot and the lid. We can't process it without them."),
]


@pytest.mark.parametrize(
    ("customer", "reply"),
    [
        ("The jam arrived with one jar broken.", "What a mess, sorry! A new jar is on its way, and two more."),
        ("My invoice has no VAT number.", "The number was added in May, so your invoice was made without it."),
    ],
)
def test_what_the_reader_doubts_is_not_praised(customer: str, reply: str) -> None:
    """Whatever a rule found: a wrong word of praise costs more trust than a missing one."""
    result = assess(talk(customer, reply))
    doubted = {one.marker for one in result.evidence if one.counted and one.sure is not None and one.sure < LIKELY}
    assert doubted & set(BEST_FIRST)
    assert doubted.isdisjoint(strength.marker for strength in result.strengths)


@pytest.mark.parametrize(
    "customer",
    [
        "My father passed away. His account is locked and I can't pay for the funeral.",
        "My mum died in May and her phone contract still runs, I'm exhausted.",
    ],
)
def test_nothing_is_told_back_to_the_bereaved(customer: str) -> None:
    """No template finds the right words for a death: "you have trouble with the account" are the wrong ones."""
    idea = assess(talk(customer, "Please send the certificate to the other team. That takes four weeks.")).idea
    assert idea is not None
    assert idea.example is None


def test_an_idea_about_a_whole_sentence_does_not_say_that_it_works_without_it() -> None:
    reply = "It is on the page of May. As explained in the onboarding, the report shows what you select."
    idea = assess(talk("Where do I find the report?", reply)).idea
    assert idea is not None
    assert idea.slug == "tone"
    assert "works as well without" not in idea.sentence


def test_a_quote_does_not_break_off_between_two_numbers() -> None:
    reply = "Thanks for the report. I've booked the plumber for Monday between 8 and 10; she has the cellar key."
    quotes = [strength.quote for strength in assess(talk("The tap in flat 12 drips.", reply)).strengths]
    assert "I've booked the plumber for Monday between 8 and 10" in quotes


@pytest.mark.parametrize(("marker", "reply", "start"), PRAISED)
def test_praise_quotes_what_deserves_it(marker: str, reply: str, start: str) -> None:
    quotes = {strength.marker: strength.quote for strength in assess(talk(f"Disgrace! {UPSET}", reply)).strengths}
    assert quotes.get(marker, "").startswith(start)


@pytest.mark.parametrize(("marker", "reply"), NOT_PRAISED)
def test_what_does_not_deserve_it_is_not_praised(marker: str, reply: str) -> None:
    result = assess(talk(f"Disgrace! {UPSET}", reply))
    assert result.not_scored is None
    assert marker not in {strength.marker for strength in result.strengths}
