"""Makes the project's `.venv` for the commands in bin/: `python -m config.virtualenv ROOT runtime|demo|dev|train`.

Standard library only: it runs before anything is installed. bin/lib/env.sh calls it when a stamp is missing.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import time
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SETS = ("runtime", "demo", "dev", "train")
"""Sets of requirements; each holds the ones before it."""
WILL_DO = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
LAST_WORDS = 15


@dataclass(frozen=True, slots=True)
class Environment:
    """The `.venv` of a checkout."""

    root: Path

    @property
    def folder(self) -> Path:
        """Where it is."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin" / "python"

    @property
    def unfinished(self) -> Path:
        """A mark that is there while it changes; who finds it finds the work of a killed run."""
        return self.folder / "unfinished"

    def lock_file(self, name: str) -> Path:
        """Return the pinned requirements of a set."""
        return self.root / ("requirements.txt" if name == "runtime" else f"requirements-{name}.txt")

    def stamp(self, name: str) -> Path:
        """Return the file that says which requirements of this set are installed."""
        return self.folder / f"installed-{name}"

    def expected(self, name: str) -> str:
        """Return what the stamp must say; scripts in .venv/bin hold its path, so a moved one is of no use."""
        return f"{self.root}\n{self.lock_file(name).read_text()}"

    def holds(self, name: str) -> bool:
        """Say whether this set, or one that includes it, is installed as pinned."""
        enough = SETS[SETS.index(name) :]
        return any(read(self.stamp(one)) == self.expected(one) for one in enough) and self.is_sound()

    def is_sound(self) -> bool:
        """Say whether it can be built upon: finished, made for this folder, and with a Python that will do."""
        if self.unfinished.exists() or not os.access(self.python, os.X_OK):
            return False
        stamps = [text for one in SETS if (text := read(self.stamp(one)))]
        if not all(text.startswith(f"{self.root}\n") for text in stamps):
            return False
        return subprocess.run([self.python, "-c", WILL_DO], check=False, capture_output=True).returncode == 0  # noqa: S603

    def make(self, name: str) -> None:
        """Install a set, in a new `.venv` where there is none to build upon."""
        if not self.is_sound():
            say(f"Making .venv with Python {sys.version.split()[0]} …")
            if self.folder.exists():
                shutil.rmtree(self.folder)
            self.folder.mkdir()
            self.unfinished.touch()
            run([sys.executable, "-m", "venv", str(self.folder)])
        self.unfinished.touch()
        for one in SETS:
            self.stamp(one).unlink(missing_ok=True)
        install(self.python, self.lock_file(name))
        self.stamp(name).write_text(self.expected(name))
        self.unfinished.unlink()


def read(path: Path) -> str:
    """Return a file's text; "" if there is none."""
    try:
        return path.read_text()
    except FileNotFoundError:
        return ""


def install(python: Path, lock_file: Path) -> None:
    """Install what the lock file pins; pip checks every file's hash."""
    count = sum(line[:1].isalnum() for line in lock_file.read_text().splitlines())
    say(f"Installing {count} packages ({lock_file.name}) …")
    # Byte-compiling everything would take as long again; what is used is compiled at its first import.
    options = ("--no-compile", "--no-input", "--progress-bar=off", "--disable-pip-version-check")
    run([str(python), "-m", "pip", "install", *options, "--require-hashes", f"--requirement={lock_file}"])


def run(command: Sequence[str]) -> None:
    """Run a step, counting on a terminal what pip collects; print its last words only if it fails."""
    last_words: deque[str] = deque(maxlen=LAST_WORDS)
    environment = os.environ | {"PIP_USER": "0"}  # a user's pip.conf may say otherwise, which no .venv can follow
    collected = 0
    with subprocess.Popen(  # noqa: S603 (our own command lines)
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=environment,
        close_fds=False,  # the step keeps the lock even if we are killed
    ) as process:
        for line in process.stdout or ():
            last_words.append(line)
            if line.startswith("Collecting ") and sys.stderr.isatty():
                collected += 1
                sys.stderr.write(f"\r{collected} {line.split()[1].partition('==')[0]}\x1b[K\r")
    if process.returncode:
        say("".join(last_words).rstrip())
        sys.exit(
            f"That did not work: {' '.join(command[1:4])} (why: above). Is there a network, and room on the disk?"
        )


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Let one command at a time work on the environment."""
    with (root / ".venv.lock").open("w") as file:
        os.set_inheritable(file.fileno(), True)  # noqa: FBT003 (positional only)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another command that is setting up .venv …")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def say(line: str) -> None:
    """Tell on standard error; standard output belongs to the command that is to run."""
    sys.stderr.write(f"{line}\n")


def main(root: Path, name: str) -> None:
    """Make sure that a set of requirements is installed."""
    environment = Environment(root)
    began = time.monotonic()
    with alone(root):
        if not environment.holds(name):
            environment.make(name)
            say(f"Ready after {time.monotonic() - began:.0f} s.")


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), sys.argv[2])
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        sys.exit(f"Cannot set up .venv: {error}")
