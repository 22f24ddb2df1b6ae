"""A django-helpdesk ticket to our nouns; pure functions."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from integrations.django_helpdesk.marks import EMPTY
from integrations.marks import split_version
from integrations.model import Message, Role, Status, Ticket, TicketRef

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.accounts import Account
    from integrations.django_helpdesk.shape import FollowUp, RawTicket

RESOLVED, CLOSED, DUPLICATE = 3, 4, 5
SOLVED = (RESOLVED, CLOSED)
"""Both are solved: a closed ticket takes private follow-ups like a resolved one."""
EPOCH = datetime.fromtimestamp(0, UTC)
ESCALATION = "Ticket Escalated"
"""Title of what upstream's escalation job writes, publicly and without a user."""
ACCEPTED = "Submitter accepted resolution and closed ticket"
"""Comment that a customer's click on "Accept and Close" leaves."""


def ticket(raw: RawTicket, account: Account) -> Ticket:
    """Return the ticket as it stands."""
    version, key = split_version(field(raw, account, "version"))
    return Ticket(
        ref=TicketRef(account.name, str(raw.id)),
        subject=raw.title,
        status=Status.SOLVED if raw.status in SOLVED else Status.OPEN,
        messages=tuple(messages(raw, bots(account))),
        tags=frozenset(tags(raw, account)),
        fields=fields(raw, account) | ({"version": version} if version else {}),
        keys=frozenset({key} if key else ()),
        skip=skip(raw),
        updated_at=updated_at(raw),
    )


def updated_at(raw: RawTicket) -> datetime:
    """Return when the ticket last went on; a change of its fields leaves no trace in it."""
    return raw.follow_ups[-1].date if raw.follow_ups else EPOCH


def skip(raw: RawTicket) -> str | None:
    """Say why the ticket must not be scored."""
    if raw.merged_to is not None:
        return "merged"
    return "duplicate" if raw.status == DUPLICATE else None


def messages(raw: RawTicket, bot_users: frozenset[int]) -> Iterator[Message]:
    """Yield the description and every public text after it, oldest first."""
    description = plain(raw.description)
    if description:
        at = raw.follow_ups[0].date if raw.follow_ups else EPOCH
        yield Message("description", "customer", Role.CUSTOMER, description, at, public=True)
    for position, follow_up in enumerate(raw.follow_ups):
        body = plain(follow_up.comment)
        # Every way to open a ticket repeats the description in the first follow-up.
        if not follow_up.public or not body or (position == 0 and body == description):
            continue
        yield message(follow_up, body, role(follow_up, raw.submitter_email, bot_users))


def message(follow_up: FollowUp, body: str, who: Role) -> Message:
    """Return one public follow-up."""
    author = "customer" if follow_up.user is None else f"user-{follow_up.user}"
    channel = "email" if follow_up.message_id else "web"
    return Message(str(follow_up.id), author, who, body, follow_up.date, public=True, channel=channel)


def role(follow_up: FollowUp, submitter: str, bot_users: frozenset[int]) -> Role:
    """Say who wrote a public follow-up: staff have a user, customers none, and mail of third parties neither."""
    if follow_up.user is not None:
        return Role.BOT if follow_up.user in bot_users else Role.AGENT
    if follow_up.title == ESCALATION or plain(follow_up.comment) == ACCEPTED:
        return Role.BOT
    of_another = follow_up.message_id and submitter.lower() not in follow_up.title.lower()
    return Role.UNKNOWN if of_another else Role.CUSTOMER


def fields(raw: RawTicket, account: Account) -> dict[str, str | tuple[str, ...]]:
    """Return what our fields carry, by our names, without tags and version."""
    found: dict[str, str | tuple[str, ...]] = {}
    for name in sorted(account.fields.keys() - {"tags", "version"}):
        value = field(raw, account, name)
        if value and value != EMPTY:
            found[name] = split_list(value) if name == "shown" else value
    return found


def field(raw: RawTicket, account: Account, name: str) -> str:
    """Return one field of ours as text; "" when it is empty or not configured."""
    return raw.custom.get(account.fields.get(name, ""), "")


def tags(raw: RawTicket, account: Account) -> tuple[str, ...]:
    """Return the tags in the order in which they stand."""
    return split_list(field(raw, account, "tags"))


def split_list(value: str) -> tuple[str, ...]:
    """Split a comma-separated text field."""
    return tuple(part for part in map(str.strip, value.split(",")) if part and part != EMPTY)


def bots(account: Account) -> frozenset[int]:
    """Return the users whose public follow-ups are automatic."""
    return frozenset(map(int, split_list(account.options.get("bot_users", ""))))


def solved_at(raw: RawTicket) -> datetime:
    """Return when the ticket was last solved; its last activity where no follow-up tells (board, API)."""
    closes = [follow_up.date for follow_up in raw.follow_ups if follow_up.new_status in SOLVED]
    return max(closes or [follow_up.date for follow_up in raw.follow_ups], default=EPOCH)


def plain(value: str) -> str:
    """Return a body with unix line ends and no blank ends."""
    return value.replace("\r\n", "\n").strip()
