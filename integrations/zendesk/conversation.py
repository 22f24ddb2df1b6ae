"""Who said what on a ticket: from its comments, or from the conversation log of a chat. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from integrations.marks import keys_in_note
from integrations.model import CHAT, Message, Role
from integrations.zendesk.plain import from_html, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from integrations.zendesk.shape import Comments, RawComment, RawEvent, RawTicket

MACHINES = ("rule", "system", "answer_bot", "automatic_solution", "satisfaction_prediction")
"""Beginnings of the channels that no person writes through."""
NOT_OF_THE_CONVERSATION, AUTO_GENERATED = 2, 4
"""Comment flags (Ticket Comments API)."""
ROLES = {
    "agent": Role.AGENT,
    "user": Role.CUSTOMER,
    "end-user": Role.CUSTOMER,
    "bot": Role.BOT,
    "system": Role.BOT,
}
"""Authors in the conversation log."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """The public turns, oldest first, and the annotation keys in private notes of ours.

    `complete` is false where an agent's words cannot be had.
    """

    messages: tuple[Message, ...]
    keys: frozenset[str]
    complete: bool = True


def from_comments(found: Comments, ticket: RawTicket, own_user: int | None) -> Transcript:
    """Return the transcript of a ticket that is answered by comments."""
    ordered = sorted(found.comments, key=lambda comment: (comment.at, comment.id))
    return Transcript(
        messages=tuple(_turns(ordered, found, ticket, own_user)),
        keys=_keys(plain(c.body) for c in ordered if not c.public and _may_be_ours(c.author_id, found, own_user)),
    )


def from_log(events: Iterable[RawEvent], ticket: RawTicket, own_user: int | None) -> Transcript:
    """Return the transcript of a chat; a message there is public, a comment says whether it is."""
    ordered = sorted(events, key=lambda event: (event.at, event.id))
    texts = [(event, event_text(event)) for event in ordered]
    return Transcript(
        messages=tuple(_turn(event, text, ticket, own_user) for event, text in texts if event.public and text),
        keys=_keys(
            text
            for event, text in texts
            if not event.public and (event.support_id == own_user if own_user else event.author == "agent")
        ),
    )


def without_log(found: Transcript) -> Transcript:
    """Return the transcript of a chat whose log cannot be had: without an agent in it, it is not whole."""
    return replace(found, complete=any(message.role is Role.AGENT for message in found.messages))


def comment_role(comment: RawComment, found: Comments, ticket: RawTicket, own_user: int | None) -> Role:
    """Say who wrote a comment; whoever cannot be told for sure is unknown, never an agent."""
    author = comment.author_id
    if author <= 0 or author == own_user or _is_machine(comment):
        return Role.BOT
    if author == ticket.requester_id:
        return Role.CUSTOMER  # an agent who asks for help is a customer of this ticket
    user = found.users.get(author)
    if user is None or user.gone:
        return Role.UNKNOWN
    if user.is_staff:
        return Role.AGENT
    return Role.UNKNOWN if NOT_OF_THE_CONVERSATION in comment.flags else Role.CUSTOMER


def event_role(event: RawEvent, ticket: RawTicket, own_user: int | None) -> Role:
    """Say who wrote an entry of the conversation log."""
    role = ROLES.get(event.author, Role.UNKNOWN)
    if role is Role.AGENT and event.support_id is not None:
        if event.support_id == own_user:
            return Role.BOT
        if event.support_id == ticket.requester_id:
            return Role.CUSTOMER
    return role


def event_text(event: RawEvent) -> str:
    """Return the plain text of an entry."""
    return plain(event.text) if event.text else from_html(event.html)


def _turns(
    ordered: Iterable[RawComment], found: Comments, ticket: RawTicket, own_user: int | None
) -> Iterator[Message]:
    for comment in ordered:
        body = plain(comment.body)
        if not body or not _is_heard(comment, found):
            continue
        role = comment_role(comment, found, ticket, own_user)
        author = str(comment.author_id)
        yield Message(str(comment.id), author, role, body, comment.at, public=True, channel=comment.channel)


def _turn(event: RawEvent, text: str, ticket: RawTicket, own_user: int | None) -> Message:
    by_support = event.support_id is not None and event.support_id > 0
    author = str(event.support_id) if by_support else event.messaging_id or event.author
    channel = "" if event.type == "Comment" else CHAT
    role = event_role(event, ticket, own_user)
    return Message(event.id, author, role, text, event.at, public=True, channel=channel)


def _is_heard(comment: RawComment, found: Comments) -> bool:
    """Say whether people on both sides read this comment: no note, no call, no text pasted from a merged ticket."""
    author = found.users.get(comment.author_id)
    if not comment.public or (author is not None and author.light):
        return False
    return comment.type != "VoiceComment" and "merge" not in (comment.channel, comment.relation)


def _is_machine(comment: RawComment) -> bool:
    return comment.channel.startswith(MACHINES) or AUTO_GENERATED in comment.flags


def _may_be_ours(author_id: int, found: Comments, own_user: int | None) -> bool:
    """Say whether a private comment may be our note; without our user's id, any agent's may."""
    if own_user is not None:
        return author_id == own_user
    author = found.users.get(author_id)
    return author is not None and author.is_staff


def _keys(notes: Iterable[str]) -> frozenset[str]:
    return frozenset[str]().union(*map(keys_in_note, notes))
