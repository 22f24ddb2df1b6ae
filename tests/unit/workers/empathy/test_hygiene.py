"""What is not the writer's own words is left out, with its reason and its place."""

from __future__ import annotations

import pytest

from tests.unit.workers.empathy.whole import after
from workers.empathy.data import phrases
from workers.empathy.text import Reading, read

OWN = "I have refunded the second invoice today."
BEFORE = "The parcel came open and the blue lamp is missing. I need it on Friday, can you send another one?"


def left_out(reading: Reading) -> list[tuple[str, str]]:
    return [(one.reason, reading.body[one.start : one.end]) for one in reading.left_out]


def said(reading: Reading) -> str:
    return " ".join(one.text for one in reading.sentences)


HISTORY = [
    "> The parcel came open.\n> The lamp is missing.",
    "On Tue, 3 Mar 2026 at 10:14, Kim Doe <kim@mail.example> wrote:\n\n> The parcel came open.",
    "On Tue, 3 Mar 2026 at 10:14,\nKim Doe <kim@mail.example>\nwrote:\n> The parcel came open.",
    "On 3 March 2026 10:14, Kim Doe wrote:\nThe parcel came open.\n\nThe lamp is missing.",
    "Am 03.03.2026 um 10:14 schrieb Kim Doe:\n> Das Paket war offen.",
    "Le mar. 3 mars 2026 à 10:14, Kim Doe <kim@mail.example> a écrit :\n> Le colis était ouvert.",
    "El mar, 3 mar 2026 a las 10:14, Kim Doe (<kim@mail.example>) escribió:\nEl paquete llegó abierto.",
    "2026-03-03 10:14 GMT+01:00 Kim Doe <kim@mail.example>:\n> The parcel came open.",
    "-----Original Message-----\nFrom: Kim Doe\nSent: Tuesday\nSubject: Lamp\n\nThe parcel came open.",
    "---------- Forwarded message ---------\nFrom: Kim Doe\n\nThe parcel came open.",
    "Begin forwarded message:\n\nThe parcel came open.",
    "________________________________\nFrom: Kim <kim@mail.example>\nSent: Tuesday\nTo: Us\n\nThe parcel came open.",
    "*Von:* Kim Doe\n*Gesendet:* Dienstag\n*An:* Support\n*Betreff:* Lampe\n\nDas Paket war offen.",
    "[quote=kim]The parcel came open.[/quote]",
    "{quote}The parcel came open.{quote}",
]


@pytest.mark.parametrize("history", HISTORY)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_quoted_history_is_left_out_in_the_forms_of_mail_programs(history: str, line_end: str) -> None:
    reading = read(f"{OWN}\n\n{history}".replace("\n", line_end))
    assert said(reading) == OWN
    assert {reason for reason, _ in left_out(reading)} <= {"quoted", "markup"}
    assert ("quoted", True) in {
        (reason, "open" in quote or "offen" in quote or "ouvert" in quote or "abierto" in quote)
        for reason, quote in left_out(reading)
    }


def test_a_reply_below_and_between_quoted_lines_counts() -> None:
    body = f"On 3 Mar 2026, Kim wrote:\n> Where is it?\n\n{OWN}\n\n> And the lamp?\n\nIt is on its way."
    assert said(read(body)) == f"{OWN} It is on its way."


def test_a_sentence_that_only_looks_like_a_header_counts() -> None:
    body = "I looked at what you wrote:\nthe lamp is missing.\n\nFrom: our warehouse it left on time."
    assert left_out(read(body)) == []


@pytest.mark.parametrize("header", ["kim_d said\n", "Kim Doe wrote:\n", "Kim Doe said:\n\n"])
def test_what_a_forum_quotes_is_found_in_the_earlier_messages(header: str) -> None:
    quoted = "The parcel came open and the blue lamp is missing."
    reading = read(f"{header}{quoted} {OWN}", earlier=after("Hello", BEFORE))
    assert said(reading) == OWN
    assert left_out(reading) == [("quoted", f"{header}{quoted}")]


def test_a_forum_quotation_may_skip_a_part() -> None:
    body = f"kim said\nThe parcel came open and ... I need it on Friday, can you send another one? {OWN}"
    assert said(read(body, earlier=after(BEFORE))) == OWN


