"""One account of `accounts.toml`: its form is checked on both sides of the product, its secrets are read for one.

The web side never reads API credentials, the worker side never reads signing secrets. What accounts.toml and the
environment leave out, `heard apply` may have stored (`config.state`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from config.accounts import Account, NotePolicy, Side
from config.environment import secret_value
from config.errors import ConfigError, ConfigProblem
from config.secret import Secret
from config.toml_table import kind, unknown

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from config.accounts import HelpdeskSpec, Option
    from config.state import State
    from config.toml_table import Table

NAME = r"[a-z0-9][a-z0-9_-]{0,62}"
VARIABLE = r"[A-Z][A-Z0-9_]*"
LOCAL_URL = r"http://(127\.0\.0\.1|localhost)(:\d{1,5})?/?"
"""A helpdesk on this machine (demo, tests) may do without TLS; no other may."""
SHORTEST_SIGNING_SECRET = 16
COMMON = (
    *("helpdesk", "url", "settle_seconds", "notes", "updates_per_minute", "repeats_days"),
    *("signing_secrets", "fields"),
)
A_VARIABLE = (
    "the name of an environment variable, such as ACME_SECRET (the secret itself does not belong in this file)"
)
SOME_VARIABLES = 'a list such as ["ACME_SIGNING_SECRET"]: names of environment variables, the newest first'


@dataclass(frozen=True, slots=True)
class AccountTable:
    """The table `[accounts.<name>]` and what is needed to make an account of it."""

    name: str
    table: Table
    environ: Mapping[str, str]
    side: Side
    state: State

    def read(self, specs: Mapping[str, HelpdeskSpec]) -> Account | None:
        """Return the account; what is wrong with it is left in the table's problems."""
        if not re.fullmatch(NAME, self.name):
            self._complain("expected a name of at most 63 small letters, digits, - and _, such as acme")
        spec = specs.get(self._choice("helpdesk", tuple(specs)) or "")
        if spec is None:
            return None
        self.table.only((*COMMON, *(option.name for option in spec.options)))
        self._check_groups(spec)
        given = {option: self._option(option) for option in spec.options}
        return Account(
            name=self.name,
            helpdesk=spec.kind,
            url=self._url(spec),
            settle_seconds=self.table.number("settle_seconds", 60, 0, 86_400),
            notes=NotePolicy(self._choice("notes", tuple(NotePolicy), NotePolicy.WHEN_USEFUL)),
            updates_per_minute=self.table.number("updates_per_minute", 40, 1, 6000),
            repeats_days=self.table.number("repeats_days", 30, 0, 90),
            fields=self._fields(spec),
            options={option.name: value for option, value in given.items() if value and not option.secret},
            signing_secrets=self._signing_secrets(),
            signing_variables=self._signing_variables() if self.side is Side.SETUP else (),
            secrets=self._api_secrets({option: value for option, value in given.items() if value and option.secret}),
        )

    def _complain(self, message: str) -> None:
        self.table.problems.append(ConfigProblem(self.table.name, message))

    def _choice(self, key: str, known: Collection[str], default: str | None = None) -> str:
        value = self.table.content.get(key, default)
        if isinstance(value, str) and value in known:
            return value
        if value is None:
            self.table.complain(key, f"is missing; there are {', '.join(sorted(known))}")
        else:
            self.table.complain(key, unknown(value, known) if isinstance(value, str) else f"got {kind(value)}")
        return default or ""

    def _url(self, spec: HelpdeskSpec) -> str:
        expected = f"an address such as {spec.url_example}"
        url = self.table.text("url", f"(?:{spec.url_pattern})|(?:{LOCAL_URL})", expected, required=True)
        return (url or "").rstrip("/")

    def _option(self, option: Option) -> str | None:
        if option.secret:
            return self.table.text(option.name, VARIABLE, A_VARIABLE, required=option.required)
        return self.table.text(option.name, option.pattern or r"[^\n]+", option.help, required=option.required)

    def _check_groups(self, spec: HelpdeskSpec) -> None:
        named = frozenset[str]().union(*spec.one_of)
        given = named.intersection(self.table.content)
        if spec.one_of and given not in spec.one_of:
            groups = ", or ".join(" and ".join(sorted(group)) for group in spec.one_of)
            found = " and ".join(sorted(given)) or "none of them"
            self._complain(f"give either {groups}; found {found}")
        for group in spec.together:
            if missing := sorted(group.difference(self.table.content)) if group & set(self.table.content) else []:
                self.table.complain(missing[0], f"is missing; {' and '.join(sorted(group))} go together")

    def _fields(self, spec: HelpdeskSpec) -> Mapping[str, str]:
        table = self.table.table("fields")
        table.only(spec.field_names)
        read = {name: self._field(table, name, spec.field_pattern) for name in spec.field_names & set(table.content)}
        if self.side is not Side.SETUP:
            read = self._stored_fields(spec) | read
            for missing in sorted(spec.required_fields.difference(read)):
                apply = f", or `heard apply {self.name}` to make the field" if spec.sets_up else ""
                table.complain(missing, f"is missing; expected the field's id in {spec.title}{apply}")
        return {name: value for name, value in sorted(read.items()) if value}

    def _stored_fields(self, spec: HelpdeskSpec) -> dict[str, str | None]:
        try:
            stored = self.state.fields(self.name)
        except ConfigError as error:
            self.table.problems.extend(error.problems)
            return {}
        return {name: value for name, value in stored.items() if name in spec.field_names}

    def _field(self, table: Table, name: str, pattern: str) -> str | None:
        value = table.content[name]
        if isinstance(value, int) and not isinstance(value, bool) and re.fullmatch(pattern, str(value)):
            return str(value)  # an id is as often written without quotes
        return table.text(name, pattern, "the field's id in the helpdesk")

    def _signing_secrets(self) -> tuple[Secret, ...]:
        names = self.table.texts("signing_secrets", SOME_VARIABLES)
        if not all(re.fullmatch(VARIABLE, name) for name in names):
            self.table.complain(
                "signing_secrets", f"expected {SOME_VARIABLES}; the secret itself does not belong here"
            )
            return ()
        if self.side is Side.WORKER:
            return ()
        if self.side is Side.SETUP:
            names = [
                name for name in names if len(self._value("signing_secrets", name) or "") >= SHORTEST_SIGNING_SECRET
            ]
        found = [self._resolve("signing_secrets", name, SHORTEST_SIGNING_SECRET) for name in names]
        return tuple(secret for secret in found if secret)

    def _signing_variables(self) -> tuple[str, ...]:
        names = self.table.content.get("signing_secrets")
        return tuple(map(str, names)) if isinstance(names, list) else ()

    def _api_secrets(self, variables: Mapping[Option, str]) -> Mapping[str, Secret]:
        if self.side is Side.WEB:
            return {}
        ours = {option.name: name for option, name in variables.items() if option.side is self.side}
        if self.side is Side.SETUP and not ours:  # whoever set no admin's apart is the admin
            ours = {option.name: name for option, name in variables.items()}
        found = {key: self._resolve(key, name, shortest=1) for key, name in ours.items()}
        return {key: secret for key, secret in found.items() if secret}

    def _value(self, key: str, variable: str) -> str | None:
        try:
            return secret_value(self.environ, variable) or self.state.secret(self.name, variable)
        except ConfigError as error:
            self.table.complain(key, str(error))
            return None

    def _resolve(self, key: str, variable: str, shortest: int) -> Secret | None:
        before = len(self.table.problems)
        value = self._value(key, variable)
        if len(self.table.problems) > before:
            return None
        if value is None:
            self.table.complain(
                key, f"{variable} is not set; put the secret there, or its file's path in {variable}_FILE"
            )
        elif len(value) < shortest:
            self.table.complain(
                key, f"{variable} is too short to be a secret: expected at least {shortest} characters"
            )
        else:
            return Secret(value)
        return None
