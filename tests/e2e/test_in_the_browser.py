"""What people see: an agent resolves a ticket and finds the note; the customer sees no trace; the lead finds it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from integrations.django_helpdesk.demo import story
from integrations.django_helpdesk.demo.people import customer_page
from tests.contract.rigs import django_helpdesk as rig
from tests.e2e import accounts
from tests.e2e import stack as processes
from tests.machine import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, FloatRect, Locator, Page


pytestmark = [pytest.mark.e2e, pytest.mark.browser]

TICKET = story.TICKET_TO_TRY
SCREENSHOTS = os.environ.get("HEARD_SCREENSHOTS")
"""A folder: keep the pictures of this test, for the README."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[rig.RealDesk]:
    port = free_port()
    with (
        rig.running(tmp_path_factory.mktemp("desk"), accounts.hook_url(port)) as running,
        processes.running(tmp_path_factory.mktemp("heard"), accounts.django(running.url), accounts.SECRETS, port),
    ):
        yield running


def log_in(browser: Browser, desk: rig.RealDesk, person: story.Person) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.goto(f"{desk.url}/login/")
    page.fill("input[name=username]", person.username)
    page.fill("input[name=password]", person.password)
    page.click("form [type=submit]")
    return page


def keep(page: Page, name: str, first: Locator | None = None, last: Locator | None = None) -> None:
    """Keep a picture of the page, or of it from one element to another."""
    if not SCREENSHOTS:
        return
    clip: FloatRect | None = None
    if first and last:
        top, bottom = first.bounding_box(), last.bounding_box()
        assert top
        assert bottom
        height = bottom["y"] + bottom["height"] - top["y"]
        clip = {"x": top["x"], "y": top["y"], "width": top["width"], "height": height}
    page.screenshot(path=Path(SCREENSHOTS) / f"{name}.png", full_page=True, clip=clip)


def note_on(page: Page) -> str:
    """Return our note on the ticket's page, reloading until the field that is written last is there."""
    for _ in range(100):
        if page.get_by_text("1.2.0/en heard-").count():
            return page.locator("text=/Empathy check: /").first.inner_text()
        page.wait_for_timeout(200)
        page.reload()
    raise AssertionError("no result on the page within 20 s")


def test_an_agent_resolves_a_ticket_and_everyone_sees_their_part(browser: Browser, desk: rig.RealDesk) -> None:
    agent = log_in(browser, desk, story.AGENTS[0])
    agent.goto(f"{desk.url}/tickets/{TICKET}/")
    agent.get_by_text("Respond", exact=True).click()
    agent.fill("#commentBox", story.suggested_reply())
    agent.check("#st_resolved")
    agent.click("#ticket-respond-form [type=submit] >> nth=-1")
    note = note_on(agent)
    reply, written = (
        agent.locator(".list-group-item", has_text="Changed Status").last,
        agent.locator(".list-group-item", has_text="Empathy check:").last,
    )
    keep(agent, "note", reply, written)
    fields = agent.get_by_text("Customer feeling:").locator("xpath=..")
    keep(agent, "fields", fields, fields)
    assert note.startswith("Empathy check: Strong")
    assert "Worked well" in note
    text = agent.inner_text("body")
    assert "empathy__4_strong" in text
    assert text.count("Empathy check: ") == 1

    nothing_for_the_customer(browser, desk)
    the_lead_finds_it(browser, desk)


def nothing_for_the_customer(browser: Browser, desk: rig.RealDesk) -> None:
    customer = browser.new_context().new_page()
    customer.goto(customer_page(desk.url, desk.data, TICKET))
    text = customer.inner_text("body")
    assert "I found the cause" in text
    assert "mpathy" not in customer.content()
    assert not [mail for mail in desk.mails() if "mpathy" in mail]


def the_lead_finds_it(browser: Browser, desk: rig.RealDesk) -> None:
    lead = log_in(browser, desk, story.ADMIN)
    lead.goto(f"{desk.url}/saved-searches/")
    lead.get_by_role("link", name="Empathy: replies to share").last.click()
    lead.wait_for_selector(f"a[href*='/tickets/{TICKET}/']")
    keep(lead, "search")
