"""The rules of a ticket update, as zendesk.md gives them; each is one that a client can fall over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.fakedesk import seed

if TYPE_CHECKING:
    from tests.fakedesk import FakeDesk
    from tests.fakedesk.conftest import Api

NOTE = {"html_body": "<p>Empathy check: Good</p>", "public": False}
EMPATHY, SHOWN = 360001, 360002


def field(ticket: dict[str, Any], number: int) -> object:
    return next(one["value"] for one in ticket["custom_fields"] if one["id"] == number)


def test_one_put_carries_note_fields_and_metadata(api: Api, solved: int) -> None:
    before = api.get(f"tickets/{solved}")["ticket"]
    fields = [{"id": EMPATHY, "value": "empathy__3_good"}, {"id": SHOWN, "value": ["empathy_shown__own_words"]}]
    answer = api.put(solved, comment=NOTE, custom_fields=fields, metadata={"run": "r1"}).json()
    assert answer["ticket"]["tags"] == ["empathy__3_good", "empathy_shown__own_words"]
    assert field(answer["ticket"], SHOWN) == ["empathy_shown__own_words"]
    assert answer["audit"]["metadata"]["custom"] == {"run": "r1"}
    assert answer["ticket"]["updated_at"] > before["updated_at"]
    assert answer["ticket"]["status"] == "solved"
    note = api.get(f"tickets/{solved}/comments")["comments"][-1]
    assert (note["public"], note["author_id"], note["audit_id"]) == (False, seed.SERVICE, answer["audit"]["id"])
    assert api.get(f"tickets/{solved}/audits")["audits"][-1]["metadata"]["custom"] == {"run": "r1"}


def test_a_comment_that_does_not_say_is_public(api: Api, solved: int) -> None:
    api.put(solved, comment={"body": "Oops"})
    assert api.get(f"tickets/{solved}/comments")["comments"][-1]["public"] is True


@pytest.mark.parametrize("value", [True, False, "true"])
def test_safe_update_with_any_value_compares_the_stamp(api: Api, solved: int, value: object) -> None:
    stamp = api.get(f"tickets/{solved}")["ticket"]["updated_at"]
    first = api.put(solved, comment=NOTE, safe_update=value, updated_stamp=stamp)
    second = api.put(solved, comment=NOTE, safe_update=value, updated_stamp=stamp)
    assert (first.status_code, second.status_code) == (200, 409)
    assert second.json()["error"] == "UpdateConflict"
    assert api.put(solved, comment=NOTE, updated_stamp=stamp).status_code == 200


def test_a_stamp_does_not_see_a_change_in_the_same_second(desk: FakeDesk, api: Api, solved: int) -> None:
    desk.clock.offset -= desk.clock.seconds() % 1  # the start of a second
    stamp = api.put(solved, comment=NOTE).json()["ticket"]["updated_at"]
    assert api.put(solved, comment=NOTE, safe_update=True, updated_stamp=stamp).status_code == 200


def test_a_closed_ticket_takes_nothing_but_tags_in_bulk(desk: FakeDesk, api: Api, solved: int) -> None:
    desk.people.set_status(solved, "closed")
    for wanted in ({"comment": NOTE}, {"custom_fields": [{"id": EMPATHY, "value": "empathy__3_good"}]}):
        refused = api.put(solved, **wanted)
        assert refused.status_code == 422
        assert refused.json()["details"] == {"status": [{"description": "Status: closed prevents ticket update"}]}
    assert api("PUT", f"tickets/{solved}/tags", {"tags": ["a"]}).status_code == 422
    body = {"ticket": {"additional_tags": ["empathy__3_good"]}}
    job = api("PUT", f"tickets/update_many.json?ids={solved}", body).json()["job_status"]
    done = finished(api, job["id"])
    assert (done["status"], done["results"][0]["success"]) == ("completed", True)
    ticket = api.get(f"tickets/{solved}")["ticket"]
    assert (ticket["tags"], field(ticket, EMPATHY)) == (["empathy__3_good"], None)


@pytest.mark.parametrize(("first", "status"), [(True, 409), (False, 422)])
def test_closed_and_stale_is_refused_for_either(
    desk: FakeDesk, api: Api, solved: int, status: int, *, first: bool
) -> None:
    stale = api.get(f"tickets/{solved}")["ticket"]["updated_at"]
    desk.people.set_status(solved, "closed")
    desk.options.compares_stamp_first = first
    assert api.put(solved, comment=NOTE, safe_update=True, updated_stamp=stale).status_code == status


def finished(api: Api, job: str) -> dict[str, Any]:
    while True:
        status: dict[str, Any] = api.get(f"job_statuses/{job}")["job_status"]
        if status["status"] == "completed":
            return status


def test_a_bulk_note_on_a_closed_ticket_fails_in_its_result_only(desk: FakeDesk, api: Api, solved: int) -> None:
    desk.people.set_status(solved, "closed")
    answer = api("PUT", f"tickets/update_many.json?ids={solved},424242", {"ticket": {"comment": NOTE}})
    done = finished(api, answer.json()["job_status"]["id"])
    assert answer.status_code == 200
    assert [one["success"] for one in done["results"]] == [False, False]


def test_too_many_jobs(desk: FakeDesk, api: Api, solved: int) -> None:
    desk.jobs.most, desk.jobs.seconds = 1, 30
    body = {"ticket": {"additional_tags": ["a"]}}
    first, second = (api("PUT", f"tickets/update_many?ids={solved}", body) for _ in range(2))
    assert first.headers["zendesk-ratelimit-inflight-jobs"].startswith("total=1; remaining=0")
    assert (second.status_code, second.json()["error"]) == (429, "TooManyJobs")
    assert second.json()["current_job_ids"] == [first.json()["job_status"]["id"]]


def test_a_ticket_full_of_comments_takes_fields_still(desk: FakeDesk, api: Api, solved: int) -> None:
    desk.options.most_comments = 2
    assert api.put(solved, comment=NOTE).status_code == 422
    assert api.put(solved, custom_fields=[{"id": EMPATHY, "value": "empathy__3_good"}]).status_code == 200


@pytest.mark.parametrize(
    ("number", "value"),
    [
        (EMPATHY, "empathy__7"),
        (SHOWN, ["nope"]),
        (SHOWN, "empathy_shown__own_words"),
        (EMPATHY, ["x"]),
        (360007, "many"),
    ],
)
def test_a_value_that_the_field_does_not_take_changes_nothing(
    api: Api, solved: int, number: int, value: object
) -> None:
    before = api.get(f"tickets/{solved}")
    refused = api.put(solved, comment=NOTE, custom_fields=[{"id": number, "value": value}])
    assert (refused.status_code, refused.json()["error"]) == (422, "RecordInvalid")
    assert api.get(f"tickets/{solved}") == before
    assert len(api.get(f"tickets/{solved}/comments")["comments"]) == 2


def test_an_unknown_field_is_ignored_without_a_word(api: Api, solved: int) -> None:
    assert "audit" not in api.put(solved, custom_fields=[{"id": 1, "value": "x"}], metadata={"run": "r1"}).json()
    assert [audit["metadata"]["custom"] for audit in api.get(f"tickets/{solved}/audits")["audits"]] == [{}, {}]


def test_nothing_new_moves_no_stamp_and_leaves_no_audit(desk: FakeDesk, api: Api, solved: int) -> None:
    fields = [{"id": EMPATHY, "value": "empathy__3_good"}]
    first = api.put(solved, custom_fields=fields).json()["ticket"]
    desk.clock.advance(10)
    again = api.put(solved, custom_fields=fields, metadata={"run": "r2"}).json()
    assert again["ticket"]["updated_at"] == first["updated_at"]
    assert len(api.get(f"tickets/{solved}/audits")["audits"]) == 3


def test_tags_follow_fields_and_fields_follow_tags(desk: FakeDesk, api: Api, solved: int) -> None:
    desk.people.add_tags(solved, ["vip"])
    api.put(solved, custom_fields=[{"id": EMPATHY, "value": "empathy__3_good"}])
    changed = api.put(solved, custom_fields=[{"id": EMPATHY, "value": "empathy__4_strong"}]).json()["ticket"]
    assert changed["tags"] == ["empathy__4_strong", "vip"]
    api("PUT", f"tickets/{solved}/tags", {"tags": ["empathy__1_needs_a_look"]})
    ticket = api.get(f"tickets/{solved}")["ticket"]
    assert (ticket["tags"], field(ticket, EMPATHY)) == (["empathy__1_needs_a_look", "vip"], "empathy__1_needs_a_look")
    api("DELETE", f"tickets/{solved}/tags", {"tags": ["empathy__1_needs_a_look"]})
    assert field(api.get(f"tickets/{solved}")["ticket"], EMPATHY) is None


def test_tags_in_a_put_replace_and_lose_a_humans(desk: FakeDesk, api: Api, solved: int) -> None:
    desk.people.add_tags(solved, ["vip"])
    assert api.put(solved, tags=["mine"]).json()["ticket"]["tags"] == ["mine"]


def test_additional_tags_in_a_single_put_are_not_documented_and_ignored(
    desk: FakeDesk, api: Api, solved: int
) -> None:
    assert api.put(solved, additional_tags=["a"]).json()["ticket"]["tags"] == []
    desk.options.single_put_takes_additional_tags = True
    assert api.put(solved, additional_tags=["a"]).json()["ticket"]["tags"] == ["a"]


def test_metadata_beyond_a_kilobyte_is_refused(api: Api, solved: int) -> None:
    assert api.put(solved, comment=NOTE, metadata={"run": "x" * 1100}).status_code == 422


def test_html_is_cleaned_and_placeholders_are_expanded(api: Api, solved: int) -> None:
    html = (
        "<p>a &amp; b<script>alert(1)</script> {{ticket.title}} &#123;{x}}</p><img src=x onerror=1><p>{% if %}c</p>"
    )
    api.put(solved, comment={"html_body": html, "public": False})
    note = api.get(f"tickets/{solved}/comments")["comments"][-1]
    assert note["html_body"] == '<div class="zd-comment" dir="auto"><p>a &amp; b Parcel </p><p>c</p></div>'
    assert note["plain_body"] == "a & b Parcel \nc"


def test_numbers_come_back_as_text(api: Api, solved: int) -> None:
    answer = api.put(solved, custom_fields=[{"id": 360007, "value": 82}]).json()
    assert field(answer["ticket"], 360007) == "82"


def test_a_customer_reopens_by_writing_and_a_note_does_not(desk: FakeDesk, api: Api, solved: int) -> None:
    api.put(solved, comment=NOTE)
    assert api.get(f"tickets/{solved}")["ticket"]["status"] == "solved"
    desk.people.customer_replies(solved, "Still nothing.")
    assert api.get(f"tickets/{solved}")["ticket"]["status"] == "open"


def test_the_journal_tells_what_was_written(desk: FakeDesk, api: Api, solved: int) -> None:
    api.put(solved, comment=NOTE, custom_fields=[{"id": EMPATHY, "value": "empathy__3_good"}], addtional_tags=["a"])
    (write,) = desk.journal.entries("write", ticket=solved)
    assert (write["note"], write["public"], write["ticket_status"], write["who"]) == (True, False, None, seed.SERVICE)
    assert (write["tags_added"], write["tags_removed"]) == (["empathy__3_good"], [])
    assert write["unknown"] == ["addtional_tags"]
