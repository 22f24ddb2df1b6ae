"""Every command makes the environment that it needs, once, wherever and however it is called."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.unit.bin.checkout import Checkout, new_checkout

if TYPE_CHECKING:
    from pathlib import Path

ALL = {"stub_runtime", "stub_demo", "stub_dev"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout whose first command has just run."""
    checkout = new_checkout(tmp_path_factory.mktemp("made") / "a checkout")
    first = checkout.run("demo", "echo", "done")
    assert first.stdout == "done\n", first.stderr
    assert "Making .venv" in first.stderr
    assert "Installing 2 packages (requirements-demo.txt)" in first.stderr
    assert checkout.installed() == {"stub_runtime", "stub_demo"}
    return checkout


def test_the_second_time_there_is_nothing_to_do(made: Checkout) -> None:
    """Nor for a smaller set."""
    for name in ("demo", "runtime"):
        again = made.run(name, "echo", "done")
        assert (again.stdout, again.stderr) == ("done\n", "")


def test_a_symbolic_link_to_a_command_finds_its_way(made: Checkout, tmp_path: Path) -> None:
    link = tmp_path / "probe"
    link.symlink_to(made.root / "bin" / "probe")
    again = made.run("demo", "echo", "done", command=link)
    assert (again.stdout, again.stderr) == ("done\n", "")


def test_the_environment_file_is_read_and_never_run(made: Checkout) -> None:
    lines = ["# who we are", "", "PLAIN=one two # three", 'QUOTED="four"', "export SINGLE='five'", "DOS=six\r"]
    lines += ["GIVEN=other", "RUN=$(touch ran)`touch ran`", "not a line", "BAD-NAME=1", "NO_NEWLINE=last"]
    (made.root / ".env").write_text("\n".join(lines))
    said = made.run("runtime", "env", GIVEN="mine").stdout.splitlines()
    expected = ["PLAIN=one two # three", "QUOTED=four", "SINGLE=five", "DOS=six", "GIVEN=mine", "NO_NEWLINE=last"]
    assert [line for line in expected if line not in said] == []
    assert "RUN=$(touch ran)`touch ran`" in said
    assert not [line for line in said if "BAD" in line]
    (made.root / ".env").unlink()


@pytest.fixture
def checkout(made: Checkout, tmp_path: Path) -> Checkout:
    """A checkout in the same state that a test may spoil."""
    copy = tmp_path / "copy"
    shutil.copytree(made.root, copy, symlinks=True)
    for stamp in copy.glob(".venv/installed-*"):
        stamp.write_text(stamp.read_text().replace(str(made.root), str(copy), 1))
    return Checkout(copy)


def test_a_larger_set_is_added_and_then_serves_the_smaller(checkout: Checkout) -> None:
    larger = checkout.run("dev", "echo", "done")
    assert "Making" not in larger.stderr
    assert checkout.installed() == ALL
    assert checkout.run("runtime", "true").stderr == ""


def test_the_largest_serves_all(checkout: Checkout) -> None:
    assert "Installing 4 packages (requirements-train.txt)" in checkout.run("train", "true").stderr
    assert checkout.installed() == {*ALL, "stub_train"}
    assert [checkout.run(name, "true").stderr for name in ("runtime", "demo", "dev", "train")] == [""] * 4


def test_a_changed_lock_file_is_installed(checkout: Checkout) -> None:
    checkout.require("demo", "stub_runtime", "stub_demo", "stub_new")
    assert "Installing 3 packages" in checkout.run("demo", "true").stderr
    assert "stub_new" in checkout.installed()


def test_a_file_that_is_not_the_pinned_one_is_refused(checkout: Checkout) -> None:
    lock = checkout.root / "requirements-dev.txt"
    lock.write_text(lock.read_text() + "stub_new==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n")
    checkout.require("other", "stub_new")
    failed = checkout.run("dev", "echo", "done")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert "hash" in failed.stderr.lower()
    assert "That did not work" in failed.stderr


