"""What a person reads, out of what the API sends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.zendesk.plain import from_html, plain


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("a&nbsp;b &amp; c", "a b & c"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("  \n a \n\n\n\n\n b\n", "a \n\n b"),
        ("my card is ▇▇▇▇ ▇▇▇▇, thanks", "my card is  , thanks"),
        ("▇▇▇▇", ""),
        ("&amp;lt;", "&lt;"),
        ("<b>not markup</b>", "<b>not markup</b>"),
    ],
)
def test_plain_bodies(sent: str, read: str) -> None:
    assert plain(sent) == read


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ('<div class="zd-comment" dir="auto"><p>One.</p><p>Two<br>three.</p></div>', "One.\nTwo\nthree."),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("a<br><br>b", "a\n\nb"),
        ("<b>bold</b> &amp; <i>not</i>&nbsp;so", "bold & not so"),
        ("<style>p {}</style><script>alert(1)</script>seen", "seen"),
        ("5 &lt; 6", "5 < 6"),
        ("<p>never closed", "never closed"),
        ("</script>seen", "seen"),
        ("", ""),
    ],
)
def test_html_bodies(sent: str, read: str) -> None:
    assert from_html(sent) == read


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    for read in (plain(text), from_html(text)):
        assert read == read.strip()
        assert "▇" not in read
        assert "\r" not in read
