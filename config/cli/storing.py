"""What apply stores beside accounts.toml: ids of fields and the signing secret, where nothing says them before."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from config.environment import FILE_SUFFIX, plain_value
from config.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from config.cli.site import Site
    from config.secret import Secret
    from integrations.objects import Plan


@dataclass(frozen=True, slots=True)
class Storing:
    """What is to be stored: `fields` None = they are stored already; `secret` under the name `variable`."""

    fields: Mapping[str, str] | None = None
    variable: str = ""
    secret: Secret | None = field(default=None, repr=False)
    lines: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()


def storing(site: Site, plan: Plan, ids: Mapping[str, str]) -> Storing:
    """Return what is to be stored, as far as the ids are known; asks the helpdesk for the webhook's secret."""
    fields = _fields(site, ids)
    stale = fields != dict(site.state.fields(site.account.name))
    coming = {change.kind for change in plan.work if change.key not in ids}
    file = site.state.fields_file(site.account.name)
    lines = [f"the ids of the fields, in {file}"] if stale or "field" in coming else []
    webhooks = _webhooks(ids)
    secret = site.setup.signing_secret(webhooks[0]) if webhooks else None
    known = {one.reveal() for one in site.account.signing_secrets}
    if (secret is None and "webhook" not in coming) or (secret and secret.reveal() in known):
        return Storing(fields if stale else None, lines=tuple(lines))
    variable = next(_free_variables(site), "")
    if not variable:
        return Storing(fields if stale else None, lines=tuple(lines), by_hand=(_taken(site),))
    lines.append(f"the webhook's signing secret, in {site.state.secret_file(site.account.name, variable)}")
    return Storing(fields if stale else None, variable, secret, tuple(lines))


def store(site: Site, what: Storing) -> bool:
    """Store it, the secret shown nowhere; say whether there was anything."""
    if what.fields is not None:
        site.state.keep_fields(site.account.name, what.fields)
    if what.secret is not None:
        site.state.keep_secret(site.account.name, what.variable, what.secret)
    return what.fields is not None or what.secret is not None


def forget(site: Site, plan: Plan, left: frozenset[str]) -> None:
    """Drop what was stored of objects that are no more; `left` are the ids of those that still are."""
    fields = {name: found for name, found in _stored(site).items() if found in left}
    if fields:
        site.state.keep_fields(site.account.name, fields)
    else:
        site.state.forget_fields(site.account.name)
    if left.isdisjoint(_webhooks(plan.ids)):
        for variable in site.account.signing_variables:
            site.state.forget_secret(site.account.name, variable)


def _fields(site: Site, ids: Mapping[str, str]) -> dict[str, str]:
    """Return the ids that accounts.toml does not give itself."""
    ours = {key.partition("/")[2]: found for key, found in ids.items() if key.startswith("field/")}
    return {name: found for name, found in ours.items() if name not in site.account.fields}


def _stored(site: Site) -> Mapping[str, str]:
    try:
        return site.state.fields(site.account.name)
    except ConfigError:  # damaged: it goes
        return {}


def _webhooks(ids: Mapping[str, str]) -> list[str]:
    return [found for key, found in ids.items() if key.startswith("webhook/")]


def _free_variables(site: Site) -> Iterator[str]:
    """Yield the names under which the environment has nothing: it comes before what is stored."""
    for name in site.account.signing_variables:
        if not plain_value(os.environ, name) and not plain_value(os.environ, name + FILE_SUFFIX):
            yield name


def _taken(site: Site) -> str:
    names = ", ".join(site.account.signing_variables)
    return (
        f"{names} in the environment or .env is not the secret of this webhook: take it out and apply again, or"
        " reveal the webhook's secret in the helpdesk and put it there"
    )
