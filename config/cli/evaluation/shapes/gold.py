"""The public conversation format and what a reader found in its last message, by code or by marker id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.cli.evaluation.labelled import Labelled, Place, place
from config.cli.evaluation.labels import CODES, marker_ids
from config.cli.evaluation.schemes import Scheme
from config.cli.formats import Fields, conversation
from config.cli.jsontext import BadInput
from workers.empathy.model import Band

if TYPE_CHECKING:
    from collections.abc import Mapping

BANDS = {"look": Band.NEEDS_A_LOOK, "na": Band.NOT_SCORED} | {band.value: band for band in Band}
"""`na` is what a reader says who finds nothing to judge."""
MOST_EMPATHY = 3
LONGEST_NAME = 40
"""Characters of an unknown label that may be repeated in the message."""


def gold(value: object, line: int) -> Labelled:
    """Return one labelled conversation; raise BadInput with the first wrong field."""
    read_in = conversation(value)
    if not read_in.messages or read_in.messages[-1].role != "agent" or not read_in.messages[-1].public:
        raise BadInput(
            "expected the last to be a public reply of an agent, which the labels are of", field="messages"
        )
    assert isinstance(value, dict)
    fields = Fields(value)
    names = fields.get("labels")
    if not isinstance(names, dict):
        raise fields.wrong("labels", "an object of labels, {} if there are none")
    body = read_in.messages[-1].body
    present = {name: quote for name, quote in names.items() if quote is not None and quote is not False}
    places = {name: _place(Fields(names, "labels."), name, body) for name in present}
    return Labelled(
        line,
        read_in,
        _scheme(names),
        places,
        feel=_feel(fields),
        emp=_emp(fields),
        band=_band(fields),
        group=fields.identity("group"),
    )


def _scheme(names: Mapping[str, object]) -> Scheme | None:
    known = {**dict.fromkeys(CODES, Scheme.CODES), **dict.fromkeys(marker_ids(), Scheme.MARKERS)}
    for name in names:
        if name not in known:
            shown = name.isidentifier() and len(name) <= LONGEST_NAME
            what = (
                f"expected codes such as ack or marker ids such as acknowledged, got {name if shown else 'neither'}"
            )
            raise BadInput(what, field="labels")
    schemes = {known[name] for name in names}
    if len(schemes) > 1:
        raise BadInput("expected either codes or marker ids, got both", field="labels")
    return schemes.pop() if schemes else None


def _place(labels: Fields, name: str, body: str) -> Place | None:
    quote = labels.get(name)
    if quote is True:
        return None
    found = place(body, quote) if isinstance(quote, str) else None
    if found is None:
        raise labels.wrong(name, "true, or words of the last message exactly as they stand there")
    return found


def _feel(fields: Fields) -> bool | None:
    value = fields.get("feel")
    if value is None:
        return None
    if value not in (0, 1):
        raise fields.wrong("feel", "0 or 1")
    return bool(value)


def _emp(fields: Fields) -> float | None:
    value = fields.get("emp")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MOST_EMPATHY:
        raise fields.wrong("emp", f"a number from 0 to {MOST_EMPATHY}")
    return float(value)


def _band(fields: Fields) -> Band | None:
    value = fields.text("band")
    if value is None:
        return None
    if value not in BANDS:
        raise fields.wrong("band", "look, mixed, good, strong or na")
    return BANDS[value]
