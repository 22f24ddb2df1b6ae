"""Lists, pages, exports and search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.fakedesk import seed

if TYPE_CHECKING:
    from tests.fakedesk import FakeDesk
    from tests.fakedesk.conftest import Api


def pages(api: Api, path: str) -> list[Any]:
    found = []
    while path:
        found.append(api.get(path))
        path = (found[-1]["links"]["next"] or "").removeprefix(f"{api.desk.url}/api/v2/")
    return found


def test_comments_come_in_pages_with_their_authors(desk: FakeDesk, api: Api) -> None:
    ticket = desk.people.open_ticket("one")
    for text in ("two", "three"):
        desk.people.agent_replies(ticket, text)
    found = pages(api, f"tickets/{ticket}/comments?page[size]=2&include=users&sort=created_at")
    assert [[comment["plain_body"] for comment in page["comments"]] for page in found] == [["one", "two"], ["three"]]
    assert [user["role"] for user in found[0]["users"]] == ["agent", "end-user"]
    newest = api.get(f"tickets/{ticket}/comments?page[size]=1&sort=-created_at")["comments"]
    assert [comment["plain_body"] for comment in newest] == ["three"]


def test_the_order_of_the_other_kind_of_page_is_dropped(desk: FakeDesk, api: Api) -> None:
    ticket = desk.people.open_ticket("one")
    desk.people.agent_replies(ticket, "two")
    mixed = api.get(f"tickets/{ticket}/comments?page[size]=1&sort_order=desc")["comments"]
    assert mixed[0]["plain_body"] == "one"
    assert api.get(f"tickets/{ticket}/comments?sort_order=desc")["comments"][0]["plain_body"] == "two"


def test_a_light_agent_shows_by_role_type(desk: FakeDesk, api: Api, solved: int) -> None:
    desk.people.agent_replies(solved, "Just for us.", public=False, agent=seed.LIGHT)
    users = api.get(f"tickets/{solved}/comments?include=users")["users"]
    assert [user["only_private_comments"] for user in users if user["role_type"] == 1] == [True]


def test_what_is_said_in_a_chat_is_in_the_conversation_log_only(desk: FakeDesk, api: Api) -> None:
    ticket = desk.people.open_chat("Is anyone there?")
    desk.people.say(ticket, "bot", "One moment.")
    desk.people.say(ticket, "agent", "I am.")
    assert len(api.get(f"tickets/{ticket}/comments")["comments"]) == 1
    events = [event for page in pages(api, f"tickets/{ticket}/conversation_log") for event in page["events"]]
    spoken = [event for event in events if event["type"] == "Messaging::ConversationMessage"]
    assert [event["author"]["type"] for event in spoken] == ["user", "bot", "agent"]
    assert spoken[2]["content"]["text"] == "I am."
    assert api.get(f"tickets/{ticket}")["ticket"]["from_messaging_channel"] is True
    desk.options.conversation_log = False
    assert api("GET", f"tickets/{ticket}/conversation_log").json()["error"] == "InvalidEndpoint"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status:solved", True),
        ("status:open", False),
        ("status:open status:solved", True),
        ("status<closed tags:vip", True),
        ("status:solved -tags:vip", False),
        ("tags:vi*", True),
        ("-custom_field_360001:*", True),
        ("custom_field_360001:empathy__3_good", False),
        ("solved>2020-01-01", True),
        ("solved<2020-01-01T00:00:00Z", False),
        ("updated>2020-01-01 updated<2020-01-02", False),
    ],
)
def test_search(desk: FakeDesk, api: Api, solved: int, query: str, *, found: bool) -> None:
    desk.people.add_tags(solved, ["vip"])
    answer = api("GET", "search/export", params={"query": query, "filter[type]": "ticket"})
    assert [one["id"] for one in answer.json()["results"]] == [solved] * found


def test_search_refuses_what_it_does_not_understand(desk: FakeDesk, api: Api, solved: int) -> None:
    asked = {"query": "status:solved sentiment:good", "filter[type]": "ticket"}
    assert api("GET", "search/export", params=asked).status_code == 422


def test_search_lags_behind(desk: FakeDesk, api: Api) -> None:
    desk.options.search_lag = 60
    ticket = desk.people.open_ticket()

    def found(query: str) -> list[str]:
        answer = api("GET", "search/export", params={"query": query, "filter[type]": "ticket"})
        return [one["status"] for one in answer.json()["results"]]

    assert found("status:open") == []
    desk.clock.advance(61)
    desk.people.set_status(ticket, "solved")
    assert (found("status:open"), found("status:solved")) == (["solved"], [])
    desk.clock.advance(61)
    assert (found("status:open"), found("status:solved")) == ([], ["solved"])


def test_search_comes_newest_first_and_in_pages(desk: FakeDesk, api: Api) -> None:
    tickets = []
    for _ in range(3):
        tickets.append(desk.people.open_ticket())
        desk.clock.advance(1)
    found = pages(api, "search/export?query=status:open&filter[type]=ticket&page[size]=2")
    assert [[one["id"] for one in page["results"]] for page in found] == [tickets[:0:-1], tickets[:1]]


def test_the_incremental_export_leaves_the_last_minute_out_and_goes_on_where_it_stopped(
    desk: FakeDesk, api: Api
) -> None:
    start = int(desk.clock.seconds())
    first = desk.people.open_ticket()
    desk.clock.advance(90)
    second = desk.people.open_ticket()
    page = api.get(f"incremental/tickets/cursor.json?start_time={start - 1}")
    assert ([one["id"] for one in page["tickets"]], page["end_of_stream"]) == ([first], True)
    desk.clock.advance(90)
    page = api.get(f"incremental/tickets/cursor.json?cursor={page['after_cursor']}")
    assert [one["id"] for one in page["tickets"]] == [second]
    assert api("GET", f"incremental/tickets/cursor?start_time={int(desk.clock.seconds())}").status_code == 422


def test_fields_and_people(desk: FakeDesk, api: Api) -> None:
    fields = {field["id"]: field for field in api.get("ticket_fields")["ticket_fields"]}
    assert [option["value"] for option in fields[360099]["custom_field_options"]] == ["product_app", "product_web"]
    assert api.get("users/me")["user"]["id"] == seed.SERVICE
    assert [one["name"] for one in api.get(f"users/show_many?ids={seed.MAYA},{seed.TOM}")["users"]] == ["Maya", "Tom"]


def test_gone_is_not_the_same_as_no_such_endpoint(desk: FakeDesk, api: Api, solved: int) -> None:
    desk.people.delete(solved)
    assert (api("GET", f"tickets/{solved}").status_code, api("GET", "tickets/1").json()["error"]) == (
        404,
        "RecordNotFound",
    )
    assert api("GET", "nonsense").json()["error"] == "InvalidEndpoint"