def test_a_name_that_said_nothing_known_is_left_out_alone() -> None:
    reading = read(f"kim said\n{OWN}", earlier=after("Hello", BEFORE))
    assert left_out(reading) == [("quoted", "kim said")]
    assert said(reading) == OWN


def test_a_repeated_block_without_marks_is_quoted() -> None:
    reading = read(f"{OWN}\n\n{BEFORE}", earlier=after(BEFORE.replace(". ", ".\r\n")))
    assert said(reading) == OWN
    assert left_out(reading) == [("quoted", BEFORE)]


def test_a_few_of_the_customers_words_may_be_said_back() -> None:
    body = "So the blue lamp is missing. I need it on Friday, too."
    assert left_out(read(body, earlier=after(BEFORE))) == []


SIGNATURES = [
    ("-- \nKim Doe\nHarbour Lamps\n+44 20 7946 0018", "-- \nKim Doe\nHarbour Lamps\n+44 20 7946 0018"),
    ("Best wishes,\nKim", "Kim"),
    (
        "Kind regards\n\nKim Doe\nSenior Advisor\nHarbour Lamps Ltd.\nTel. +44 20 7946 0018\nwww.harbour.example",
        "Kim Doe",
    ),
    ("Cheers\nkim, lamps desk", "kim, lamps desk"),
    ("Kim", "Kim"),
    ("Kim Doe", "Kim Doe"),
    ("Kim, returns", "Kim, returns"),
    ("The Harbour Lamps Team", "The Harbour Lamps Team"),
    ("your service desk (on Sundays)", "your service desk (on Sundays)"),
    ("kim_d", "kim_d"),
    ("^KD", "^KD"),
    ("-Kim", "-Kim"),
    ("Sent from my iPhone", "Sent from my iPhone"),
    ("Get Outlook for Android", "Get Outlook for Android"),
]


@pytest.mark.parametrize(("ending", "signature"), SIGNATURES)
def test_signatures_are_left_out(ending: str, signature: str) -> None:
    reading = read(f"Hi Ann,\n\n{OWN}\n\n{ending}")
    assert [one.text for one in reading.sentences if one.kind == "prose"] == [OWN]
    assert "signature" in {one.reason for one in reading.left_out}
    assert any(signature in quote for _, quote in left_out(reading))
    assert reading.words == 7


@pytest.mark.parametrize(
    "ending",
    [
        "Thanks again for your patience",
        "Hope this helps",
        "Let me know",
        "Reinstall it",
        "Done",
        "P.S. I also sent you a lamp.",
        "Anything else?",
    ],
)
def test_a_last_line_that_speaks_is_no_signature(ending: str) -> None:
    reading = read(f"{OWN}\n\n{ending}")
    assert ending in said(reading)


def test_a_name_alone_is_a_message() -> None:
    assert said(read("Kim Doe")) == "Kim Doe"


def test_a_message_below_a_closing_counts() -> None:
    assert "I forgot to say" in said(
        read(f"{OWN}\n\nThanks,\nKim\n\nI forgot to say that it is the blue one, not the green.")
    )


FOOTERS = [
    "This email and any attachments are confidential and intended solely for\nthe person it is addressed to.",
    "If you have received this message in error, please delete it. Harbour Lamps Ltd. Registered in England no. 1.",
    "Please consider the environment before printing.",
]


@pytest.mark.parametrize("footer", FOOTERS)
def test_legal_footers_are_left_out(footer: str) -> None:
    reading = read(f"{OWN}\n\n{footer}")
    assert said(reading) == OWN
    assert left_out(reading) == [("footer", footer)]


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("How would you rate the support you received?", "survey"),
        ("Please take a moment to complete our survey.", "survey"),
        ("Your request (#4711) has been updated.", "auto_text"),
        ("To add additional comments, reply to this email.", "auto_text"),
        ("##- Please type your reply above this line -##", "auto_text"),
        ("Please do not reply to this email, it is not read.", "auto_text"),
    ],
)
def test_what_the_helpdesk_adds_is_left_out(sentence: str, reason: str) -> None:
    reading = read(f"{sentence}\n\n{OWN}")
    assert said(reading) == OWN
    assert [why for why, _ in left_out(reading)] == [reason]
    assert said(read(f"{OWN} {sentence}")) == OWN


@pytest.mark.parametrize("reason", ["footer", "survey", "auto_text", "signature"])
def test_every_phrase_of_the_data_file_works(reason: str) -> None:
    for phrase in phrases("reading", reason):
        reading = read(f"{OWN}\n\nXxxx {phrase} xxxx")
        assert said(reading) == OWN, phrase


