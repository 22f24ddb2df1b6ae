"""`heard explain`: what would be written on a ticket, and why. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from config.cli import page
from config.cli.accounts import open_runtime
from config.cli.backend import plain_errors
from config.cli.jsontext import dump_line
from config.cli.options import account_argument, color_option, examples, json_option, ticket_argument
from config.cli.paint import shortened
from config.cli.words import FIELDS, outcome
from workers.conversation import to_conversation
from workers.empathy.hear import hear
from workers.empathy.result import result
from workers.empathy.score import judge
from workers.kind_lines import kind_lines
from workers.plan import foreseen, left_alone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.accounts import NotePolicy
    from integrations.model import Annotation, Ticket
    from workers.empathy.model import Assessment, Conversation
    from workers.review import Reviewer


@dataclass(frozen=True, slots=True)
class Explained:
    """A ticket as it stands and as it should."""

    ticket: Ticket
    conversation: Conversation
    assessment: Assessment
    annotation: Annotation

    @property
    def note(self) -> str | None:
        """The text of the note that would be written."""
        return self.annotation.note.text if self.annotation.note else None

    @property
    def would(self) -> str:
        """What a review would come to, in its own words."""
        return left_alone(self.ticket) or foreseen(self.ticket, self.annotation)


@click.command(
    short_help="Show what would be written on a ticket, and why.", epilog=examples("heard explain acme 4711")
)
@account_argument
@ticket_argument
@json_option("One object: what would come of it, the result as in score --json, fields, tags, key.")
@color_option
@plain_errors()
def explain(account: str, ticket: str, *, as_json: bool) -> None:
    """Fetch TICKET from ACCOUNT's helpdesk, assess it and show what would be written and why. Writes nothing."""
    reviewer = open_runtime(account).reviewer(account)
    explained = _explain(reviewer, ticket)
    if as_json:
        click.echo(dump_line(_as_object(explained)), nl=False)
    else:
        click.echo("\n".join(_as_page(explained, reviewer.account.notes)))


def _explain(reviewer: Reviewer, ticket_id: str) -> Explained:
    ticket = reviewer.helpdesk.fetch(ticket_id)
    heard = hear(to_conversation(ticket))
    seen = reviewer.repeats.seen(kind_lines(ticket, heard))
    annotation = reviewer.plan(ticket, heard, reviewer.account, seen)
    return Explained(ticket, heard.conversation, judge(heard, seen), annotation)


def _as_object(explained: Explained) -> dict[str, object]:
    ticket, annotation = explained.ticket, explained.annotation
    return {
        "account": ticket.ref.account,
        "ticket": ticket.ref.ticket_id,
        "status": ticket.status.value,
        "would": explained.would,
        "result": result(explained.assessment, explained.note),
        "fields": dict(annotation.fields),
        "tags": annotation.tags,
        "key": annotation.key,
        "key_on_ticket": annotation.key in ticket.keys,
    }


def _as_page(explained: Explained, policy: NotePolicy) -> Iterator[str]:
    ticket, annotation = explained.ticket, explained.annotation
    yield click.style(f"{ticket.ref.account} {ticket.ref.ticket_id}, {ticket.status}", bold=True)
    yield f"{shortened(ticket.subject, 100)}\n"
    yield page.whole(explained.conversation, explained.assessment)
    yield page.note(explained.note, explained.assessment, policy)
    yield "\nFields"
    for name, value in annotation.fields.items():
        yield f"  {FIELDS.get(name, name):<20}{(value if isinstance(value, str) else ', '.join(value)) or '-'}"
    yield f"\nKey {annotation.key}, {'already' if annotation.key in ticket.keys else 'not yet'} on the ticket"
    yield click.style(f"A review would end with “{explained.would}”: {outcome(explained.would).meaning}.", bold=True)
