"""The broker: found or started, durable, loopback only, gone afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

import pytest
import redis

from config.embedded_broker import BrokerError, start_broker
from tests.machine import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ON_PATH: Mapping[str, str] = {"PATH": os.environ["PATH"]}
BUNDLED: Mapping[str, str] = {"PATH": ""}


@pytest.fixture(params=[ON_PATH, BUNDLED], ids=["on the PATH", "bundled"])
def environ(request: pytest.FixtureRequest) -> Mapping[str, str]:
    return request.param


def client(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=1, decode_responses=True)


def is_up(url: str) -> bool:
    with client(url) as redis_client:
        try:
            return redis_client.ping()
        except redis.ConnectionError:
            return False


def test_redis_url_wins_and_nothing_is_started(tmp_path: Path) -> None:
    broker = start_broker(tmp_path / "data", environ={"REDIS_URL": "redis://example.org:6379/3", **ON_PATH})
    broker.stop()
    assert broker.url == "redis://example.org:6379/3"
    assert not (tmp_path / "data").exists()


def test_a_server_keeps_what_it_was_told_and_listens_on_loopback_only(
    tmp_path: Path, environ: Mapping[str, str]
) -> None:
    with start_broker(tmp_path, environ=environ) as broker, client(broker.url) as redis_client:
        settings = redis_client.config_get("*")
        redis_client.set("kept", "yes")
    assert settings["bind"] == "127.0.0.1"
    assert (settings["appendonly"], settings["appendfsync"]) == ("yes", "everysec")
    assert settings["maxmemory-policy"] == "noeviction"
    assert not is_up(broker.url)
    with start_broker(tmp_path, environ=environ) as again, client(again.url) as redis_client:
        assert redis_client.get("kept") == "yes"


def test_stopping_twice_is_stopping_once(tmp_path: Path) -> None:
    broker = start_broker(tmp_path, environ=ON_PATH)
    broker.stop()
    broker.stop()
    assert not is_up(broker.url)


def test_a_server_left_behind_is_taken_over(tmp_path: Path) -> None:
    first = start_broker(tmp_path, environ=ON_PATH)
    second = start_broker(tmp_path, environ=ON_PATH)
    assert second.url == first.url
    second.stop()
    assert not is_up(first.url)
    first.stop()


def test_the_address_of_another_folders_server_is_not_taken_over(tmp_path: Path) -> None:
    with start_broker(tmp_path / "one", environ=ON_PATH) as one:
        (tmp_path / "two").mkdir()
        (tmp_path / "two" / "broker.url").write_text(one.url)
        with start_broker(tmp_path / "two", environ=ON_PATH) as two:
            assert two.url != one.url
        assert is_up(one.url)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_a_killed_parent_leaves_no_server_behind(tmp_path: Path) -> None:
    script = textwrap.dedent(f"""
        import pathlib, sys
        from config.embedded_broker import start_broker
        broker = start_broker(pathlib.Path({str(tmp_path)!r}), environ={dict(ON_PATH)!r})
        print(broker.url, flush=True)
        sys.stdin.read()
    """)
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as parent:
        assert parent.stdout
        url = parent.stdout.readline().strip()
        assert is_up(url)
        with redis.Redis.from_url(url, socket_timeout=30) as watcher:
            watcher.ping()
            parent.kill()
            with pytest.raises(redis.ConnectionError):
                watcher.blpop("never", timeout=20)


def test_unusable_data_says_where_to_look(tmp_path: Path) -> None:
    folder = tmp_path / "appendonlydir"
    folder.mkdir()
    (folder / "appendonly.aof.manifest").write_text("not a manifest\n")
    with pytest.raises(BrokerError, match=r"broker\.log"):
        start_broker(tmp_path, environ=ON_PATH)
