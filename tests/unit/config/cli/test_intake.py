"""Input told apart: a reply, a conversation, a stream of them; and each bad one found where it is."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.cli import jsontext, lines
from config.cli.intake import Flaw, Form, Parsed, read


def line(number: object = 1, body: str = "I see.") -> str:
    return json.dumps({"id": str(number), "messages": [{"role": "agent", "body": body}]}, ensure_ascii=False)


def taken(raw: str | bytes, form: Form = Form.GUESS) -> list[Parsed | Flaw]:
    return list(read(io.BytesIO(raw.encode() if isinstance(raw, str) else raw), form))


def summary(raw: str | bytes, form: Form = Form.GUESS) -> list[object]:
    """Ids of good conversations, line numbers of bad ones."""
    return [item.conversation.id if isinstance(item, Parsed) else item.line for item in taken(raw, form)]


def bodies(raw: str | bytes, form: Form = Form.GUESS) -> list[str]:
    return [item.conversation.messages[0].body for item in taken(raw, form) if isinstance(item, Parsed)]


class TestGuess:
    @pytest.mark.parametrize(
        "text",
        [
            "I'm sorry about that.\n",
            "  \n\nHello,\r\n\r\nthat is mended.",
            "[Ticket 12] Hello",
            "{{ticket.requester.first_name}}, hello",
            "42",
            '"quoted"',
            "null",
        ],
    )
    def test_plain_text_is_a_reply_kept_as_it_is(self, text: str) -> None:
        assert bodies(text) == [text]

    def test_one_object_on_one_line(self) -> None:
        assert summary(line()) == ["1"]

    def test_one_object_over_several_lines(self) -> None:
        assert summary("\n\n" + json.dumps(json.loads(line()), indent=2) + "\n") == ["1"]

    def test_one_object_with_a_message_a_line(self) -> None:
        text = '{"id": "7", "messages": [\n{"role": "customer", "body": "a"},\n{"role": "agent", "body": "b"}\n]}\n'
        assert summary(text) == ["7"]

    def test_many_one_a_line(self) -> None:
        assert summary("\n".join(line(n) for n in "abc")) == ["a", "b", "c"]

    def test_a_byte_order_mark_is_no_text(self) -> None:
        assert bodies(b"\xef\xbb\xbfHello") == ["Hello"]
        assert summary(b"\xef\xbb\xbf" + line().encode()) == ["1"]

    @pytest.mark.parametrize("text", ["[{", '[{"id": "1", "messages": []}]', "[\n  {\n", "[]", " [ ] \n"])
    def test_an_array_is_sent_back_with_the_way_out(self, text: str) -> None:
        (flaw,) = taken(text)
        assert isinstance(flaw, Flaw)
        assert "jq -c '.[]'" in flaw.message

    @pytest.mark.parametrize("text", ["", "\n", " \n \r\n\t", "\ufeff"])
    def test_nothing_is_a_flaw(self, text: str) -> None:
        (flaw,) = taken(text)
        assert isinstance(flaw, Flaw)
        assert flaw.message.startswith("nothing to score")

    def test_what_is_no_json_though_it_begins_so_may_be_a_reply(self) -> None:
        (flaw,) = taken("{name}, that is mended.")
        assert isinstance(flaw, Flaw)
        assert flaw.message.endswith("if it is the text of a reply, use --text")

    def test_several_objects_over_several_lines_are_sent_back(self) -> None:
        both = "\n".join(json.dumps(json.loads(line(n)), indent=1) for n in "ab")
        (flaw,) = taken(both)
        assert isinstance(flaw, Flaw)
        assert "jq -c ." in flaw.message

    def test_a_broken_document_names_the_line_in_it(self) -> None:
        assert summary('{"id": "1",\n "messages": [\n oops ]}\n') == [3]


class TestBadLines:
    @pytest.mark.parametrize(
        "bad",
        ["{", '{"id": "x"', "not json", '{"messages": 1}', "[]", '{"a": NaN}', '"text"', "{}{}", '{"messages": [{]}'],
    )
    def test_the_good_ones_around_a_bad_one_come_out_in_order(self, bad: str) -> None:
        assert summary(f"{line('a')}\n{bad}\n{line('b')}\n") == ["a", 2, "b"]

    @pytest.mark.parametrize("bad", ["{", '{"id": "x"', '{"messages": 1}', '{"a": NaN}', "{}{}", '{"messages": [{]}'])
    def test_the_first_may_be_the_bad_one(self, bad: str) -> None:
        assert summary(f"{bad}\n{line('a')}\n{line('b')}\n") == [1, "a", "b"]

    def test_blank_lines_are_counted_and_skipped(self) -> None:
        assert summary(f"{line('a')}\n\n  \r\n{{\n{line('b')}") == ["a", 4, "b"]

    def test_bytes_that_are_no_utf8_cost_their_line(self) -> None:
        raw = b"\n".join(
            [line("a").encode(), b'{"messages": [{"role": "agent", "body": "\xe9"}]}', line("b").encode()]
        )
        assert summary(raw) == ["a", 2, "b"]

    def test_only_a_line_feed_ends_a_line(self) -> None:
        text = "one\u2028two\x85three"
        assert bodies(f"{line('a', text)}\n{line('b', text)}") == [text, text]


class TestForced:
    def test_text_that_looks_like_json(self) -> None:
        assert bodies("{name}, hello", Form.TEXT) == ["{name}, hello"]
        assert bodies(line(), Form.TEXT) == [line()]

    def test_lines_that_do_not(self) -> None:
        assert summary("hello\n", Form.JSONL) == [1]

    def test_an_empty_stream_of_lines_is_no_flaw(self) -> None:
        assert taken("\n", Form.JSONL) == []

    def test_an_empty_reply_is(self) -> None:
        assert summary(" \n", Form.TEXT) == [1]

    def test_text_that_is_no_utf8(self) -> None:
        assert summary(b"caf\xe9", Form.TEXT) == [1]


class TestSize:
    @pytest.fixture(autouse=True)
    def small(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for module in (jsontext, lines):
            monkeypatch.setattr(module, "LIMIT", 1000)
        monkeypatch.setattr("config.cli.intake.LIMIT", 1000)
        monkeypatch.setattr(lines, "CHUNK", 64)

    def test_a_huge_line_is_passed_over(self) -> None:
        assert summary(f"{line('a')}\n{line('x', 'y' * 5000)}\n{line('b')}\n") == ["a", 2, "b"]

    def test_a_huge_first_line_too(self) -> None:
        assert summary(f"{line('x', 'y' * 5000)}\n{line('b')}\n") == [1, "b"]

    def test_a_huge_last_line_without_an_end(self) -> None:
        assert summary(f"{line('a')}\n{line('x', 'y' * 5000)}") == ["a", 2]

    def test_a_huge_document_is_refused_as_one(self) -> None:
        assert summary("{\n" + '"a": 1,\n' * 500) == [1]

    @pytest.mark.parametrize("text", ["y" * 5000, "y\n" * 3000])
    def test_a_huge_text_is_refused(self, text: str) -> None:
        assert summary(text) == [1]


def test_a_result_is_there_before_the_next_line_is_read() -> None:
    """Else nothing would come out of a pipe whose writer still writes."""

    class Fed(io.BytesIO):
        given = 0

        def readline(self, size: int | None = -1) -> bytes:
            self.given += 1
            return super().readline(size)

    stream = Fed("\n".join(line(n) for n in "abc").encode())
    items = read(stream, Form.GUESS)
    for wanted in (1, 2, 3):
        next(items)
        assert stream.given == wanted


@given(st.lists(st.sampled_from([line("a"), line("b"), "{", "", "oops", '{"messages": [{}]}']), max_size=8))
def test_every_line_that_is_not_blank_gives_one_item_in_order(given_lines: list[str]) -> None:
    expected = [json.loads(text)["id"] if '"id"' in text else n for n, text in enumerate(given_lines, 1) if text]
    assert summary("\n".join(given_lines), Form.JSONL) == expected


@given(st.binary(max_size=200), st.sampled_from(Form))
def test_any_bytes_give_items_and_never_a_crash(raw: bytes, form: Form) -> None:
    assert all(isinstance(item, Parsed | Flaw) for item in taken(raw, form))
