"""One value of the environment: `X`, or for a secret the file that `X_FILE` names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from config.errors import ConfigError, ConfigProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE_SUFFIX = "_FILE"


def plain_value(environ: Mapping[str, str], name: str) -> str | None:
    """Return a variable's value without the spaces around it; None if it is absent or empty."""
    return environ.get(name, "").strip() or None


def secret_value(environ: Mapping[str, str], name: str) -> str | None:
    """Return the value of `name`, or what is in the file that `name_FILE` names; raise ConfigError."""
    file_name = name + FILE_SUFFIX
    value, path = plain_value(environ, name), plain_value(environ, file_name)
    if value and path:
        raise ConfigError([ConfigProblem(name, f"set {name} or {file_name}, not both")])
    return _content(file_name, Path(path)) if path else value


def _content(name: str, path: Path) -> str:
    try:
        content = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigError([ConfigProblem(name, f"cannot read the file it names: {error.strerror}")]) from None
    except UnicodeDecodeError:
        raise ConfigError([ConfigProblem(name, "the file it names is not UTF-8 text")]) from None
    if not content:
        raise ConfigError([ConfigProblem(name, "the file it names is empty")])
    return content
