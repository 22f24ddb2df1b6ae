"""Every promise is kept on every helpdesk: `rig` is each of them in turn, started once a session."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, cast

import pytest

from tests.contract.rigs import django_desk, zendesk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.contract.rigs.base import Rig


@pytest.fixture(scope="session")
def zendesk_session() -> Iterator[zendesk.ZendeskRig]:
    with zendesk.running() as rig:
        yield rig


@pytest.fixture(scope="session")
def django_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[django_desk.DjangoRig]:
    pytest.importorskip("helpdesk", reason="needs the demo helpdesk: pip install -r requirements-demo.txt")
    with django_desk.running(tmp_path_factory.mktemp("contract")) as rig:
        yield rig


@pytest.fixture(params=["zendesk", pytest.param("django", marks=pytest.mark.e2e)])
def rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    """Give a helpdesk whose line is whole and whose budgets are fresh."""
    found = cast("Rig", request.getfixturevalue(f"{request.param}_session"))
    found.let_pass(700)
    found.tidy()
    with ExitStack() as after:
        after.callback(found.wire.mend)
        yield found
