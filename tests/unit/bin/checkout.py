"""A small checkout to try bin/lib/env.sh on: a command of its own, and requirements that a stub of a wheel meets."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.machine import ROOT

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = """#!/bin/sh
set -eu
. "$(dirname "$(readlink -f "$0")")/lib/env.sh"
need_environment "$1"
load_env_file
shift
exec "$@"
"""


@dataclass(frozen=True)
class Checkout:
    root: Path

    def run(
        self, *arguments: str, command: Path | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run the command: the set that it needs, then what it is to run."""
        return subprocess.run(
            [command or self.root / "bin" / "probe", *arguments],
            cwd="/",
            env=self.environment | environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    @property
    def environment(self) -> dict[str, str]:
        """Return a bare environment in which pip can reach nothing but the wheels beside the checkout."""
        path = os.environ["PATH"]
        pip = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": (self.root / "wheels").as_uri()}
        return {"PATH": path, "HOME": str(self.root), "PIP_USER": "1", **pip}

    def require(self, name: str, *stubs: str) -> None:
        """Pin a set: the wheels `stub-1.0` and so on."""
        file = self.root / ("requirements.txt" if name == "runtime" else f"requirements-{name}.txt")
        file.write_text("".join(self._pin(stub) for stub in stubs))

    def installed(self) -> set[str]:
        """Return which stubs are there."""
        found = self.root.glob(".venv/lib/python3*/site-packages/stub_*.dist-info")
        return {path.name.partition("-")[0] for path in found}

    def _pin(self, stub: str) -> str:
        wheel = self.root / "wheels" / f"{stub}-1.0-py3-none-any.whl"
        wheel.parent.mkdir(exist_ok=True)
        if not wheel.exists():
            write_wheel(wheel, stub)
        return f"{stub}==1.0 \\\n    --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


def new_checkout(root: Path) -> Checkout:
    """Lay out what the helper needs of the project."""
    (root / "bin").mkdir(parents=True)
    (root / "config").mkdir()
    shutil.copytree(ROOT / "bin" / "lib", root / "bin" / "lib")
    for name in ("__init__.py", "virtualenv.py"):
        shutil.copy(ROOT / "config" / name, root / "config" / name)
    command = root / "bin" / "probe"
    command.write_text(COMMAND)
    command.chmod(0o755)
    checkout = Checkout(root)
    checkout.require("runtime", "stub_runtime")
    checkout.require("demo", "stub_runtime", "stub_demo")
    checkout.require("dev", "stub_runtime", "stub_demo", "stub_dev")
    checkout.require("train", "stub_runtime", "stub_demo", "stub_dev", "stub_train")
    return checkout


def write_wheel(path: Path, name: str) -> None:
    """Write the smallest wheel that pip takes."""
    info = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"{name}.py", "")
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{info}/RECORD", "".join(f"{file},,\n" for file in wheel.namelist()) + f"{info}/RECORD,,\n")
