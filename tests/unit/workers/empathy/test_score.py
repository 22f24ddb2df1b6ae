"""The assessment: what is not scored, what caps a score, and that more is never simply better."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import pytest

from tests.unit.workers.empathy.conversations import talk
from tests.unit.workers.empathy.work import calls
from workers.empathy.model import Band, Confidence, Conversation, Message, NotScored
from workers.empathy.score import VERSION, assess

UPSET = "I'm really annoyed: order 55-210 came without its lid, and I can't use the pot on Sunday."
KIND = (
    "A pot without its lid is annoying, above all before Sunday. I've put the lid in the post today and will ring "
    "you on Friday to hear whether it fits."
)
NO = "Tickets for this show cannot be refunded, as the terms of the theatre exclude it."
CALM_FACTUAL = [
    (
        "Which screws do I need for the shelf?",
        "M6, 40 mm, four of them. They are in the bag with the shelf itself.",
    ),
    (
        "Is the pool open on Whit Monday?",
        "Yes, from ten to six. The sauna opens at noon and closes at five on that day.",
    ),
    (
        "What does error 14 mean?",
        "Error 14 says that the paper tray is empty. Fill the tray and press the green button.",
    ),
    (
        "How many seats are left for the 3 May show?",
        "Eleven in the stalls and two boxes. Prices are on the page of the show.",
    ),
    (
        "Does version 4 read files of version 3?",
        "It does, except macros. Those have to be exported from version 3 first, as text, and imported again.",
    ),
]


def test_a_kind_specific_reply_is_strong() -> None:
    assessment = assess(talk(UPSET, KIND))
    assert assessment.band is Band.STRONG
    assert assessment.confidence is Confidence.HIGH
    assert assessment.customer_feeling == "frustrated"
    assert assessment.idea is None
    assert assessment.version == VERSION


@pytest.mark.parametrize(("customer", "agent"), CALM_FACTUAL)
def test_a_calm_customer_and_a_factual_answer_never_need_a_look(customer: str, agent: str) -> None:
    assessment = assess(talk(customer, agent))
    assert assessment.customer_feeling == "none_expressed"
    assert assessment.band in {Band.MIXED, Band.GOOD}
    assert assessment.idea is None or assessment.idea.slug != "acknowledge_first"


@pytest.mark.parametrize(
    "way",
    [
        "You can resell it on our exchange until two days before the show.",
        "You may swap it for a ticket of another evening at the box office.",
        "You could pass it on to a friend, the name on it does not matter.",
        "You can also use it for any other show of the season.",
        "It can be rebooked to another evening free of charge.",
    ],
)
def test_a_plain_no_with_another_way_dismisses_nobody(way: str) -> None:
    """The idea for a bare "no" is to show another way; whoever has done so is not told it again."""
    assessment = assess(talk("Can I get a refund for the ticket? I bought it by mistake.", f"{NO} {way}"))
    assert "dismissed_feeling" not in {one.marker for one in assessment.evidence}
    assert assessment.band is not Band.NEEDS_A_LOOK


@pytest.mark.parametrize("more", ["", "You can read that in our terms.", "You can complain if you like."])
def test_a_plain_no_without_another_way_is_still_seen(more: str) -> None:
    assessment = assess(talk("Can I get a refund for the ticket? I bought it by mistake.", f"{NO} {more}"))
    assert "dismissed_feeling" in {one.marker for one in assessment.evidence if one.counted}


def test_a_plain_no_to_a_calm_question_dismisses_nobody() -> None:
    calm = assess(
        talk("Can we bring our dog on the evening boat?", "We can't take dogs on board, any day of the week.")
    )
    assert "dismissed_feeling" not in {one.marker for one in calm.evidence}
    assert calm.band is not Band.NEEDS_A_LOOK
    upset = assess(talk(UPSET, "We can't replace single lids, any day of the week."))
    assert "dismissed_feeling" in {one.marker for one in upset.evidence}


@pytest.mark.parametrize(
    "spoiler",
    [
        "If you had read the label, you would know.",
        "Calm down, it's not a big deal.",
        "Could you send me your order number?",
        "You can NOT have it sooner, you ALREADY know that!!",
    ],
)
def test_one_hard_word_caps_the_kindest_reply_at_mixed(spoiler: str) -> None:
    assessment = assess(talk(UPSET, f"{KIND} {spoiler}"))
    assert assessment.band in {Band.MIXED, Band.NEEDS_A_LOOK}


def test_words_in_quotation_marks_are_named_and_not_said() -> None:
    named = assess(talk(UPSET, f'{KIND} Nobody wants to read "calm down" from a shop.'))
    assert [one.why for one in named.evidence if one.marker == "dismissed_feeling"] == ["quoted words"]
    assert named.band in {Band.GOOD, Band.STRONG}
    said = assess(talk(UPSET, '"Calm down."', "Pardon?", KIND))
    assert [one.counted for one in said.evidence if one.marker == "dismissed_feeling"] == [True]


def test_hard_words_that_are_taken_back_cost_but_no_longer_cap() -> None:
    hard = "Calm down, it's not a big deal."
    sorry = 'I am sorry about "calm down", that was no answer to a missing lid.'
    taken_back = assess(talk(UPSET, hard, "Pardon?", f"{sorry} {KIND}"))
    left = assess(talk(UPSET, hard, "Pardon?", KIND))
    before = assess(talk(UPSET, f"{sorry} {KIND}", "Thanks.", hard))
    assert taken_back.score is not None
    assert left.score is not None
    assert before.score is not None
    assert 49 < taken_back.score < (assess(talk(UPSET, KIND)).score or 0)
    assert max(left.score, before.score) <= 49


def test_an_upset_customer_who_gets_a_text_block_needs_a_look() -> None:
    block = "Thank you for contacting us. Your request has been forwarded. We apologise for any inconvenience."
    assert assess(talk(UPSET, block)).band is Band.NEEDS_A_LOOK


def test_more_of_the_same_is_not_better() -> None:
    once = assess(talk(UPSET, KIND)).score
    twice = assess(talk(UPSET, f"{KIND} I can see why it's annoying. It really is annoying, I do understand.")).score
    assert once is not None
    assert twice is not None
    assert twice <= once


def test_one_specific_reply_beats_three_text_blocks() -> None:
    block = "I understand. We apologise for any inconvenience. Thank you for your patience and understanding."
    blocks = assess(talk(UPSET, block, "And now?", block, "Hello?", block))
    assert blocks.score is not None
    assert assess(talk(UPSET, KIND)).score or blocks.score < 0
    assert blocks.score < (assess(talk(UPSET, KIND)).score or 0)
    assert "generic phrase" in {one.why for one in blocks.evidence}


def test_the_text_that_did_not_count_is_listed() -> None:
    reply = f"{KIND}\n\nKind regards\nJo Reed\n\n-- \nJo Reed | Pots & Lids | Mill Lane 4"
    assert "signature" in {part.reason for part in assess(talk(UPSET, reply)).not_counted}


@pytest.mark.parametrize(
    ("roles", "reason"),
    [
        (["customer"], NotScored.NO_AGENT_REPLY),
        ([], NotScored.NO_AGENT_REPLY),
        (["customer", "bot"], NotScored.BOT_ONLY),
        (["agent"], NotScored.ONE_SIDED),
        (["bot", "agent"], NotScored.ONE_SIDED),
    ],
)
def test_who_spoke_decides_whether_there_is_something_to_score(roles: list[str], reason: NotScored) -> None:
    bodies = {"agent": KIND, "customer": UPSET, "bot": "Hello, I am only a bot."}
    messages = tuple(Message(str(at), role, bodies[role]) for at, role in enumerate(roles))  # type: ignore[arg-type]
    assessment = assess(Conversation("t1", messages))
    assert (assessment.band, assessment.score, assessment.not_scored) == (Band.NOT_SCORED, None, reason)
    assert assessment.confidence is Confidence.LOW
    assert (assessment.shown, assessment.agents, assessment.idea, assessment.strengths) == ((), (), None, ())
    assert bool(assessment.evidence) == ("agent" in roles)


def test_fewer_than_ten_words_are_too_short() -> None:
    assert assess(talk(UPSET, "The lid left here today, sorry.")).not_scored is NotScored.TOO_SHORT
    quoted = f"Done.\n\nOn Mon, 2 Nov 2026 at 09:14, Lou wrote:\n> {UPSET}"
    assert assess(talk(UPSET, quoted)).not_scored is NotScored.TOO_SHORT


@pytest.mark.parametrize(
    "reply",
    [
        "Il coperchio arriva domani mattina, ci dispiace molto per il ritardo e per il disturbo che abbiamo causato.",
        "Der Deckel ist heute in die Post gegangen und kommt am Freitag an, bitte entschuldigen Sie die Umstände.",
    ],
)
def test_another_language_is_not_guessed_at(reply: str) -> None:
    assert assess(talk(UPSET, reply)).not_scored is NotScored.LANGUAGE


@pytest.mark.parametrize(
    ("customer", "reason"),
    [
        ("Buongiorno, non riesco ad accedere al mio account da tre giorni e sono arrabbiato.", NotScored.LANGUAGE),
        ("Ich warte seit drei Wochen auf mein Paket. Wo ist es?", NotScored.LANGUAGE),
        ("printer jam", None),
        ("error 404 in module.exe", None),
        ("Guten Tag, bitte helfen Sie mir. I'm really worried about the order, can you please look into it?", None),
    ],
)
def test_a_customer_who_cannot_be_read_is_not_taken_for_calm(customer: str, reason: NotScored | None) -> None:
    assert assess(talk(customer, KIND)).not_scored is reason


def test_a_customer_who_is_hardly_english_makes_it_unsure() -> None:
    assert assess(talk("Bonjour, rien ne va", KIND)).confidence is Confidence.LOW


def test_agents_are_told_apart_by_their_pseudonyms() -> None:
    messages = (
        Message("1", "customer", UPSET),
        Message(
            "2", "agent", "Calm down. If you had read the label, you would know what is in the box.", author="a1"
        ),
        Message("3", "customer", "I only want my lid."),
        Message("4", "agent", KIND, author="a2"),
    )
    agents = {agent.author: agent for agent in assess(Conversation("t1", messages)).agents}
    assert agents["a1"].band is Band.NEEDS_A_LOOK
    assert agents["a2"].band in {Band.GOOD, Band.STRONG}
    alone = Conversation("t1", tuple(replace(one, author=None) for one in messages))
    assert [agent.author for agent in assess(alone).agents] == ["a1"]


def test_bots_are_not_judged() -> None:
    messages = (
        Message("1", "customer", UPSET),
        Message("2", "bot", "WE VALUE YOUR FEEDBACK!! Your satisfaction is important to us."),
        Message("3", "agent", KIND),
    )
    assessment = assess(Conversation("t1", messages))
    assert assessment.replies == ("3",)
    assert {item.message for item in assessment.evidence} == {"3"}


def test_few_opportunities_are_less_sure() -> None:
    assert assess(talk(*CALM_FACTUAL[0])).confidence is Confidence.MEDIUM


@pytest.mark.parametrize(
    "sentence",
    [
        "I am sorry about lid {}, I have sent it today.",
        "You should have read the label of lid {}, I can see why that is annoying.",
    ],
)
def test_twice_the_reply_is_twice_the_work(sentence: str) -> None:
    def reply(lids: int) -> str:
        return "\n".join(sentence.format(lid) for lid in range(lids))

    assess(talk(UPSET, reply(400)))
    once, twice = (calls(lambda lids=lids: assess(talk(UPSET, reply(lids)))) for lids in (200, 400))
    assert twice < 2.2 * once


def test_twice_the_replies_that_are_taken_back_are_twice_the_work() -> None:
    def thread(replies: int) -> Conversation:
        reproaches = (f"You should have read label {at}. " * 3 for at in range(replies))
        return talk(
            UPSET, *chain.from_iterable((one, "And now?") for one in reproaches), "Sorry for my first answer."
        )

    assess(talk(UPSET, KIND))
    once, twice = (calls(lambda replies=replies: assess(thread(replies))) for replies in (40, 80))
    assert twice < 2.2 * once
