"""The account as an admin has set it up: the Empathy fields, a field that is not ours, and the people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fakedesk.model import Field, User

if TYPE_CHECKING:
    from collections.abc import Mapping

SERVICE, ADMIN, MAYA, TOM, LIGHT, CLEO = 900001, 100001, 200001, 200002, 200003, 500001
"""Our own user, an admin, two agents, a light agent, a customer."""

USERS = (
    User(SERVICE, "Heard", "agent", 0, "heard@fakedesk.example"),
    User(ADMIN, "Ada", "admin", 4, "ada@fakedesk.example"),
    User(MAYA, "Maya", "agent", 0, "maya@fakedesk.example"),
    User(TOM, "Tom", "agent", 0, "tom@fakedesk.example"),
    User(LIGHT, "Lou", "agent", 1, "lou@fakedesk.example"),
    User(CLEO, "Cleo", "end-user", email="cleo@customer.example"),
)


def _options(prefix: str, words: str) -> tuple[str, ...]:
    return tuple(f"{prefix}__{word}" for word in words.split())


FIELDS = (
    Field(360001, "Empathy", "tagger", _options("empathy", "1_needs_a_look 2_mixed 3_good 4_strong 9_not_scored")),
    Field(
        360002,
        "Empathy shown",
        "multiselect",
        _options(
            "empathy_shown",
            "acknowledged validated_feeling paraphrased own_words owner_and_time clear_steps stayed_calm"
            " confirmed_fix kind_close",
        ),
    ),
    Field(
        360003,
        "Empathy idea",
        "tagger",
        _options(
            "empathy_idea",
            "acknowledge_first say_it_back own_words owner_and_time no_blame do_not_ask_again steps confirm_fix tone",
        ),
    ),
    Field(360004, "Empathy review", "tagger", _options("empathy_review", "agree disagree upheld changed")),
    Field(360005, "Empathy version", "text"),
    Field(360006, "Empathy confidence", "tagger", _options("empathy_confidence", "high medium low")),
    Field(360007, "Empathy score", "integer"),
    Field(
        360008,
        "Customer feeling (expressed)",
        "tagger",
        _options("customer_feeling", "frustrated worried thankful none_expressed"),
    ),
    Field(360099, "Product", "tagger", ("product_app", "product_web")),
)

ACCOUNT_FIELDS = {
    "empathy": "360001",
    "shown": "360002",
    "idea": "360003",
    "review": "360004",
    "version": "360005",
    "confidence": "360006",
    "score": "360007",
    "feeling": "360008",
}
"""For `fields` of an account in accounts.toml."""

CATEGORIES: tuple[Mapping[str, Any], ...] = (
    {"id": "10001", "name": "Notifications", "position": 1},
    {"id": "10002", "name": "Routing", "position": 2},
)

FORM: Mapping[str, Any] = {
    "id": 470001,
    "name": "Default",
    "display_name": "Default",
    "active": True,
    "default": True,
    "end_user_visible": True,
    "in_all_brands": True,
    "position": 1,
    "restricted_brand_ids": [],
}

TRIGGER: Mapping[str, Any] = {
    "id": 480001,
    "title": "Notify assignee of comment update",
    "raw_title": "Notify assignee of comment update",
    "description": "",
    "active": True,
    "default": False,
    "position": 1,
    "category_id": "10001",
    "conditions": {
        "all": [
            {"field": "update_type", "operator": "is", "value": "Change"},
            {"field": "assignee_id", "operator": "is_not", "value": "current_user"},
        ],
        "any": [],
    },
    "actions": [{"field": "notification_user", "value": ["assignee_id", "[{{ticket.title}}]", "{{ticket.url}}"]}],
}
"""One of those that every account begins with: it mails the assignee at every comment, a private one, too."""

VIEW: Mapping[str, Any] = {
    "id": 490001,
    "title": "Your unsolved tickets",
    "description": "",
    "active": True,
    "default": False,
    "position": 1,
    "restriction": None,
    "conditions": {
        "all": [
            {"field": "status", "operator": "less_than", "value": "solved"},
            {"field": "assignee_id", "operator": "is", "value": "current_user"},
        ],
        "any": [],
    },
    "execution": {
        "columns": [{"id": "description", "title": "Subject"}],
        "group": None,
        "sort": {"id": "created", "order": "desc"},
    },
}
