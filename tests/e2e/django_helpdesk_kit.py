"""Heard on a real django-helpdesk, as the tests next to this use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from integrations.django_helpdesk import client
from integrations.django_helpdesk.desk import Desk
from integrations.model import Annotation, Note

if TYPE_CHECKING:
    from tests.contract.rigs import django_helpdesk as rig

SECRET_WORDS = "zebra-coloured hint"


class OpenGate:
    """No throttling."""

    def check(self) -> None: ...

    def shut(self, seconds: float) -> None: ...


def heard(desk: rig.RealDesk, **changes: object) -> Desk:
    account = desk.account(**changes)
    return Desk(account, client.Client(account, OpenGate()))


def annotation(key: str = "heard-0123456789ab", *, note: bool = True, band: str = "3_good") -> Annotation:
    text = f'Empathy check: Good\n - {SECRET_WORDS}: {{{{ ticket.title }}}} "it\'s"\nrules 1.0.0 · en · ref {key}'
    fields = {"empathy": f"empathy__{band}", "shown": ("empathy_shown__own_words",), "version": "1.0.0/en"}
    return Annotation(key, fields, Note(text, "") if note else None)
