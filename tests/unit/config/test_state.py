"""What `heard apply` stores is private, whole or not at all, and read as it was written."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from config.errors import ConfigError
from config.secret import Secret
from config.state import State, beside

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "not-for-anybody-s-eyes"


@pytest.fixture
def state(tmp_path: Path) -> State:
    return beside(tmp_path / "accounts.toml")


def test_what_was_stored_is_read(state: State) -> None:
    state.keep_fields("acme", {"empathy": "360001"})
    state.keep_secret("acme", "ACME_SIGNING", Secret(SECRET))
    assert state.fields("acme") == {"empathy": "360001"}
    assert state.secret("acme", "ACME_SIGNING") == SECRET


def test_what_was_not_stored_is_not_there(state: State) -> None:
    assert (state.fields("acme"), state.secret("acme", "ACME_SIGNING")) == ({}, None)
    state.forget_fields("acme")
    state.forget_secret("acme", "ACME_SIGNING")


def test_nobody_else_can_read_it(state: State) -> None:
    state.keep_secret("acme", "ACME_SIGNING", Secret("an older one"))
    state.keep_secret("acme", "ACME_SIGNING", Secret(SECRET))
    (file,) = state.folder.iterdir()
    assert [stat.S_IMODE(one.stat().st_mode) for one in (state.folder, file)] == [0o700, 0o600]


def test_what_is_forgotten_is_gone(state: State) -> None:
    state.keep_fields("acme", {"empathy": "360001"})
    state.keep_secret("acme", "ACME_SIGNING", Secret(SECRET))
    state.forget_fields("acme")
    state.forget_secret("acme", "ACME_SIGNING")
    assert list(state.folder.iterdir()) == []


@pytest.mark.parametrize("content", ["[]", "{", '{"empathy": 1}'])
def test_a_damaged_file_is_told_with_what_to_do(state: State, content: str) -> None:
    state.keep_fields("acme", {})
    state.fields_file("acme").write_text(content)
    with pytest.raises(ConfigError, match=r"acme\.json: is damaged; remove it and run `heard apply acme`"):
        state.fields("acme")


def test_a_folder_that_cannot_be_written_is_told_without_the_secret(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with pytest.raises(ConfigError, match="cannot be written") as caught:
        State(tmp_path / "state").keep_secret("acme", "ACME_SIGNING", Secret(SECRET))
    assert SECRET not in str(caught.value)


def test_a_write_that_fails_leaves_the_old_file(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    state.keep_secret("acme", "ACME_SIGNING", Secret("the old one"))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("config.state.os.fsync", full)
    with pytest.raises(ConfigError, match="No space left on device"):
        state.keep_secret("acme", "ACME_SIGNING", Secret(SECRET))
    assert state.secret("acme", "ACME_SIGNING") == "the old one"
    assert len(list(state.folder.iterdir())) == 1
