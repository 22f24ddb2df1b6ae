"""HTML in a message: tags are no words, some elements hide their content, some break the line."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from workers.empathy.data import table, words

if TYPE_CHECKING:
    from collections.abc import Sequence

OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in a sentence for what was left out of it, such as a web address: not a letter, not a space."""
_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")


class Tag(NamedTuple):
    """`<p>`, `</p>`, `<!--` or `-->` at its place in the body."""

    text: str
    start: int
    end: int

    @property
    def name(self) -> str:
        """Give the element's name in lower case; "!--" for a comment."""
        found = _NAME.match(self.text)
        return found[1].lower() if found else "!--"

    @property
    def closes(self) -> bool:
        """Tell whether it ends its element."""
        return self.text.startswith("</") or self.text == "-->"


class Markup:
    """Walks the tags of one message in order; `cuts` are the tags and hidden elements so far."""

    def __init__(self, tags: Sequence[Tag]) -> None:
        self.cuts: list[tuple[int, int, str]] = []
        self.hidden = False
        names = [tag.name for tag in tags]
        self._html = (bool(tags) and tags[0].start == 0) or not _words("proof").isdisjoint(names)
        self._flows = self._html and not (_words("paragraph") | _words("line")).isdisjoint(names)
        self._last_close = {tag.name: tag.start for tag in tags if tag.closes}
        self._opener, self._reason, self._depth = Tag("", 0, 0), "", 0
        self._at_line_start, self._after_bullet = True, False

    def flow(self, text: str) -> str:
        """Give text between tags: where tags break the lines, line ends in the source are spaces."""
        if text and not text.isspace():
            self._at_line_start = self._after_bullet = False
        return text.replace("\n", " ") if self._flows else text

    def take(self, tag: Tag) -> tuple[str, int] | None:
        """Give what stands for a tag and where that begins in the body; None for a tag that is only text."""
        if self.hidden:
            return self._inside(tag)
        if not self._html or tag.text == "-->" or tag.name not in _known():
            return None
        reason = self._hides(tag)
        if reason:
            self.hidden, self._opener, self._reason, self._depth = True, tag, reason, 1
            return "", tag.end
        self.cuts.append((tag.start, tag.end, "markup"))
        return self._shown(tag), tag.end

    def _inside(self, tag: Tag) -> tuple[str, int]:
        name = self._opener.name
        if tag.name == name:
            self._depth += -1 if tag.closes else 1
        if self._depth and tag.start != self._last_close[name]:
            return "", tag.end
        self.hidden = False
        self.cuts.append((self._opener.start, tag.end, self._reason))
        if name == "code":
            self._at_line_start = self._after_bullet = False
            return OBJECT, self._opener.start
        # A line with ">" tells that the line above ("On ... wrote:") introduces what was hidden here.
        shown = "\n>\n" if self._reason == "quoted" else "\n"
        return ("" if name == "!--" else shown), tag.end

    def _hides(self, tag: Tag) -> str | None:
        if tag.closes or self._last_close.get(tag.name, -1) < tag.start:
            return None  # never closed: a mention of the tag, not an element
        if tag.name in _hidden():
            return _hidden()[tag.name]
        return next((reason for word, reason in table("reading")["markup"]["classes"] if word in tag.text), None)

    def _shown(self, tag: Tag) -> str:
        starts_item = tag.name == "li" and not tag.closes
        if self._after_bullet and not (tag.name == "li" and tag.closes):
            return ""  # <li><p>: the words of the item are still to come
        if tag.name in _words("space"):
            return " "
        breaks = tag.name in _words("paragraph")
        if not breaks and tag.name not in _words("line"):
            return ""
        line_end = "\n" if breaks or not self._at_line_start else ""
        self._at_line_start, self._after_bullet = True, starts_item
        return f"{line_end}- " if starts_item else line_end


def _words(key: str) -> frozenset[str]:
    return words("reading", "markup", key)


@cache
def _hidden() -> dict[str, str]:
    by_reason: dict[str, str] = table("reading")["markup"]["hidden"]
    return {name: reason for reason, names in by_reason.items() for name in names.split()}


@cache
def _known() -> frozenset[str]:
    return _words("paragraph") | _words("line") | _words("space") | _words("inline") | {"!--"}