def test_what_a_failed_or_killed_run_left_is_made_anew(checkout: Checkout) -> None:
    (checkout.root / ".venv" / "unfinished").touch()
    (checkout.root / ".venv" / "installed-demo").unlink()
    (checkout.root / ".venv" / "half").touch()
    assert "Making .venv" in checkout.run("demo", "true").stderr
    assert checkout.installed() == {"stub_runtime", "stub_demo"}
    assert not (checkout.root / ".venv" / "half").exists()
    assert not (checkout.root / ".venv" / "unfinished").exists()


def test_a_checkout_that_was_moved_gets_an_environment_for_its_new_place(made: Checkout, tmp_path: Path) -> None:
    moved = Checkout(tmp_path / "moved")
    shutil.copytree(made.root, moved.root, symlinks=True)
    assert "Making .venv" in moved.run("demo", "true").stderr
    assert moved.run("demo", "true").stderr == ""


def test_an_environment_whose_python_was_removed_is_made_anew(checkout: Checkout) -> None:
    python = checkout.root / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to(checkout.root / "no-such-python")
    assert "Making .venv" in checkout.run("demo", "true").stderr


def test_of_two_commands_at_once_one_waits_for_the_other(tmp_path: Path) -> None:
    checkout = new_checkout(tmp_path / "new")
    command = [checkout.root / "bin" / "probe", "runtime", "echo", "done"]
    both = [
        subprocess.Popen(command, env=checkout.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120) for process in both]
    assert [out for out, _ in said] == ["done\n", "done\n"]
    assert sorted("Making .venv" in errors for _, errors in said) == [False, True]


def test_what_goes_on_after_its_command_was_killed_is_waited_for_and_made_anew(tmp_path: Path) -> None:
    checkout = new_checkout(tmp_path / "new")
    command = [sys.executable, "-m", "config.virtualenv", checkout.root, "runtime"]
    with subprocess.Popen(command, env=checkout.environment, cwd=checkout.root) as first:
        while not (checkout.root / ".venv" / "pyvenv.cfg").exists():
            assert first.poll() is None
            time.sleep(0.01)
        first.kill()
    second = checkout.run("runtime", "echo", "done")
    assert second.stdout == "done\n"
    assert second.stderr.index("Waiting for another command") < second.stderr.index("Making .venv")


def fake_python(folder: Path, name: str, says: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\ncase $2 in {says} esac\n")
    (folder / name).chmod(0o755)


def bare_path(folder: Path) -> str:
    """Return a PATH with the few tools that the helper uses and no Python but ours."""
    for tool in ("sh", "dirname", "readlink", "cat", "cmp", "printf"):
        (folder / tool).symlink_to(str(shutil.which(tool)))
    return str(folder)


def test_a_python_that_is_too_old_is_said_with_what_to_do(tmp_path: Path) -> None:
    checkout = new_checkout(tmp_path / "new")
    fake_python(tmp_path / "tools", "python3", "*version_info*) exit 1 ;;")
    failed = checkout.run("runtime", "echo", "done", PATH=bare_path(tmp_path / "tools"))
    assert (failed.returncode, failed.stdout) == (1, "")
    assert "Heard needs Python 3.11 or newer" in failed.stderr
    assert "apt install python3" in failed.stderr


def test_debians_python_without_its_venv_module_is_said_with_the_package(tmp_path: Path) -> None:
    checkout = new_checkout(tmp_path / "new")
    fake_python(tmp_path / "tools", "python3", "*ensurepip*) exit 1 ;;")
    failed = checkout.run("runtime", "echo", "done", PATH=bare_path(tmp_path / "tools"))
    assert failed.returncode == 1
    assert "apt install python3-venv" in failed.stderr


def test_a_named_python_is_the_only_one_asked(tmp_path: Path) -> None:
    checkout = new_checkout(tmp_path / "new")
    failed = checkout.run("runtime", "true", PYTHON=str(tmp_path / "no python"))
    assert failed.returncode == 1
    assert "no python" in failed.stderr


def test_without_a_network_the_last_words_of_pip_are_shown(tmp_path: Path) -> None:
    checkout = new_checkout(tmp_path / "new")
    shutil.rmtree(checkout.root / "wheels")
    failed = checkout.run("runtime", "echo", "done")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert "stub_runtime" in failed.stderr
    assert "Is there a network" in failed.stderr
