"""The control API of a server in a process of its own: `POST /_fake/<name>` with the arguments as a JSON object.

open_ticket, customer_replies, agent_replies, automation_replies, set_status, set_field, add_tags, remove_tags,
delete, open_chat, follow_up, say: see `people.People`. `fault`: see `faults.Fault`. Others are the functions below.
GET /_fake/ticket?id=… returns a ticket with comments, audits and fields as a test wants to see it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fakedesk import shapes
from tests.fakedesk.errors import ApiError
from tests.fakedesk.faults import Fault
from tests.fakedesk.people import People
from tests.fakedesk.routing import Response

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.fakedesk.desk import FakeDesk
    from tests.fakedesk.routing import Request

PREFIX = "/_fake/"
ACTS = frozenset(name for name in vars(People) if not name.startswith("_"))


def answer(desk: FakeDesk, request: Request) -> Response:
    """Carry out one command."""
    name = request.path.removeprefix(PREFIX)
    given: dict[str, Any] = dict(request.query) | (request.body or {})
    try:
        if name in ACTS:
            return Response({"result": getattr(desk.people, name)(**given)})
        return Response({"result": COMMANDS[name](desk, given)})
    except KeyError as error:
        return Response({"error": f"no such command or argument: {error}"}, 404)
    except ApiError as error:
        return Response(error.body, error.status)
    except (TypeError, ValueError) as error:
        return Response({"error": str(error)}, 400)


def ticket(desk: FakeDesk, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return all of a ticket, read without leaving a trace in the journal."""
    with desk.store.lock:
        found = desk.store.ticket(given["id"])
        return {
            "ticket": shapes.ticket(desk.store, found, desk.url),
            "comments": [shapes.comment(one) for one in found.comments],
            "audits": [shapes.audit(one) for one in found.audits],
        }


def fault(desk: FakeDesk, given: Mapping[str, Any]) -> None:
    desk.faults.add(Fault(**given))


def calm(desk: FakeDesk, _: Mapping[str, Any]) -> None:
    """Take all faults back."""
    desk.faults.clear()


def advance(desk: FakeDesk, given: Mapping[str, Any]) -> None:
    """Let `seconds` pass on the account's clock."""
    desk.clock.advance(float(given["seconds"]))


def repeat(desk: FakeDesk, given: Mapping[str, Any]) -> int:
    """Send a ticket's last webhook again."""
    return desk.webhooks.repeat(**given)


def revoke(desk: FakeDesk, _: Mapping[str, Any]) -> None:
    """Make all OAuth tokens dead."""
    desk.auth.revoke_all()


def change_secret(desk: FakeDesk, given: Mapping[str, Any]) -> None:
    """Give the OAuth client another secret, so that the known one is refused."""
    desk.options.client_secret = str(given["client_secret"])
    desk.auth.revoke_all()


def snapshot(desk: FakeDesk, _: Mapping[str, Any]) -> dict[str, Any]:
    """Return all that an admin has set up."""
    return desk.store.snapshot()


def stats(desk: FakeDesk, _: Mapping[str, Any]) -> dict[str, int]:
    """Count what the journal holds."""
    kinds = ("request", "write", "webhook", "fault", "violation", "act")
    return {kind: len(desk.journal.entries(kind)) for kind in kinds}


COMMANDS: dict[str, Callable[[FakeDesk, Mapping[str, Any]], Any]] = {
    command.__name__: command
    for command in (ticket, fault, calm, advance, repeat, revoke, change_secret, snapshot, stats)
}
