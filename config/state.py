"""What `heard apply` found out, in files beside accounts.toml: ids of an account's fields, a webhook's secret.

accounts.toml and the environment come first; these files fill what they leave out. Nobody but their owner can
read them.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from config.errors import ConfigError, ConfigProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config.secret import Secret

FOLDER = "state"


def beside(accounts_file: Path) -> State:
    """Return the state that belongs to this accounts.toml."""
    return State(accounts_file.parent / FOLDER)


@dataclass(frozen=True, slots=True)
class State:
    """The folder; made when something is stored. Reading and writing raise ConfigError where the files forbid it."""

    folder: Path

    def fields(self, account: str) -> Mapping[str, str]:
        """Return the stored ids of an account's fields by our names; empty if none were stored."""
        path = self.fields_file(account)
        try:
            found = json.loads(_read(path) or "{}")
        except ValueError:
            found = None
        if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
            raise ConfigError([ConfigProblem(str(path), f"is damaged; remove it and run `heard apply {account}`")])
        return found

    def secret(self, account: str, variable: str) -> str | None:
        """Return the secret that was stored for this variable of an account, None if there is none."""
        return _read(self.secret_file(account, variable)) or None

    def prove_writable(self) -> None:
        """Raise ConfigError where nothing can be stored, before anything is made whose secret must be."""
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.folder):
                return
        except OSError as error:
            raise _not_written(self.folder, error) from None

    def keep_fields(self, account: str, fields: Mapping[str, str]) -> None:
        """Store the ids of an account's fields, in place of those stored before."""
        _write(self.fields_file(account), json.dumps(dict(sorted(fields.items())), indent=1))

    def keep_secret(self, account: str, variable: str, secret: Secret) -> None:
        """Store a secret of an account under the variable's name."""
        _write(self.secret_file(account, variable), secret.reveal())

    def forget_fields(self, account: str) -> None:
        """Remove what is stored of an account's fields."""
        _remove(self.fields_file(account))

    def forget_secret(self, account: str, variable: str) -> None:
        """Remove a stored secret."""
        _remove(self.secret_file(account, variable))

    def fields_file(self, account: str) -> Path:
        """Return where an account's field ids are stored."""
        return self.folder / f"{account}.json"

    def secret_file(self, account: str, variable: str) -> Path:
        """Return where the secret of a variable is stored: two accounts may name the same one."""
        return self.folder / f"{account}.{variable}"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise ConfigError([ConfigProblem(str(path), f"cannot be read: {error.strerror}")]) from None
    except UnicodeDecodeError:
        raise ConfigError([ConfigProblem(str(path), "is not UTF-8 text")]) from None


def _write(path: Path, content: str) -> None:
    """Write all or nothing: a new file, private from its first byte (mkstemp), takes the place of the old one."""
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(f"{content}\n")
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _not_written(path, error) from None


def _not_written(path: Path, error: OSError) -> ConfigError:
    return ConfigError([ConfigProblem(str(path), f"cannot be written: {error.strerror}")])


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise ConfigError([ConfigProblem(str(path), f"cannot be removed: {error.strerror}")]) from None