@pytest.mark.parametrize(
    "sentence",
    [
        "I have updated your ticket.",
        "Your request has been forwarded.",
        "You can unsubscribe from the newsletter under Account.",
        "What would you rate as most urgent?",
        "I read your feedback on the survey form we sent.",
    ],
)
def test_what_an_agent_says_about_such_things_counts(sentence: str) -> None:
    assert said(read(sentence)) == sentence


CODE = [
    "```\nrm -rf cache\nany words here\n```",
    "~~~\nsome words\n~~~",
    "{code}\nx = 1\n{code}",
    "[code]print me[/code]",
    "const total = 12;",
    "signon.showAutoComplete = false",
    '{\n  "lamp": "blue",\n  "count": 2\n}',
    "#lamp-list {\n  color: blue;\n}",
    "$ sudo systemctl restart lamp",
    "sudo apt install -y lamp",
    '<link rel="lamp" href="blue">',
    "C:\\Users\\kim\\lamp.txt",
    "SELECT id FROM lamps",
]
LOGS = [
    'Traceback (most recent call last):\n  File "lamp.py", line 3, in <module>\n    light()\nLampError: no bulb',
    "java.lang.NullPointerException: lamp\n    at shop.Lamp.light(Lamp.java:12)\n    ... 3 more",
    "2026-03-03 10:14:02 WARN lamp: bulb is warm\n2026-03-03T10:14:03Z ERROR lamp: bulb is gone",
    "Mar  3 10:14:02 host lampd: started",
    "[ERROR] bulb is gone",
    "bp-9c4d6f38-d198-4274-9ed5-f46dd0191008",
]


@pytest.mark.parametrize(("block", "reason"), [*((one, "code") for one in CODE), *((one, "log") for one in LOGS)])
def test_code_and_logs_are_left_out(block: str, reason: str) -> None:
    reading = read(f"{OWN}\n\n{block}\n\nThat is all.")
    assert said(reading) == f"{OWN} That is all."
    assert left_out(reading) == [(reason, block)]


@pytest.mark.parametrize(
    "line",
    [
        "Options => Privacy => Forms :",
        "Settings > Billing > Tax details.",
        "Note: the lamp is blue;",
        "Press <Enter> and wait.",
        "let me check (one moment)",
        "At 10:14 we restarted the lamp.",
        "The error said nothing.",
        "The price is 12.50 (24 % off), total = what you paid before.",
        "cd and dvd drives are fine",
        "$50 are on their way back to you.",
    ],
)
def test_prose_with_signs_is_no_code(line: str) -> None:
    assert said(read(line)) == line


def test_a_step_with_a_command_stays_a_step() -> None:
    reading = read("Two steps:\n1. sudo apt install -y lamp\n2. Restart it.")
    assert [one.kind for one in reading.sentences] == ["prose", "item", "item"]


@pytest.mark.parametrize("line", ["----------", "*****", "______", "= = =", "..."])
def test_lines_that_only_divide_are_left_out(line: str) -> None:
    assert left_out(read(f"{OWN}\n{line}\nThat is all.")) == [("markup", line)]


def test_an_address_is_left_out_of_a_sentence_that_goes_on() -> None:
    body = "See https://shop.example/a_(b)?x=1&y=2, then call me. It's on www.shop.example."
    reading = read(body)
    assert [one.text for one in reading.sentences] == ["See \ufffc, then call me.", "It's on \ufffc."]
    assert left_out(reading) == [("url", "https://shop.example/a_(b)?x=1&y=2"), ("url", "www.shop.example")]


def test_a_line_with_only_an_address_is_no_sentence() -> None:
    reading = read(f"{OWN}\n- https://shop.example/lamp\nhttps://shop.example/bulb")
    assert said(reading) == OWN
    assert left_out(reading) == [("url", "- https://shop.example/lamp\nhttps://shop.example/bulb")]


def test_redaction_bars_do_not_break_a_sentence() -> None:
    body = "I called \u2587\u2587\u2587\u2587 at \u2587\u2587 twice."
    reading = read(body)
    assert said(reading) == "I called \ufffc at \ufffc twice."
    assert left_out(reading) == [("redacted", "\u2587\u2587\u2587\u2587"), ("redacted", "\u2587\u2587")]
