"""What a demo keeps, and what it gives to each of its processes."""

from __future__ import annotations

import socket
import tomllib
from typing import TYPE_CHECKING

import pytest

from config.accounts import NotePolicy, Side
from config.accounts_file import load_accounts
from integrations import registry
from integrations.django_helpdesk.demo.place import HOST, KEPT, LOCK, Place, empty, free_port

if TYPE_CHECKING:
    from pathlib import Path

    from config.processes import Command

USERS_OWN = {
    "PATH": "/usr/bin",
    "HEARD_ACCOUNTS_FILE": "/somewhere/else.toml",
    "HEARD_METRICS_TOKEN": "theirs",
    "REDIS_URL_FILE": "/run/secrets/redis",
    "DJANGO_SETTINGS_MODULE": "their.settings",
    "HTTP_PROXY": "http://proxy.example:3128",
    "PORT": "80",
}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path, 8800, 8801)
    made.prepare()
    return made


@pytest.fixture
def commands(place: Place) -> dict[str, Command]:
    return {one.name: one for one in place.commands("redis://127.0.0.1:1/0", USERS_OWN)}


def test_the_accounts_file_is_one_that_the_product_takes(place: Place, commands: dict[str, Command]) -> None:
    loaded = {
        side: load_accounts(place.accounts_file, commands[name].environment, side, registry.SPECS)["desk"]
        for side, name in ((Side.WEB, "web"), (Side.WORKER, "worker"))
    }
    assert [secret.reveal() for secret in loaded[Side.WEB].signing_secrets] == [place.hook_key]
    worker = loaded[Side.WORKER]
    assert worker.secrets.keys() == {"password"}
    assert (worker.url, worker.settle_seconds, worker.notes) == (place.desk_url, 0, NotePolicy.ALWAYS)


def test_each_process_gets_its_own_secret_only(place: Place, commands: dict[str, Command]) -> None:
    assert "DEMO_DESK_PASSWORD" not in commands["web"].environment
    assert "DEMO_HOOK_KEY" not in commands["worker"].environment
    assert "DEMO_DESK_PASSWORD" not in commands["desk"].environment
    assert place.hook_key not in repr(place)
    assert place.hook_key not in place.accounts_file.read_text()


def test_the_visitors_own_settings_do_not_leak_in(commands: dict[str, Command]) -> None:
    for name in ("web", "worker"):
        environment = commands[name].environment
        assert environment["HEARD_ACCOUNTS_FILE"].endswith("accounts.toml")
        assert environment["PORT"] == "8801"
        assert environment["no_proxy"] == HOST
        assert not {"HEARD_METRICS_TOKEN", "REDIS_URL_FILE", "DJANGO_SETTINGS_MODULE"} & environment.keys()


def test_two_demos_have_different_keys(tmp_path: Path) -> None:
    assert Place(tmp_path, 1, 2).hook_key != Place(tmp_path, 1, 2).hook_key


def test_logs_begin_anew(place: Place) -> None:
    place.log("web").write_text("yesterday")
    place.prepare()
    assert list(place.logs.iterdir()) == []


def test_only_what_a_demo_keeps_is_deleted(place: Place) -> None:
    for name in ("desk", "redis"):
        (place.folder / name / "deep").mkdir(parents=True)
    for name in (LOCK, "letter.txt"):
        (place.folder / name).write_text("mine")
    empty(place.folder)
    assert {path.name for path in place.folder.iterdir()} == {LOCK, "letter.txt"}
    assert LOCK not in KEPT
    empty(place.folder)


def test_a_taken_port_is_replaced_by_a_free_one() -> None:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        listener.listen()
        taken = listener.getsockname()[1]
        assert free_port(taken) not in {0, taken}
    assert free_port(taken) == taken


def test_the_accounts_file_names_variables_and_no_secret(place: Place) -> None:
    account = tomllib.loads(place.accounts_file.read_text())["accounts"]["desk"]
    assert (account["password"], account["signing_secrets"]) == ("DEMO_DESK_PASSWORD", ["DEMO_HOOK_KEY"])


def test_what_is_no_port_is_replaced_as_well() -> None:
    assert 0 < free_port(65_536) < 65_536
