"""Strict JSON in, one line of JSON out."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.cli import jsontext
from config.cli.jsontext import BadInput, dump_line, loads


def flaw(raw: bytes) -> BadInput:
    with pytest.raises(BadInput) as caught:
        loads(raw)
    return caught.value


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b'{"a": }', "not JSON at column 7 (Expecting value)"),
        (b"{'a': 1}", "not JSON at column 2 (Expecting property name enclosed in double quotes)"),
        (b'{"a": NaN}', "not JSON (NaN is not a JSON value)"),
        (b'{"a": -Infinity}', "not JSON (-Infinity is not a JSON value)"),
        (b'{"a": {"b": 1, "b": 2}}', "a key appears twice in one object"),
        (
            b'{"a": 1} {"a": 2}',
            "expected one conversation a line, got more after it at column 10: jq -c . makes it so",
        ),
        (b'{"a": "\xff"}', "not UTF-8 at byte 8; save it as UTF-8"),
        ('{"a": 1}'.encode("utf-16"), "expected UTF-8, got UTF-16; save it as UTF-8"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a": ' + b"9" * 9_000 + b"}", "a number has too many digits"),
        (b'{"a": "raw \x01 control"}', "not JSON at column 12 (Invalid control character at)"),
    ],
)
def test_what_is_wrong_is_said(raw: bytes, message: str) -> None:
    assert flaw(raw).message == message


def test_in_several_lines_the_line_is_named() -> None:
    assert flaw(b'{\n"a": 1,\n}').line == 3


def test_what_is_too_long_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsontext, "LIMIT", 2 * 1024**2)
    assert flaw(b'"' + b"a" * 2 * 1024**2 + b'"').message == "longer than 2 MiB"


def test_half_a_surrogate_pair_goes_out_as_it_came_in() -> None:
    line = dump_line({"quote": loads(b'"\\ud83d caf\xc3\xa9"')})
    assert line == b'{"quote": "\\ud83d caf\xc3\xa9"}\n'


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_comes_back_from_one_line(text: str) -> None:
    line = dump_line({"quote": text})
    assert len(line.decode().splitlines()) == 1
    assert json.loads(line)["quote"].encode("utf-16", "surrogatepass") == text.encode("utf-16", "surrogatepass")
