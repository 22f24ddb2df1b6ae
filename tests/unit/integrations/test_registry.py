"""What a helpdesk says of itself is what its folder holds."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from config.accounts import Account
from integrations import registry
from tests.gate import Gate

if TYPE_CHECKING:
    from config.accounts import HelpdeskSpec


@pytest.mark.parametrize("spec", registry.SPECS.values(), ids=lambda spec: spec.kind)
def test_whoever_says_that_it_can_be_set_up_can(spec: HelpdeskSpec) -> None:
    assert spec.sets_up is (find_spec(f"integrations.{spec.kind}.setup") is not None)


def test_where_all_is_done_by_hand_there_is_no_set_up() -> None:
    account = Account("shop", "django_helpdesk", "https://helpdesk.example.com")
    assert registry.setup(account, Gate(), "https://heard.example.com/webhooks/shop") is None
