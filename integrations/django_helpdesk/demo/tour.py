"""What a visitor is told when the demo is ready: for people as text, for programs as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from textwrap import indent
from typing import TYPE_CHECKING

from integrations.django_helpdesk.demo import story

if TYPE_CHECKING:
    from integrations.django_helpdesk.demo.place import Place
    from integrations.django_helpdesk.demo.story import Person

TEXT = """
Heard is at work on this helpdesk: {desk}

1. A finished ticket. Log in as {ines} and open
     {desk}/tickets/{shown}/
   The note is the last comment; the Empathy fields are under Additional Info.

2. Your turn. Log in as {maya}, open
     {desk}/tickets/{tried}/
   choose Respond, paste this reply, choose Resolved, press Save, and reload the page after two seconds.

{reply}

   See it differently? Actions > Edit, set Empathy review to empathy_review__disagree, Save. (Not through Respond:
   django-helpdesk would add an empty public comment and drop the resolution.)

3. The manager's views. Log in as {lead} and open
     {desk}/saved-searches/{reading}

4. What the customer of the finished ticket sees, without a login: no trace of it.
     {customer_page}

Logs: {logs}   For programs: {ready}
Ctrl-C stops everything. bin/demo goes on where you left it, bin/demo --reset starts over.
"""
READING = """
   {} tickets that were solved before are read now, one a second: the searches fill as you look."""


@dataclass(frozen=True, slots=True)
class Tour:
    """What there is to see."""

    place: Place
    note: str
    customer_page: str

    def text(self, unread: int) -> str:
        """Return the way in; `unread` tickets that were solved before are about to be read."""
        maya, _, ines = story.AGENTS
        return TEXT.format(
            desk=self.place.desk_url,
            shown=story.TICKET_TO_SHOW,
            tried=story.TICKET_TO_TRY,
            ines=login(ines),
            maya=login(maya),
            lead=login(story.ADMIN),
            reply=indent(story.suggested_reply(), "     "),
            reading=READING.format(unread) if unread else "",
            customer_page=self.customer_page,
            logs=self.place.logs,
            ready=self.place.ready,
        )

    def json(self) -> dict[str, object]:
        """Return the same for programs; additions only."""
        return {
            "desk": self.place.desk_url,
            "receiver": self.place.receiver_url,
            "people": [asdict(person) for person in (*story.AGENTS, story.ADMIN)],
            "finished": {
                "ticket": story.TICKET_TO_SHOW,
                "url": f"{self.place.desk_url}/tickets/{story.TICKET_TO_SHOW}/",
                "note": self.note,
                "customer_page": self.customer_page,
            },
            "to_try": {
                "ticket": story.TICKET_TO_TRY,
                "url": f"{self.place.desk_url}/tickets/{story.TICKET_TO_TRY}/",
                "reply": story.suggested_reply(),
            },
            "searches": f"{self.place.desk_url}/saved-searches/",
            "logs": str(self.place.logs),
        }


def login(person: Person) -> str:
    return f"{person.username} / {person.password}"
