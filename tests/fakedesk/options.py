"""How this account is set up: credentials, limits, and the points where Zendesk's behaviour is not documented."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Options:
    """The defaults are the harsher reading wherever the documentation leaves a choice."""

    account_id: int = 22129848
    client_id: str = "heard"
    client_secret: str = "fakedesk-client-secret"
    email: str = "heard@fakedesk.example"
    api_token: str = "fakedesk-api-token"
    allowed_scopes: str = "read write tickets:read tickets:write"
    setup_client_id: str = "heard-setup"
    setup_client_secret: str = "fakedesk-setup-secret"
    """An admin's client; the other one is owned by an agent."""

    fresh: bool = False
    """Whether nobody has made the Empathy fields yet."""
    lacks: str = ""
    """What the plan has not, such as "webhooks ticket_forms": those paths answer 404 InvalidEndpoint."""
    satisfaction: bool = True
    """Whether customers can rate tickets."""
    most_fields: int = 400
    most_options: int = 2000
    most_webhooks: int = 1000
    """A trial account has 10, and `invocations_per_minute` 60; 0 = no limit."""
    invocations_per_minute: int = 0
    must_have_category: bool = True
    """Whether a trigger without a category is refused, where there are categories."""
    keeps_what_is_used: bool = True
    """Whether a webhook that a trigger calls, and a field that a trigger or view names, refuse to be deleted."""

    says_expires_in: bool = True
    """Whether the token answer carries `expires_in`."""
    longest_token: int = 172_800
    """A token never lives longer than this (seconds), whatever was asked for."""

    requests_per_minute: int = 700
    updates_per_minute: int = 100
    updates_per_ticket: int = 30
    """PUTs of one user on one ticket in ten minutes."""
    incremental_per_minute: int = 10
    exports_per_minute: int = 100
    jobs_in_flight: int = 30
    job_seconds: float = 0.05
    grace_seconds: float = 0.25
    """What was on its way when a 429 was sent is no violation."""

    most_comments: int = 5000
    expands_placeholders: bool = True
    """Whether `{{ticket.title}}` in a comment sent by the API is expanded."""
    single_put_takes_additional_tags: bool = False
    """Undocumented on PUT /tickets/{id}; ignored in silence otherwise."""
    compares_stamp_first: bool = True
    """Whether a closed ticket with a stale stamp answers 409 or 422."""
    tags_fill_fields_when_closed: bool = False
    conversation_log: bool = True
    """Whether the account has GET /tickets/{id}/conversation_log at all."""
    search_lag: float = 0.0
    """Search finds tickets by what they were so many seconds ago, and shows them as they are."""

    webhook_timeout: float = 12.0
    webhook_retry_seconds: float = 1.0
    webhook_pause_scale: float = 1.0
    """Pauses between attempts are this much of what they should be, for tests that cannot wait."""
