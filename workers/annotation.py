"""Assessment -> annotation: the fields, whose option values are the tags, perhaps a note, and the key."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from integrations.model import Annotation
from workers import note
from workers.empathy.model import Band

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config.accounts import Account
    from integrations.model import Ticket, TicketRef
    from workers.empathy.model import Assessment

BANDS = {
    Band.NEEDS_A_LOOK: "empathy__1_needs_a_look",
    Band.MIXED: "empathy__2_mixed",
    Band.GOOD: "empathy__3_good",
    Band.STRONG: "empathy__4_strong",
    Band.NOT_SCORED: "empathy__9_not_scored",
}
"""With digits, because helpdesks sort a column by the option's value."""
MOST_TAGS = 8

Value = str | tuple[str, ...]


def compose(ticket: Ticket, assessment: Assessment, account: Account) -> Annotation:
    """Return what the ticket should carry; every field of ours that the account has, "" and () for empty."""
    key = _key_that_stands(ticket, assessment)
    values = field_values(assessment)
    chosen = {name: values[name] for name in values if name in account.fields}
    if _is_news(ticket, key, values["empathy"]) and note.wanted(assessment, account.notes):
        text = note.compose(assessment, key, can_disagree="review" in account.fields)
        return Annotation(key, _few_tags(chosen), text)
    return Annotation(key, _few_tags(chosen))


def annotation_key(ref: TicketRef, assessment: Assessment, version: str = "") -> str:
    """Return the key of this result: account, ticket, the replies assessed, rules version (another one, if given)."""
    parts = (ref.account, ref.ticket_id, *assessment.replies, version or assessment.version)
    return "heard-" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def _key_that_stands(ticket: Ticket, assessment: Assessment) -> str:
    """Return the key that the ticket carries if other rules have assessed these very replies: their result stands."""
    earlier = annotation_key(ticket.ref, assessment, str(ticket.fields.get("version", "")))
    return earlier if earlier in ticket.keys else annotation_key(ticket.ref, assessment)


def field_values(assessment: Assessment) -> Mapping[str, Value]:
    """Return the value of each field by our names; without a result all but the band and version are empty."""
    values: dict[str, Value] = {"empathy": BANDS[assessment.band], "version": assessment.version}
    if assessment.not_scored:
        return values | {"confidence": "", "score": "", "shown": (), "idea": "", "feeling": ""}
    return values | {
        "confidence": f"empathy_confidence__{assessment.confidence}",
        "score": str(assessment.score),
        "shown": tuple(f"empathy_shown__{group}" for group in assessment.shown),
        "idea": f"empathy_idea__{assessment.idea.slug}" if assessment.idea else "",
        "feeling": f"customer_feeling__{assessment.customer_feeling}",
    }


def _is_news(ticket: Ticket, key: str, band: Value) -> bool:
    """Whether a note would say more than the last one: none was written, it is this one, or the band has changed."""
    return not ticket.keys or key in ticket.keys or ticket.fields.get("empathy") != band


def _few_tags(fields: dict[str, Value]) -> dict[str, Value]:
    """Cut the multi-select so that a ticket gets at most eight tags of ours."""
    others = sum(1 for value in fields.values() if isinstance(value, str) and "__" in value)
    return {name: value if isinstance(value, str) else value[: MOST_TAGS - others] for name, value in fields.items()}
