"""django-helpdesk (BSD-3): reads tickets by its REST API, writes one private follow-up and custom fields."""

from __future__ import annotations

from config.accounts import HelpdeskSpec, Option

SPEC = HelpdeskSpec(
    kind="django_helpdesk",
    title="django-helpdesk",
    url_pattern=r"https://[A-Za-z0-9.-]+(:\d+)?(/[A-Za-z0-9._~/-]*)?",
    url_example="https://helpdesk.example.com",
    options=(
        Option("username", "name of a staff user that only Heard uses", pattern=r"\S+"),
        Option("password", "that user's password", secret=True),
        Option("token", "or a REST framework token of that user", secret=True),
        Option(
            "bot_users", "ids of users whose public follow-ups are automatic, such as 7,12", pattern=r"\d+(,\d+)*"
        ),
    ),
    one_of=(frozenset({"username", "password"}), frozenset({"token"})),
    field_names=frozenset(
        {"empathy", "confidence", "score", "shown", "idea", "feeling", "review", "version", "tags"},
    ),
    required_fields=frozenset({"empathy", "version"}),
    field_pattern=r"[a-z0-9_-]+",
)
