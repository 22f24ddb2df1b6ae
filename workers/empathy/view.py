"""A text that is fit to match on, and where each of its characters stands in the original."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from workers.empathy.markup import Markup, Tag

if TYPE_CHECKING:
    from collections.abc import Sequence

# One character for one character, so that offsets stay as they are.
_SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a", " "),
        **dict.fromkeys("\u202f\u205f\u3000", " "),
        **{control: " " for control in (*range(0x20), *range(0x7F, 0xA0)) if control != 0x0A},  # noqa: PLR2004 - "\n"
        **dict.fromkeys("\r\v\f\x85\u2028\u2029", "\n"),
        **{chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)},
    },
)
_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
# Zero-width, bidi and other format characters, variation selectors.
_INVISIBLE = (
    r"[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufe00-\ufe0f\ufeff\ufff9-\ufffc\U000e0000-\U000e007f]"
)
_SPECIAL = re.compile(rf"{_INVISIBLE[:-1]}<&\ufb00-\ufb04]")
_TOKEN = re.compile(
    rf"(?P<invisible>{_INVISIBLE}+)"
    r"|(?P<ligature>[\ufb00-\ufb04])"
    r"|(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<tag><!--|-->|</?[A-Za-z][A-Za-z0-9:]{0,9}(?:[\s/][^<>]*)?>)",
)
_ONLY_INVISIBLE = re.compile(rf"{_INVISIBLE}+")


class Cut(NamedTuple):
    """A stretch that does not count, and why."""

    start: int
    end: int
    reason: str


def apart(cuts: list[Cut]) -> list[Cut]:
    """Put cuts in order and drop those that begin within another."""
    kept: list[Cut] = []
    for cut in sorted(cuts):
        if not kept or cut.start >= kept[-1].end:
            kept.append(cut)
    return kept


@dataclass(frozen=True, slots=True)
class View:
    """`text[i]` stands for `body[starts[i]:ends[i]]`; `cuts` (markup) are offsets into the body."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    cuts: tuple[Cut, ...] = ()

    def cut(self, start: int, end: int, reason: str) -> Cut:
        """Give the stretch of the body that `text[start:end]` stands for."""
        return Cut(self.starts[start], self.ends[end - 1], reason)


class _Builder:
    """Collects the text of a view piece by piece."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def keep(self, text: str, start: int) -> None:
        self.pieces.append(text)
        self.starts.extend(range(start, start + len(text)))
        self.ends.extend(range(start + 1, start + len(text) + 1))

    def put(self, text: str, start: int, end: int) -> None:
        self.pieces.append(text)
        self.starts.extend([start] * len(text))
        self.ends.extend([end] * len(text))


def view(body: str) -> View:
    """Straighten quotes, spaces and line ends, expand ligatures and entities, drop invisible characters and tags."""
    even = body.replace("\r\n", " \n").translate(_SAME_LENGTH)
    special = "<" in even or "&" in even if even.isascii() else _SPECIAL.search(even)
    if not special:
        return View(even, range(len(even)), range(1, len(even) + 1))
    tokens = list(_TOKEN.finditer(even))
    builder = _Builder()
    markup = Markup([Tag(token[0], *token.span()) for token in tokens if token["tag"]])
    position = 0
    for token in tokens:
        if not markup.hidden:
            builder.keep(markup.flow(even[position : token.start()]), position)
        _take(token, markup, builder)
        position = token.end()
    builder.keep(markup.flow(even[position:]), position)
    cuts = tuple(Cut(*region) for region in markup.cuts)
    return View("".join(builder.pieces), builder.starts, builder.ends, cuts)


def _take(token: re.Match[str], markup: Markup, builder: _Builder) -> None:
    start, end = token.span()
    if token["tag"]:
        shown = markup.take(Tag(token[0], start, end))
        if shown is None:
            builder.keep(markup.flow(token[0]), start)
        else:
            builder.put(shown[0], shown[1], end)
    elif markup.hidden or token["invisible"]:
        return
    elif token["ligature"]:
        builder.put(_LIGATURES[token["ligature"]], start, end)
    else:
        decoded = unescape(token["entity"]).translate(_SAME_LENGTH)
        builder.put(_ONLY_INVISIBLE.sub("", decoded), start, end)
