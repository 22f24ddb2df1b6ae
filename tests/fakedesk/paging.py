"""Lists: cursor pages (`page[size]`, `page[after]`) and, without them, offset pages."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from tests.fakedesk.errors import bad_request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.fakedesk.routing import Request

MOST = 100


def cursor_page(request: Request, name: str, items: Sequence[dict[str, Any]], most: int = MOST) -> dict[str, Any]:
    """Return one page; a cursor names the last item seen, so items that come later do not shift it."""
    size = min(_number(request.query.get("page[size]", str(most))), most)
    start = _after(request.query.get("page[after]"), items)
    page = items[start : start + size]
    more = start + size < len(items)
    after = _cursor(page[-1]["id"]) if page else None
    query = {key: value for key, value in request.query.items() if key != "page[after]"}
    following = f"{request.base}{request.path}?{urlencode(query | {'page[after]': after})}" if more else None
    return {
        name: page,
        "meta": {"has_more": more, "after_cursor": after, "before_cursor": _cursor(page[0]["id"]) if page else None},
        "links": {"next": following, "prev": None},
    }


def offset_page(request: Request, name: str, items: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return one page of the older kind."""
    size = min(_number(request.query.get("per_page", str(MOST))), MOST)
    number = _number(request.query.get("page", "1"))
    start = (number - 1) * size
    more = start + size < len(items)
    query = urlencode(dict(request.query) | {"page": number + 1})
    return {
        name: items[start : start + size],
        "next_page": f"{request.base}{request.path}?{query}" if more else None,
        "previous_page": None,
        "count": len(items),
    }


def page(request: Request, name: str, items: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return a page of the kind that was asked for."""
    wants_cursor = any(key.startswith("page[") for key in request.query)
    return cursor_page(request, name, items) if wants_cursor else offset_page(request, name, items)


def _cursor(item_id: object) -> str:
    return urlsafe_b64encode(f"after:{item_id}".encode()).decode()


def _after(cursor: str | None, items: Sequence[dict[str, Any]]) -> int:
    if cursor is None:
        return 0
    try:
        last = urlsafe_b64decode(cursor).decode().removeprefix("after:")
    except ValueError:
        raise bad_request("page[after]: not a cursor") from None
    return next((place + 1 for place, item in enumerate(items) if str(item["id"]) == last), len(items))


def _number(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise bad_request("expected a positive number")
    return int(text)
