"""HTML in a message: tags are no words, some elements hide their content, some break the line."""

from __future__ import annotations

import re

_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")
_PARAGRAPH = frozenset("p h1 h2 h3 h4 h5 h6 ul ol table blockquote pre hr br".split())
_LINE = frozenset("div li tr section article center html body".split())
_SPACE = frozenset(["td", "th", "img"])
_INLINE = frozenset("a b i u s em strong small big sub sup font span label o tbody thead tfoot meta link".split())
_KNOWN = _PARAGRAPH | _LINE | _SPACE | _INLINE | {"code", "style", "script", "head", "title"}
_HIDING = {
    "!--": "markup",
    "style": "markup",
    "script": "markup",
    "head": "markup",
    "title": "markup",
    "blockquote": "quoted",
    "pre": "code",
    "code": "code",
}
# What mail programs call the element that holds the earlier conversation, or the signature.
_CLASSES = (
    ("gmail_quote", "quoted"),
    ("yahoo_quoted", "quoted"),
    ("protonmail_quote", "quoted"),
    ("zd-quoted", "quoted"),
    ("gmail_signature", "signature"),
    ("moz-signature", "signature"),
)
_OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"


class Markup:
    """Walks the tags of one message in order; `cuts` are the tags and hidden elements so far."""

    def __init__(self, tags: list[tuple[str, int]]) -> None:
        self.cuts: list[tuple[int, int, str]] = []
        self.hidden = False
        self._last_close = {_name(tag): at for tag, at in tags if tag.startswith("</") or tag == "-->"}
        self._flowing = any(_name(tag) in _PARAGRAPH | _LINE for tag, _ in tags)
        self._element, self._reason, self._from, self._depth = "", "", 0, 0
        self._at_line_start = True

    def flow(self, text: str) -> str:
        """Give text between tags: where tags break the lines, line ends in the source are spaces."""
        if text and not text.isspace():
            self._at_line_start = False
        return text.replace("\n", " ") if self._flowing else text

    def take(self, tag: str, start: int, end: int) -> tuple[str, int]:
        """Give what stands for a tag in the text, and from where on it stands for the body."""
        name, closing = _name(tag), tag.startswith("</") or tag == "-->"
        if self.hidden:
            return self._inside(name, closing=closing, start=start, end=end)
        if name not in _KNOWN and tag != "<!--":
            return self.flow(tag), start
        reason = None if closing else self._hides(name, tag, start)
        if reason:
            self.hidden, self._element, self._reason, self._from, self._depth = True, name, reason, start, 1
            return "", start
        self.cuts.append((start, end, "markup"))
        return self._shown(name, closing=closing), end

    def _inside(self, name: str, *, closing: bool, start: int, end: int) -> tuple[str, int]:
        if name == self._element:
            self._depth += -1 if closing else 1
        if self._depth and start != self._last_close[self._element]:
            return "", end
        self.hidden = False
        self.cuts.append((self._from, end, self._reason))
        if self._element == "code":
            self._at_line_start = False
            return _OBJECT, self._from
        return ("" if self._element == "!--" else "\n"), end

    def _hides(self, name: str, tag: str, start: int) -> str | None:
        if self._last_close.get(name, -1) < start:
            return None  # never closed: a mention of the tag, not an element
        if name in _HIDING:
            return _HIDING[name]
        return next((reason for word, reason in _CLASSES if word in tag), None)

    def _shown(self, name: str, *, closing: bool) -> str:
        if name in _PARAGRAPH:
            self._at_line_start = True
            return "\n"
        if name in _LINE:
            line_end = "" if self._at_line_start else "\n"
            self._at_line_start = True
            return line_end + ("- " if name == "li" and not closing else "")
        return " " if name in _SPACE else ""


def _name(tag: str) -> str:
    if tag in {"<!--", "-->"}:
        return "!--"
    found = _NAME.match(tag)
    return found[1].lower() if found else ""
