"""The manager's views as saved searches: a status and a keyword is all that django-helpdesk's query can combine."""

from __future__ import annotations

from typing import Any

from helpdesk.models import SavedSearch
from helpdesk.query import query_to_base64

from integrations.django_helpdesk.demo import story

SOLVED = [3, 4]
SHARED = (
    ("Empathy: worth a look", "empathy__1_needs_a_look", True),
    ("Empathy: upset customer, not acknowledged", "empathy_idea__acknowledge_first", True),
    ("Empathy: replies to share", "empathy__4_strong", True),
    ("Empathy: agent sees it differently", "empathy_review__disagree", False),
    ("Empathy: sounds scripted", "empathy_idea__own_words", True),
    ("Empathy: upset customers", "customer_feeling__frustrated OR customer_feeling__worried", True),
    ("Empathy: not scored", "empathy__9_not_scored", True),
)
"""Title, keyword, newest first."""


def add(people: dict[str, Any]) -> None:
    """Add the shared searches of the lead and one of their own for each agent."""
    lead = people[story.ADMIN.username]
    for title, keyword, newest_first in SHARED:
        save(lead, title, query(keyword, newest_first=newest_first), shared=True)
    for agent in story.AGENTS:
        user = people[agent.username]
        mine = query("empathy__", newest_first=True) | {
            "filtering": {"status__in": SOLVED, "assigned_to__id__in": [user.id]}
        }
        save(user, "My empathy checks", mine, shared=False)


def query(keyword: str, *, newest_first: bool) -> dict[str, Any]:
    """Return what the ticket list of django-helpdesk would save for this search."""
    return {
        "filtering": {"status__in": SOLVED},
        "filtering_null": {},
        "sorting": "created",
        "sortreverse": newest_first,
        "search_string": keyword,
    }


def save(user: Any, title: str, parameters: dict[str, Any], *, shared: bool) -> None:  # noqa: ANN401 (Django model)
    """Store one search."""
    SavedSearch.objects.create(user=user, title=title, shared=shared, query=query_to_base64(parameters))
