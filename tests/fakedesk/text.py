"""What becomes of a comment's text: HTML is cleaned, markup in plain text is dropped, placeholders are expanded."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple

ALLOWED = frozenset(
    {"p", "br", "b", "strong", "i", "em", "u", "ul", "ol", "li", "a", "code", "pre", "blockquote", "div", "span"}
)
DROPPED = frozenset({"script", "style", "iframe", "object"})
BLOCKS = frozenset({"p", "br", "li", "div", "pre", "blockquote", "ul", "ol"})


class Bodies(NamedTuple):
    """The three forms in which a comment is given back."""

    body: str
    html_body: str
    plain_body: str


def as_typed(text: str) -> Bodies:
    """Return a comment as a person typed or mailed it."""
    paragraphs = escape(text, quote=False).replace("\n", "<br>")
    return Bodies(text, f'<div class="zd-comment" dir="auto"><p>{paragraphs}</p></div>', text)


def from_plain(text: str, placeholders: dict[str, str] | None) -> Bodies:
    """Return a comment that came by the API as `body`: tags are stripped."""
    return as_typed(expand(re.sub(r"</?[A-Za-z][^>]*>", "", text), placeholders))


def from_html(markup: str, placeholders: dict[str, str] | None) -> Bodies:
    """Return a comment sent as `html_body`: what is not on the list goes."""
    cleaner = _Cleaner()
    cleaner.feed(markup)
    cleaner.close()
    html = expand("".join(cleaner.html), placeholders)
    plain = expand(re.sub(r"\n{3,}", "\n\n", "".join(cleaner.plain)).strip(), placeholders)
    return Bodies(plain, f'<div class="zd-comment" dir="auto">{html}</div>', plain)


def expand(text: str, placeholders: dict[str, str] | None) -> str:
    """Expand `{{placeholder}}` as Liquid does: an unknown one is nothing, and a `{% tag %}` goes."""
    if placeholders is None:
        return text
    text = re.sub(r"\{%.*?%\}", "", text, flags=re.DOTALL)
    return re.sub(r"\{\{\s*([\w.]*).*?\}\}", lambda found: placeholders.get(found[1], ""), text, flags=re.DOTALL)


class _Cleaner(HTMLParser):
    """Collects clean HTML and the same as plain text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.html: list[str] = []
        self.plain: list[str] = []
        self._dropping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._dropping += tag in DROPPED
        if tag in ALLOWED and not self._dropping:
            link = dict(attrs).get("href") or ""
            safe = tag == "a" and link.startswith(("https://", "http://", "mailto:"))
            self.html.append(f'<a href="{escape(link)}">' if safe else f"<{tag}>")
            self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._dropping = max(0, self._dropping - (tag in DROPPED))
        if tag in ALLOWED - {"br"} and not self._dropping:
            self.html.append(f"</{tag}>")
            self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._dropping:
            self.html.append(escape(data, quote=False))
            self.plain.append(data)

    def _break(self, tag: str) -> None:
        if tag in BLOCKS and self.plain and not self.plain[-1].endswith("\n"):
            self.plain.append("\n")
