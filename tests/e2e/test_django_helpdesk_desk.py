"""What only django-helpdesk asks of its adapter; what every helpdesk must do is in tests/contract."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from config.secret import Secret
from integrations import registry
from integrations.django_helpdesk import client
from integrations.django_helpdesk.demo import story
from integrations.errors import Refused, Surprise
from integrations.model import Outcome, Role, Status
from tests.contract import kit
from tests.contract.kit import SECRET_WORDS, heard
from tests.contract.rigs import django_helpdesk as rig
from tests.machine import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

    from integrations.model import Annotation

pytestmark = pytest.mark.e2e

RESOLUTION = 'Sent again today. {{ ticket.title }} {# x #} {% now "Y" %} <b>&</b>'


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[rig.RealDesk]:
    # With upstream's default, private follow-ups send mail: the harder case for a leak.
    # And nobody listens to its webhook: no page may fail for that.
    hook = f"http://127.0.0.1:{free_port()}/"
    with rig.running(tmp_path_factory.mktemp("desk"), hook, HEARD_DEMO_DESK_PRIVATE_MAIL="1") as running:
        yield running


def annotation() -> Annotation:
    """Return a note with things in it that a template engine would act on."""
    return kit.annotation("heard-0123456789ab", words=f'{SECRET_WORDS}: {{{{ ticket.title }}}} "it\'s"')


def solved(desk: rig.RealDesk, text: str = "Sent again today.") -> int:
    ticket = desk.new_ticket()
    desk.reply(ticket, text)
    return ticket


def notes(desk: rig.RealDesk, ticket: int) -> list[str]:
    found = desk.api("GET", f"tickets/{ticket}/")["followup_set"]
    return [follow_up["comment"] for follow_up in found if SECRET_WORDS in (follow_up["comment"] or "")]


def assert_kept_from_the_customer(desk: rig.RealDesk, ticket: int, resolution: str) -> None:
    page = desk.customer_page(ticket)
    assert SECRET_WORDS not in page
    assert "mpathy" not in page
    assert desk.row("select resolution from helpdesk_ticket where id = ?", ticket) == (resolution,)
    assert not [mail for mail in desk.mails() if SECRET_WORDS in mail]


def test_the_round_trip(desk: rig.RealDesk) -> None:
    ticket = solved(desk)
    desk.api("PATCH", f"tickets/{ticket}/", json={"custom_tags": "vip,late"})
    read = heard(desk).fetch(str(ticket))
    assert read.status is Status.SOLVED
    assert [m.role for m in read.messages] == [Role.CUSTOMER, Role.AGENT]
    assert heard(desk).annotate(read, annotation()).outcome is Outcome.NOTE
    page = desk.agent_page(ticket)
    assert f"{SECRET_WORDS}: {{{{ ticket.title }}}}" in page
    assert "empathy__3_good" in page
    again = heard(desk).fetch(str(ticket))
    assert again.keys == {"heard-0123456789ab"}
    assert again.tags == {"vip", "late", "empathy__3_good", "empathy_shown__own_words"}
    assert again.fields["shown"] == ("empathy_shown__own_words",)
    assert [m.id for m in again.messages] == [m.id for m in read.messages]
    assert desk.row("select title from helpdesk_ticket where id = ?", ticket) == ("Parcel",)
    assert_kept_from_the_customer(desk, ticket, "Sent again today.")


@pytest.mark.parametrize(
    ("resolution", "status"),
    [("  \r\n two\n lines \n", 3), ("", 3), (None, 3), (RESOLUTION, 3), (RESOLUTION, 4), (None, 4)],
)
def test_any_resolution_stays_as_it_is(desk: rig.RealDesk, resolution: str | None, status: int) -> None:
    ticket = solved(desk)
    desk.change("update helpdesk_ticket set resolution = ?, status = ? where id = ?", resolution, status, ticket)
    heard(desk).annotate(heard(desk).fetch(str(ticket)), annotation())
    assert_kept_from_the_customer(desk, ticket, resolution or "")
    assert desk.row("select status from helpdesk_ticket where id = ?", ticket) == (status,)


def test_a_stale_form_that_blanks_our_fields_is_healed_without_a_second_note(desk: rig.RealDesk) -> None:
    ticket = solved(desk)
    again = heard(desk)
    again.annotate(again.fetch(str(ticket)), annotation())
    desk.change("update helpdesk_ticketcustomfieldvalue set value = '' where ticket_id = ?", ticket)
    again.annotate(again.fetch(str(ticket)), annotation())
    assert again.fetch(str(ticket)).fields["empathy"] == "empathy__3_good"
    assert len(notes(desk, ticket)) == 1


def test_an_agents_own_private_comment_is_never_overwritten(desk: rig.RealDesk) -> None:
    ticket = solved(desk)
    mine = desk.reply(ticket, "Sent again today.", status=None, public=False)
    heard(desk).annotate(heard(desk).fetch(str(ticket)), annotation())
    assert desk.row("select comment from helpdesk_followup where id = ?", mine) == ("Sent again today.",)


def test_a_field_that_does_not_exist_is_refused_before_anything_is_written(desk: rig.RealDesk) -> None:
    ticket = solved(desk)
    typo = heard(desk, fields=dict(story.FIELDS) | {"idea": "empathy_ideas"})
    with pytest.raises(Refused, match="empathy_ideas"):
        typo.annotate(typo.fetch(str(ticket)), annotation())
    assert notes(desk, ticket) == []


def test_fields_that_do_not_show_when_read_back_are_a_surprise(
    desk: rig.RealDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = solved(desk)
    monkeypatch.setattr(client.Client, "set_fields", lambda *_: None)
    with pytest.raises(Surprise, match="custom_empathy"):
        heard(desk).annotate(heard(desk).fetch(str(ticket)), annotation())


def test_the_demo_desk_passes_its_own_check_and_faults_are_named(desk: rig.RealDesk) -> None:
    assert list(heard(desk).check()) == []
    assert ["API refuses" in p.what for p in heard(desk, secrets={"password": Secret("wrong")}).check()] == [True]
    swapped = {"empathy": "empathy_version", "version": "empathy", "tags": "no_such_field"}
    assert sorted(p.what for p in heard(desk, fields=swapped).check()) == [
        "custom field empathy is not text",
        "custom field empathy_version is not a list",
        "no custom field is named no_such_field",
    ]


def test_a_token_opens_the_api_as_well(desk: rig.RealDesk) -> None:
    bot = desk.row("select id from auth_user where username = ?", story.BOT.username)[0]
    desk.change("insert into authtoken_token (key, created, user_id) values ('t0ken', '2026-11-24', ?)", bot)
    account = replace(desk.account(), options={}, secrets={"token": Secret("t0ken")})
    assert registry.helpdesk(account, kit.Gate()).fetch("2").status is Status.SOLVED
