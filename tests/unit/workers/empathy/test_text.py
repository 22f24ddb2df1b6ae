"""A reading has every sentence at its exact place in the original, and loses nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.workers.empathy.whole import after, whole
from tests.unit.workers.empathy.work import calls
from workers.empathy.text import read

PIECES = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<br>",
            "<code>",
            "</code>",
            "<blockquote>",
            "</blockquote>",
            "<!--",
            "-->",
            "<li>",
            "</li>",
        ),
        *('<div class="gmail_quote">', "</div>", "<pre>", "</pre>", "<Enter>", "&nbsp;", "&lt;", "&amp;", "&#39;"),
        *(
            "\n",
            "\r\n",
            "\r",
            "\n\n",
            " ",
            "  ",
            "\t",
            "\u00a0",
            "\u200b",
            "\u202e",
            "\ufb01",
            "\u2019",
            "\U0001f642",
        ),
        *("> ", "On Tue, 3 May 2026 at 10:12, Sam wrote:", "Sam said\n", "-- \n", "--\n", "Best wishes,\n", "Tom"),
        *(
            "```\n",
            "`x`",
            "https://a.b/c.",
            "\u2587\u2587",
            "Hi Ann, ",
            "1. ",
            "- ",
            "Thanks",
            "e.g. ",
            "...",
            "?!",
            "*",
        ),
        *("From: a\n", "Sent: b\n", "To: c\n", "x = 1;", "{", "}", "[quote]", "[/quote]", "{code}", "12:30:11 log"),
        *(
            "How would you rate us?",
            "all rights reserved",
            "please wait for it",
            "Traceback (most recent call last):",
        ),
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=25).map("".join)


def kinds(body: str) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in read(body).sentences]


def prose(body: str) -> list[str]:
    return [one.text for one in read(body).sentences]


@given(TEXTS, st.lists(TEXTS, max_size=2))
def test_any_text_is_read_whole(body: str, earlier: list[str]) -> None:
    assert whole(body, earlier) == read(body, earlier=after(*earlier))


@given(TEXTS)
def test_what_was_read_reads_the_same_again(body: str) -> None:
    for one in read(body).sentences:
        again = " ".join(two.text for two in read(one.text.replace("\ufffc", " ")).sentences)
        markup = {"&", "<"} & set(one.text)  # text that would be an entity or a tag if it came in again
        assert markup or set(_words(again)) <= set(_words(one.text))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_a_sentence_is_normalised_and_keeps_its_place() -> None:
    body = "Hi Sam,\r\n\r\nI\u2019ve refunded it  today. It arrives Thursday!"
    reading = whole(body)
    assert kinds(body) == [
        ("greeting", "Hi Sam,"),
        ("prose", "I've refunded it today."),
        ("prose", "It arrives Thursday!"),
    ]
    second = reading.sentences[1]
    assert body[second.start : second.end] == "I\u2019ve refunded it  today."
    start = second.text.index("refunded it today")
    first, last = second.span(start, start + len("refunded it today"))
    assert body[first:last] == "refunded it  today"


@pytest.mark.parametrize(
    "body",
    [
        "\u201cI\u2019m on it\u201d",
        "\uff29\uff07m\u00a0on\u2003it",
        "I'm\u200b o\u202en it\u202c\ufeff",
        "I&#39;m&nbsp;on&#x20;it",
        "<b>I'm</b> on <i>it</i>",
        "I'm\ton  it",
        "I'm on\u2028it",
        "I'm on\rit",
    ],
)
def test_typography_and_markup_make_no_difference(body: str) -> None:
    assert [word.strip('"') for text in prose(body) for word in text.split()] == ["I'm", "on", "it"]
    whole(body)


def test_ligatures_are_expanded_and_quoted_whole() -> None:
    one = whole("The e\ufb03cient \ufb01x is &amp; was").sentences[0]
    assert one.text == "The efficient fix is & was"
    start = one.text.index("fix")
    assert one.span(start, start + 3) == (12, 14)
    assert one.span(one.text.index("&"), one.text.index("&") + 1) == (18, 23)


def test_a_word_is_quoted_without_the_tags_around_it() -> None:
    body = "<p>I have <b>refunded</b> it.</p>"
    one = whole(body).sentences[0]
    start, end = one.span(one.text.index("refunded"), one.text.index("refunded") + 8)
    assert body[start:end] == "refunded"


@pytest.mark.parametrize(
    ("body", "sentences"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("Version v2.0.1 works, e.g. on macOS 14.", ["Version v2.0.1 works, e.g. on macOS 14."]),
        ("Ask Mr. Doe or Dr. Roe, i.e. us.", ["Ask Mr. Doe or Dr. Roe, i.e. us."]),
        ("At 3 p.m. we call. Ok?", ["At 3 p.m. we call.", "Ok?"]),
        ("Come at 3 p.m. We are open.", ["Come at 3 p.m.", "We are open."]),
        ("J. Doe signed it. I did not.", ["J. Doe signed it.", "I did not."]),
        ("So did I. Then it broke.", ["So did I.", "Then it broke."]),
        ("Well... it broke. Wait... What?", ["Well... it broke.", "Wait...", "What?"]),
        ("It\u2019s done!Thanks for waiting", ["It's done!", "Thanks for waiting"]),
        ('Click "Accept!" to continue. Done.', ['Click "Accept!" to continue.', "Done."]),
        ('He said "no." Then he left.', ['He said "no."', "Then he left."]),
        ("its broken. please help", ["its broken.", "please help"]),
        ("Thanks! :) See you", ["Thanks! :)", "See you"]),
        ("Really?!? Yes!!!", ["Really?!?", "Yes!!!"]),
        ("ok\nwill do\nthanks for that one", ["ok", "will do", "thanks for that one"]),
        ("\U0001f642", ["\U0001f642"]),
        ("", []),
        (" \n\t ", []),
    ],
)
def test_sentences_end_where_a_reader_sees_it(body: str, sentences: list[str]) -> None:
    assert prose(body) == sentences
    whole(body)


def test_wrapped_lines_are_one_sentence_and_chat_lines_are_not() -> None:
    wrapped = (
        "I have looked into your account and found that the second invoice\nwent out twice. That was our mistake."
    )
    assert prose(wrapped)[0].endswith("second invoice went out twice.")
    assert prose("i imagine there is an extra fee\nI want these quickly") == [
        "i imagine there is an extra fee",
        "I want these quickly",
    ]


@pytest.mark.parametrize("bullet", ["-", "*", "\u2022", "1.", "1)", "(1)", "a)", "Step 1:", "\u2013"])
def test_list_items_are_sentences_of_their_own(bullet: str) -> None:
    body = f"Two steps:\n{bullet} Open the lid\n{bullet} Press the button. It clicks.\nThen call me."
    assert kinds(body) == [
        ("prose", "Two steps:"),
        ("item", "Open the lid"),
        ("item", "Press the button."),
        ("item", "It clicks."),
        ("prose", "Then call me."),
    ]
    first = whole(body).sentences[1]
    assert body[first.start : first.end] == f"{bullet} Open the lid"


@pytest.mark.parametrize(
    "greeting",
    [
        "Hi Sam,",
        "Hello!",
        "Dear Mr. Doe,",
        "Hey Ann and Bob -",
        "Good morning Ms Roe,",
        "Morning,",
        "Hello kim_99:",
        "Hi there",
    ],
)
def test_greetings_are_told_apart(greeting: str) -> None:
    assert kinds(f"{greeting}\n\nIt is done.") == [("greeting", greeting), ("prose", "It is done.")]


@pytest.mark.parametrize("body", ["Hi Ann, it is done.", "Hello, how can I help you?"])
def test_a_greeting_may_stand_on_the_line_of_the_message(body: str) -> None:
    assert [kind for kind, _ in kinds(body)] == ["greeting", "prose"]


@pytest.mark.parametrize("body", ["History shows it.", "Hi I am new here", "Good day rates are on the site."])
def test_what_begins_like_a_greeting_may_be_none(body: str) -> None:
    assert kinds(body)[0] == ("prose", body)


def test_only_the_last_line_closes() -> None:
    assert kinds("Thanks\n\nIt works.\n\nAll the best") == [
        ("prose", "Thanks"),
        ("prose", "It works."),
        ("closing", "All the best"),
    ]
    assert kinds("It works.\n\nThanks, Tom")[-1] == ("closing", "Thanks, Tom")
    assert kinds("Thank you") == [("prose", "Thank you")]


def test_words_that_count_are_those_of_prose_and_items() -> None:
    body = "Hi Sam,\n\nIt's done, see https://shop.example/lamp.\n- Press 2 keys\n\nBest wishes,\nTom"
    assert read(body).words == len(["It's", "done", "see", "Press", "keys"])


def test_paragraphs_are_counted() -> None:
    reading = read("Hi,\n\nOne. Two.\n\n> quoted\n\nThree.")
    assert [one.paragraph for one in reading.sentences] == [0, 1, 1, 2]


HTML = """<html><head><style>p { color: blue }</style></head><body>
<p>Hello <b>Ann</b>,</p><p>I have sent the
lamp&nbsp;today.</p><ul><li><p>Open it</p></li><li>Press <code>F2</code> once</li></ul>
<table><tr><td>Order</td><td>71-2280</td></tr></table><!-- note -->
<div class="gmail_signature">Kim<br>Harbour Lamps</div>
<div>On Tue, 3 Mar 2026 at 10:14, Ann wrote:</div><blockquote type="cite"><p>Where is <i>it</i>?</p></blockquote>
<div>See above.</div></body></html>"""


def test_html_is_read_like_the_text_it_shows() -> None:
    reading = whole(HTML)
    assert [(one.kind, one.text) for one in reading.sentences] == [
        ("greeting", "Hello Ann,"),
        ("prose", "I have sent the lamp today."),
        ("item", "Open it"),
        ("item", "Press \ufffc once"),
        ("prose", "Order 71-2280"),
        ("prose", "See above."),
    ]
    left_out = [(one.reason, HTML[one.start : one.end]) for one in reading.left_out]
    assert ("code", "<code>F2</code>") in left_out
    assert ("signature", '<div class="gmail_signature">Kim<br>Harbour Lamps</div>') in left_out
    assert ("quoted", "On Tue, 3 Mar 2026 at 10:14, Ann wrote:") in left_out
    assert not any("color" in HTML[one.start : one.end] for one in reading.sentences)


@pytest.mark.parametrize(
    "body", ["Press <Enter> or <b> twice", "if a < b and c > d", "a &madeup; b & c", "Menu --> Options"]
)
def test_text_that_mentions_a_tag_is_no_html(body: str) -> None:
    assert prose(body) == [body]


HOSTILE = [
    *(
        "<",
        "<p",
        "<!--",
        "<code>",
        "</code>",
        "&amp",
        "&#",
        ". ",
        "...",
        ".x",
        "!",
        "a.b.",
        "> ",
        ">\n",
        "\n\n",
        "- ",
        "1. ",
    ),
    *(
        "`",
        "```\n",
        "[quote]",
        "{code}",
        "x=",
        "x = y\n",
        "{\n",
        "(",
        '"',
        "a@b",
        "www.",
        "http://",
        "A ",
        "on 1:11 wrote:\n",
    ),
    *(
        "From: x\n",
        "Kim said\n",
        "Kim said\nlamp is blue ",
        "Thanks,\n",
        "Kim\n",
        "Kim\n\n",
        "--\n",
        "a\u200b",
        "\ufb01",
        "\u2587 ",
    ),
    *(
        "how would you rate ",
        "12:00:00 x\n",
        "Traceback (most recent call last):\n",
        "  at x(\n",
        "<li>",
        "<div><b>",
        "Hi a, ",
    ),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_twice_the_text_is_twice_the_work(piece: str) -> None:
    earlier = after("the lamp is blue " * 20)
    once, twice = (calls(lambda times=times: read(piece * times, earlier=earlier)) for times in (400, 800))
    assert twice < 2.5 * once + 500
