"""What an account of this helpdesk must say in accounts.toml."""

from config.accounts import HelpdeskSpec

SPEC = HelpdeskSpec(kind="zendesk", title="zendesk", url_pattern=r"^https?://", url_example="")
