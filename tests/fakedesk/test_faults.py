"""Faults on command: what the client sees, and whether the request was carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import requests

from tests.fakedesk import FakeDesk, Fault

if TYPE_CHECKING:
    from tests.fakedesk.conftest import Api

NOTE = {"body": "x", "public": False}
PUT = "PUT /api/v2/tickets/"


def comments(desk: FakeDesk, ticket: int) -> int:
    return len(desk.store.ticket(ticket).comments)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(("kind", "seen"), [("reset", requests.ConnectionError), ("hang", requests.ConnectionError)])
def test_no_answer(desk: FakeDesk, api: Api, solved: int, kind: str, seen: type[Exception], *, after: bool) -> None:
    desk.faults.add(Fault(kind, after=after, seconds=0.01, match=PUT))
    with pytest.raises(seen):
        api.put(solved, comment=NOTE)
    assert comments(desk, solved) == 2 + after
    assert api.put(solved, comment=NOTE).status_code == 200


@pytest.mark.parametrize("after", [False, True])
def test_a_status_on_command(desk: FakeDesk, api: Api, solved: int, *, after: bool) -> None:
    desk.faults.add(Fault("status", status=503, retry_after=7, after=after))
    answer = api.put(solved, comment=NOTE)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "7")
    assert comments(desk, solved) == 2 + after
    desk.clock.advance(5)
    api.get(f"tickets/{solved}")
    assert len(desk.journal.entries("violation")) == 1
    desk.clock.advance(5)
    api.get(f"tickets/{solved}")
    assert len(desk.journal.entries("violation")) == 1


def test_half_an_answer_and_one_that_is_no_json_and_a_slow_one(desk: FakeDesk, api: Api, solved: int) -> None:
    desk.faults.add(Fault("truncate", match=PUT))
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        api.put(solved, comment=NOTE)
    assert comments(desk, solved) == 3
    desk.faults.add(Fault("garbage"))
    with pytest.raises(requests.JSONDecodeError):
        api.get(f"tickets/{solved}")
    desk.faults.add(Fault("slow", seconds=0.05))
    assert api("GET", f"tickets/{solved}").elapsed.total_seconds() >= 0.05


def test_a_share_of_faults_is_the_same_for_the_same_seed() -> None:
    def struck(seed: int) -> list[bool]:
        faults = FakeDesk(fault_seed=seed).faults
        faults.add(Fault("status", count=None, share=0.3))
        return [faults.due("GET", "/") is not None for _ in range(50)]

    assert struck(7) == struck(7) != struck(8)
    assert 5 < sum(struck(7)) < 25


def test_a_count_runs_out_and_a_match_is_kept_to(desk: FakeDesk, api: Api, solved: int) -> None:
    desk.faults.add(Fault("status", count=2, match="GET .*comments"))
    statuses = [api("GET", f"tickets/{solved}/comments").status_code for _ in range(3)]
    assert (api("GET", f"tickets/{solved}").status_code, statuses) == (200, [500, 500, 200])


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="expected one of status"):
        Fault("explode")
