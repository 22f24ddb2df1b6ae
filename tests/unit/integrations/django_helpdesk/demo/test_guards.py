"""What keeps a demo from starting, before anything is started."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from integrations.django_helpdesk.demo import guards
from integrations.django_helpdesk.demo.place import READY

if TYPE_CHECKING:
    from pathlib import Path


def test_one_demo_at_a_time_uses_a_folder(tmp_path: Path) -> None:
    with guards.alone(tmp_path / "new"):
        with pytest.raises(guards.Failed, match="running in"), guards.alone(tmp_path / "new"):
            pass
        with guards.alone(tmp_path / "another"):
            pass
    with guards.alone(tmp_path / "new"):
        pass


def test_what_a_killed_demo_told_programs_is_gone_at_the_next_start_and_at_its_end(tmp_path: Path) -> None:
    ready = tmp_path / READY
    ready.write_text("{}")
    with guards.alone(tmp_path):
        assert not ready.exists()
        ready.write_text("{}")
    assert not ready.exists()


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guards.check_room(tmp_path)
    monkeypatch.setattr(guards, "ROOM_NEEDED", 10**18)
    with pytest.raises(guards.Failed, match="MB of room"):
        guards.check_room(tmp_path)


@pytest.mark.parametrize("url", ["http://127.0.0.1", "redis://127.0.0.1:port", "redis://127.0.0.1?socket_timeout=x"])
def test_an_address_that_is_none_is_said(url: str) -> None:
    with pytest.raises(guards.Failed, match="REDIS_URL: expected an address such as"):
        guards.check_redis(url)
