"""The pages of a real django-helpdesk: agents resolve on them, managers find our results on them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from config.secret import Secret
from integrations.django_helpdesk import webhook
from integrations.django_helpdesk.demo import story
from integrations.model import Status, TicketRef
from tests.contract import kit
from tests.contract.kit import heard
from tests.contract.rigs import django_desk
from tests.contract.rigs import django_helpdesk as rig
from tests.machine import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import requests

pytestmark = pytest.mark.e2e

SEARCHES = {
    "Empathy: worth a look": "empathy__1_needs_a_look",
    "Empathy: upset customer, not acknowledged": "empathy_idea__acknowledge_first",
    "Empathy: replies to share": "empathy__4_strong",
    "Empathy: agent sees it differently": "empathy_review__disagree",
    "Empathy: sounds scripted": "empathy_idea__own_words",
    "Empathy: upset customers": "customer_feeling__worried",
    "Empathy: not scored": "empathy__9_not_scored",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[rig.RealDesk]:
    # Nobody listens to its webhook: no page may fail for that.
    with rig.running(tmp_path_factory.mktemp("desk"), f"http://127.0.0.1:{free_port()}/") as running:
        yield running


def found_by(desk: rig.RealDesk, title: str, person: story.Person) -> list[int]:
    """Return the tickets that the page of a saved search loads."""
    (query,) = desk.row("select query from helpdesk_savedsearch where title = ?", title)
    answer = desk.agent_session(person).get(f"{desk.url}/datatables_ticket_list/{query}", timeout=20)
    answer.raise_for_status()
    return [row["id"] for row in answer.json()["data"]]


def test_every_shared_search_finds_what_its_title_says(desk: rig.RealDesk) -> None:
    resolved = [number for number, ticket in enumerate(story.tickets(), 1) if ticket["status"] == "resolved"]
    fields = {value.split("__")[0]: value for value in SEARCHES.values()}
    assert fields.keys() <= set(story.FIELDS.values())
    for number, value in zip(resolved, SEARCHES.values(), strict=False):
        desk.api("PATCH", f"tickets/{number}/", json={f"custom_{value.split('__')[0]}": value})
    for number, title in zip(resolved, SEARCHES, strict=False):
        assert found_by(desk, title, story.ADMIN) == [number], title


def test_the_searches_are_on_the_managers_page(desk: rig.RealDesk) -> None:
    page = desk.agent_session(story.ADMIN).get(f"{desk.url}/saved-searches/", timeout=20).text
    assert [title for title in SEARCHES if title not in page] == []


def test_an_agent_finds_their_own_checks(desk: rig.RealDesk) -> None:
    mine = next(n for n, t in enumerate(story.tickets(), 1) if (t["status"], t.get("agent")) == ("closed", "maya"))
    desk.api("PATCH", f"tickets/{mine}/", json={"custom_empathy": "empathy__3_good"})
    assert mine in found_by(desk, "My empathy checks", story.AGENTS[0])


def test_pages_ask_nobody_outside(desk: rig.RealDesk) -> None:
    session = desk.agent_session()
    for path in ("/tickets/", "/tickets/2/", "/saved-searches/"):
        page = session.get(f"{desk.url}{path}", timeout=20).text
        assert re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="(?:https?:)?//[^"]+', page) == []


def resolve_on_the_page(desk: rig.RealDesk, ticket: int) -> requests.Response:
    session = desk.agent_session()
    page = session.get(f"{desk.url}/tickets/{ticket}/", timeout=20).text
    form = re.search(r'id="ticket-respond-form".*?</form>', page, re.DOTALL)
    assert form
    data = {"csrfmiddlewaretoken": rig.csrf(form.group(0)), "comment": "Done.", "new_status": "3", "public": "1"}
    data |= {"title": "Parcel", "priority": "3", "queue": "1", "custom_empathy_review": ""}
    return session.post(f"{desk.url}/tickets/{ticket}/update/", data=data, timeout=20)


def test_an_agent_resolves_on_the_page_although_nobody_listens(desk: rig.RealDesk) -> None:
    ticket = desk.new_ticket()
    answer = resolve_on_the_page(desk, ticket)
    assert (answer.status_code, answer.url) == (200, f"{desk.url}/tickets/{ticket}/")
    assert heard(desk).fetch(str(ticket)).status is Status.SOLVED


def test_a_resolve_on_the_page_is_announced_and_our_own_writes_are_not(tmp_path: Path) -> None:
    with django_desk.listening() as hook, rig.running(tmp_path, hook.url) as desk:
        resolve_on_the_page(desk, story.TICKET_TO_TRY)
        before = len(hook.came)
        heard(desk).annotate(heard(desk).fetch(str(story.TICKET_TO_TRY)), kit.annotation())
    source = webhook.source(desk.account())
    for call in hook.came:
        source.verify(call, [Secret(django_desk.SECRET)], datetime.now(UTC))
    assert [d.ticket for call in hook.came for d in source.parse(call)] == [TicketRef("desk", "1")]
    assert [list(source.parse(call)) for call in hook.came[before:]] == [[]]
