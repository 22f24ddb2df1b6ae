"""The nine places where the article pulls two ways, each decided (docs/scoring.md says how)."""

from __future__ import annotations

from tests.unit.workers.empathy.conversations import CALM, counted, found, talk
from workers.empathy.model import Confidence
from workers.empathy.score import assess

UPSET = "I'm so frustrated, the parcel with order 55-210 is lost for the second time."
TOLD = (
    "On Tuesday at nine I filled in the form, uploaded both certificates and pressed send. The page went white, "
    "after a minute it said session expired, and now the form is empty and both certificates are gone."
)


def test_t1_a_feeling_is_validated_only_where_one_was_expressed() -> None:
    said = "I can see how upsetting this is."
    assert found(talk(UPSET, said))["validated_feeling"] is None
    assert found(talk(CALM, said))["validated_feeling"] == "no feeling was expressed"
    assert "guessed_feeling" in counted(talk(CALM, "You must be furious."))
    assert "guessed_feeling" not in counted(talk(UPSET, "You must be furious."))


def test_t2_bare_understanding_is_generic_and_with_its_object_it_counts() -> None:
    assert found(talk(UPSET, "I understand."))["validated_feeling"] == "generic phrase"
    assert "validated_feeling" in counted(talk(UPSET, "I understand how frustrating a second lost parcel is."))


def test_t3_company_we_counts_only_for_hidden_actors_and_without_an_i() -> None:
    assert "company_we" in counted(talk(UPSET, "We will look into it."))
    assert "company_we" not in counted(talk(UPSET, "I've asked the depot, and we will look into it."))
    assert "company_we" not in counted(talk(UPSET, "We've got lockers in nine towns now."))


def test_t4_one_step_at_a_time_is_for_chat_and_a_list_for_mail() -> None:
    listed = "1. Open the lid.\n2. Clean the sensor.\n3. Press reset."
    assert "clear_steps" in counted(talk(CALM, listed))
    assert "clear_steps" in counted(talk(CALM, "Open the lid, please."))
    block = "Open the lid, clean the sensor, press reset, and close the lid again."
    mail, chat = talk(CALM, block), talk(CALM, block, channel="chat")
    assert ("clear_steps" in counted(mail), "step_dump" in counted(mail)) == (True, False)
    assert ("clear_steps" in counted(chat), "step_dump" in counted(chat)) == (False, True)


def test_t5_what_happened_is_an_opener_and_a_burden_once_told() -> None:
    asked = "Can you tell me exactly what happened?"
    assert "invited_story" in counted(talk(CALM, asked))
    assert "asked_to_repeat" in counted(talk(TOLD, asked))
    assert "invited_story" not in counted(talk(TOLD, asked))


def test_t6_irony_lowers_the_confidence_and_is_not_guessed_at() -> None:
    reply = "I've put a new parcel in the post today, and I will write to you on Friday when it has arrived."
    plain = assess(talk(UPSET, reply))
    ironic = assess(talk(f"{UPSET} Great job, guys, lost again.", reply))
    assert plain.confidence is not Confidence.LOW
    assert ironic.confidence is Confidence.LOW


def test_t7_a_correction_counts_with_guidance_and_not_alone() -> None:
    customer = "Your app has no export, so I type everything twice."
    assert "corrected_kindly" in counted(talk(customer, "It actually has one. Let me show you where it hides."))
    assert "corrected_kindly" not in counted(talk(customer, "It actually has one."))


def test_t8_one_apology_counts_and_more_do_not() -> None:
    sorry = "I'm sorry the parcel got lost again."
    once = assess(talk(UPSET, f"{sorry} I've sent a new one today."))
    often = assess(talk(UPSET, f"{sorry} I'm so sorry about this. I've sent a new one today. Sorry again for that."))
    apologies = [item.why for item in often.evidence if item.marker == "apologised"]
    assert apologies == [None, "second apology", "second apology"]
    assert once.score is not None
    assert often.score is not None
    assert often.score <= once.score


def test_t9_curly_apostrophes_are_read_and_the_offsets_stay() -> None:
    reply = "I\u2019m sorry the parcel\u2019s lost again. I\u2019ve sent a new one today."
    evidence = assess(talk(UPSET, reply)).evidence
    assert {"apologised", "action_done"} <= {item.marker for item in evidence}
    assert all(reply[item.start : item.end] == item.quote for item in evidence)
