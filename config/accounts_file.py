"""Reads `accounts.toml` and, for one side of the product, the secrets that it names. All problems come at once."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from config.account_table import AccountTable
from config.errors import ConfigError, ConfigProblem
from config.state import beside
from config.toml_table import Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from config.accounts import Account, HelpdeskSpec, Side


def load_accounts(
    path: Path,
    environ: Mapping[str, str],
    side: Side,
    specs: Mapping[str, HelpdeskSpec],
    only: str | None = None,
) -> Mapping[str, Account]:
    """Return the accounts by name, or none but `only` that one; raise ConfigError with every problem there is."""
    problems: list[ConfigProblem] = []
    root = Table("", _parse(path), problems)
    root.only({"accounts"})
    tables = root.table("accounts")
    if not tables.content and not problems:
        root.complain("accounts", f"{path} names none; add a table [accounts.<name>]")
    state = beside(path)
    accounts = {
        name: AccountTable(name, tables.table(name), environ, side, state).read(specs)
        for name in tables.content
        if only in (None, name)
    }
    if problems:
        raise ConfigError(problems)
    return {name: account for name, account in accounts.items() if account}


def account_names(path: Path) -> tuple[str, ...]:
    """Return the names of the accounts, whatever is wrong with them; raise ConfigError if the file cannot be read."""
    tables = _parse(path).get("accounts")
    return tuple(sorted(tables)) if isinstance(tables, dict) else ()


def _parse(path: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        message = "there is no such file; copy config/accounts.example.toml there and fill it in"
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
    except UnicodeDecodeError:
        message = "is not UTF-8 text"
    except tomllib.TOMLDecodeError as error:
        message = f"is not TOML: {error}"
    except (ValueError, RecursionError):  # tomllib lets these two through
        message = "holds a number of thousands of digits, or is nested too deeply"
    raise ConfigError([ConfigProblem(str(path), message)])
