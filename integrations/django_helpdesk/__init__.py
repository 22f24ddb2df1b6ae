"""What an account of this helpdesk must say in accounts.toml."""

from config.accounts import HelpdeskSpec

SPEC = HelpdeskSpec(kind="django_helpdesk", title="django_helpdesk", url_pattern=r"^https?://", url_example="")
