"""Zendesk's texts to plain ones: entities, line ends, redactions; HTML too, as the conversation log has it."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

BLOCKS = frozenset({"address", "blockquote", "br", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "p", "pre", "tr"})
UNSEEN = frozenset({"script", "style", "head", "title"})


def plain(text: str) -> str:
    """Return a plain body: even that one may hold entities."""
    return _tidy(unescape(text))


def from_html(markup: str) -> str:
    """Return what a reader sees of the markup, one line per block."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return _tidy("".join(reader.found))


def _tidy(text: str) -> str:
    """Return the text with unix line ends and ordinary spaces; what was redacted (▇) is left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\N{NO-BREAK SPACE}", " ")
    text = re.sub("▇+", "", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 (HTMLParser's)
        self._unseen += tag in UNSEEN
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in UNSEEN))
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.found.append(data)

    def _break(self, tag: str) -> None:
        if tag == "br" or (tag in BLOCKS and self.found and not self.found[-1].endswith("\n")):
            self.found.append("\n")
