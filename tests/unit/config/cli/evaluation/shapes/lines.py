"""How the tests of the shapes read a line that they write by hand."""

from __future__ import annotations

import json
from io import BytesIO

from config.cli.evaluation.labelled import Labelled
from config.cli.evaluation.reading import read
from config.cli.intake import Flaw


def items(*values: object) -> list[Labelled | Flaw]:
    return list(read(BytesIO("\n".join(map(json.dumps, values)).encode())))


def good(**fields: object) -> Labelled:
    (item,) = items(fields)
    assert isinstance(item, Labelled), item
    return item


def flaw(**fields: object) -> tuple[str, str]:
    (item,) = items(fields)
    assert isinstance(item, Flaw)
    return item.field, item.message


def said(item: Labelled) -> list[tuple[str, str]]:
    return [(message.role, message.body) for message in item.conversation.messages]
