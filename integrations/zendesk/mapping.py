"""A Zendesk ticket to our nouns; pure functions."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from integrations.marks import TAG_PREFIXES, split_version
from integrations.model import Status, Ticket, TicketRef

if TYPE_CHECKING:
    from datetime import datetime

    from config.accounts import Account
    from integrations.zendesk.conversation import Transcript
    from integrations.zendesk.shape import RawTicket

STATUSES = {"solved": Status.SOLVED, "closed": Status.CLOSED}
DELETED = "deleted"
CHATS = frozenset(
    {"chat", "chat_transcript", "native_messaging", "whatsapp", "facebook_message", "instagram_dm", "line"}
)
CALLS = ("voice", "phone_call", "api_phone_call", "api_voicemail")
"""Beginnings of the channels whose words were spoken."""
SKIP_TAGS = {
    "empathy_skip": "tag",
    "closed_by_merge": "merged",
    "created_for_side_conversation": "side_conversation",
}
"""Tags for which a ticket is not scored, with the reason in a word."""


def ticket(raw: RawTicket, transcript: Transcript, account: Account) -> Ticket:
    """Return the ticket as it stands, without what only its audits know."""
    version, key = split_version(text(raw, account, "version"))
    return Ticket(
        ref=TicketRef(account.name, str(raw.id)),
        subject=raw.subject,
        status=STATUSES.get(raw.status, Status.OPEN),
        messages=transcript.messages,
        tags=raw.tags,
        fields=fields(raw, account) | ({"version": version} if version else {}),
        keys=transcript.keys | ({key} if key else set()),
        skip=skip(raw) or (None if transcript.complete else "transcript_unavailable"),
        revision=raw.stamp,
        updated_at=raw.updated_at,
    )


def skip(raw: RawTicket) -> str | None:
    """Say why the ticket must not be scored."""
    for tag, reason in SKIP_TAGS.items():
        if tag in raw.tags:
            return reason
    if raw.channel.startswith("side_conversation"):
        return "side_conversation"
    return "voice" if raw.channel.startswith(CALLS) else None


def is_chat(raw: RawTicket) -> bool:
    """Say whether the agents' words are in the conversation log and not in the comments."""
    return raw.messaging or raw.channel in CHATS


def fields(raw: RawTicket, account: Account) -> dict[str, str | tuple[str, ...]]:
    """Return what our fields carry, by our names, without the version."""
    values = {name: raw.custom.get(account.fields[name], "") for name in sorted(account.fields.keys() - {"version"})}
    return {name: value for name, value in values.items() if value}


def text(raw: RawTicket, account: Account, name: str) -> str:
    """Return a field of ours that holds a text; "" when it is empty or not configured."""
    value = raw.custom.get(account.fields.get(name, ""), "")
    return value if isinstance(value, str) else ""


def solved_query(since: datetime) -> str:
    """Return the search for tickets solved since then, checked or not: one may have been solved again since."""
    just_before = since.astimezone(UTC) - timedelta(seconds=1)
    return f"status:solved status:closed solved>{just_before:%Y-%m-%dT%H:%M:%SZ}"


def may_be_assessed(raw: RawTicket) -> bool:
    """Say whether a ticket that was found is still solved, and may be assessed: the search index is minutes old."""
    return raw.status in STATUSES and skip(raw) is None


def our_tags(tags: frozenset[str]) -> frozenset[str]:
    """Return the tags that we may take away again."""
    return frozenset(tag for tag in tags if tag.startswith(TAG_PREFIXES))
