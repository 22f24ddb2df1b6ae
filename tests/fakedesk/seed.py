"""The account as an admin has set it up: the Empathy fields, a field that is not ours, and the people."""

from __future__ import annotations

from tests.fakedesk.model import Field, User

SERVICE, MAYA, TOM, LIGHT, CLEO = 900001, 200001, 200002, 200003, 500001
"""Our own user, two agents, a light agent, a customer."""

USERS = (
    User(SERVICE, "Heard", "admin", email="heard@fakedesk.example"),
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
