"""Zendesk Support: reads tickets by its REST API, writes one internal note and ticket fields."""

from __future__ import annotations

from config.accounts import HelpdeskSpec, Option, Side

SPEC = HelpdeskSpec(
    kind="zendesk",
    title="Zendesk",
    url_pattern=r"https://[a-z0-9][a-z0-9-]{0,62}\.zendesk\.com",
    url_example="https://acme.zendesk.com",
    options=(
        Option("client_id", "the identifier of a confidential OAuth client", pattern=r"\S+"),
        Option("client_secret", "that client's secret", secret=True),
        Option("email", "or the e-mail address of an agent that only Heard uses", pattern=r"\S+@\S+"),
        Option("api_token", "and an API token (Zendesk ends them on 30 April 2027)", secret=True),
        Option("setup_client_id", "the identifier of an admin's OAuth client, for plan and apply", pattern=r"\S+"),
        Option("setup_client_secret", "that client's secret", secret=True, side=Side.SETUP),
        Option("profile", "which ticket fields to make: lean or full", pattern="lean|full"),
        Option("leads_group", "id of the group that sees the managers' views, such as 1234", pattern=r"\d{1,20}"),
        Option("account_id", "number of the Zendesk account; webhooks of another are refused", pattern=r"\d{1,20}"),
        Option("service_user_id", "id of the user that Heard writes as, such as 1234", pattern=r"\d{1,20}"),
    ),
    one_of=(frozenset({"client_id", "client_secret"}), frozenset({"email", "api_token"})),
    together=(frozenset({"setup_client_id", "setup_client_secret"}),),
    field_names=frozenset({"empathy", "confidence", "score", "shown", "idea", "feeling", "review", "version"}),
    required_fields=frozenset({"empathy"}),
    field_pattern=r"\d{1,20}",
    sets_up=True,
)
