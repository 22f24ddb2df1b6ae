"""accounts.toml: typed accounts, secrets for one side only, and every problem told at once without a secret in it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from config.accounts import Account, HelpdeskSpec, NotePolicy, Option, Side
from config.accounts_file import load_accounts
from config.errors import ConfigError
from config.secret import Secret
from config.state import beside
from integrations import registry
from tests.machine import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

EXAMPLE = ROOT / "config" / "accounts.example.toml"
SPEC = HelpdeskSpec(
    kind="desk",
    title="Desk",
    url_pattern=r"https://[a-z0-9-]+\.desk\.example",
    url_example="https://acme.desk.example",
    options=(
        Option("client_id", "the OAuth client's id", pattern=r"[a-z]+"),
        Option("client_secret", "its secret", secret=True),
        Option("token", "an API token", secret=True),
        Option("brand", "the brand's id, such as 12", required=True, pattern=r"\d+"),
    ),
    one_of=(frozenset({"client_id", "client_secret"}), frozenset({"token"})),
    field_names=frozenset({"empathy", "version", "shown"}),
    required_fields=frozenset({"empathy", "version"}),
    field_pattern=r"\d+",
)
SPECS = {"desk": SPEC}
CANARY = "canary-secret-value-9f2"
ENVIRON = {"ACME_SIGNING": f"{CANARY}-1", "ACME_OLD_SIGNING": f"{CANARY}-2", "ACME_TOKEN": f"{CANARY}-3"}
GOOD = """
[accounts.acme]
helpdesk = "desk"
url = "https://acme.desk.example"
token = "ACME_TOKEN"
brand = "12"
signing_secrets = ["ACME_SIGNING", "ACME_OLD_SIGNING"]

[accounts.acme.fields]
empathy = 360001
version = "360002"
"""

Load = "Callable[..., Mapping[str, Account]]"


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def load(toml: str, environ: Mapping[str, str] = ENVIRON, side: Side = Side.WORKER) -> Mapping[str, Account]:
        path = tmp_path / "accounts.toml"
        path.write_text(toml)
        return load_accounts(path, environ, side, SPECS)

    return load


@pytest.fixture
def problems(load: Load) -> Callable[..., dict[str, str]]:
    def problems(*args: object, **options: object) -> dict[str, str]:
        with pytest.raises(ConfigError) as caught:
            load(*args, **options)
        assert CANARY not in str(caught.value)
        return {problem.where: problem.message for problem in caught.value.problems}

    return problems


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


def added(line: str) -> str:
    return changed('brand = "12"\n', f'brand = "12"\n{line}\n')


def test_an_account_with_its_defaults(load: Load) -> None:
    account = load(GOOD)["acme"]
    assert account == Account(
        name="acme",
        helpdesk="desk",
        url="https://acme.desk.example",
        settle_seconds=60,
        notes=NotePolicy.WHEN_USEFUL,
        updates_per_minute=40,
        fields={"empathy": "360001", "version": "360002"},
        options={"brand": "12"},
        secrets=account.secrets,
    )


def test_everything_that_may_be_said(load: Load) -> None:
    toml = added('settle_seconds = 0\nnotes = "never"\nupdates_per_minute = 90\nrepeats_days = 0')
    account = load(toml + "shown = 360003\n")["acme"]
    assert (account.settle_seconds, account.notes, account.updates_per_minute) == (0, NotePolicy.NEVER, 90)
    assert account.repeats_days == 0
    assert account.fields["shown"] == "360003"


def test_the_worker_gets_the_api_secrets_and_reads_no_others(load: Load) -> None:
    account = load(GOOD, {"ACME_TOKEN": CANARY}, Side.WORKER)["acme"]
    assert account.secrets["token"].reveal() == CANARY
    assert account.signing_secrets == ()


def test_the_receiver_gets_the_signing_secrets_and_reads_no_others(load: Load) -> None:
    environ = {"ACME_SIGNING": f"{CANARY}-new", "ACME_OLD_SIGNING": f"{CANARY}-old"}
    account = load(GOOD, environ, Side.WEB)["acme"]
    assert [secret.reveal() for secret in account.signing_secrets] == [f"{CANARY}-new", f"{CANARY}-old"]
    assert account.secrets == {}
    assert account.options == {"brand": "12"}


def test_a_secret_may_be_in_a_file(load: Load, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{CANARY}\n")
    account = load(GOOD, {"ACME_TOKEN_FILE": str(tmp_path / "token")})["acme"]
    assert account.secrets["token"].reveal() == CANARY


def test_no_account_shows_a_secret(load: Load) -> None:
    for side in Side:
        assert CANARY not in repr(load(GOOD, ENVIRON, side))


@pytest.mark.parametrize("side", Side)
def test_a_secret_that_is_not_there(problems: Callable[..., dict[str, str]], side: Side) -> None:
    found = problems(GOOD, {}, side)
    if side is not Side.WEB:
        told = "ACME_TOKEN is not set; put the secret there, or its file's path in ACME_TOKEN_FILE"
        assert found == {"accounts.acme.token": told}
    else:
        assert list(found) == ["accounts.acme.signing_secrets"]


def test_what_apply_stored_fills_what_is_left_out(load: Load, tmp_path: Path) -> None:
    state = beside(tmp_path / "accounts.toml")
    state.keep_secret("acme", "ACME_SIGNING", Secret(f"{CANARY}-stored"))
    state.keep_fields("acme", {"empathy": "1", "version": "2", "shown": "3", "unheard_of": "4"})
    signing = {"ACME_OLD_SIGNING": f"{CANARY}-old"}
    stored = load(changed('empathy = 360001\nversion = "360002"\n', ""), signing, Side.WEB)["acme"]
    assert stored.fields == {"empathy": "1", "version": "2", "shown": "3"}
    assert [secret.reveal() for secret in stored.signing_secrets] == [f"{CANARY}-stored", f"{CANARY}-old"]
    said = load(GOOD, ENVIRON, Side.WEB)["acme"]
    assert said.fields == {"empathy": "360001", "version": "360002", "shown": "3"}
    assert [secret.reveal() for secret in said.signing_secrets] == [f"{CANARY}-1", f"{CANARY}-2"]


def test_the_set_up_needs_no_fields_and_no_signing_secret_yet(load: Load) -> None:
    toml = changed('empathy = 360001\nversion = "360002"\n', "shown = 7\n")
    account = load(toml, {"ACME_TOKEN": CANARY, "ACME_OLD_SIGNING": f"{CANARY}-old"}, Side.SETUP)["acme"]
    assert account.fields == {"shown": "7"}
    assert account.signing_variables == ("ACME_SIGNING", "ACME_OLD_SIGNING")
    assert [secret.reveal() for secret in account.signing_secrets] == [f"{CANARY}-old"]


def test_the_set_up_takes_a_secret_that_was_cut_short_for_none(load: Load, tmp_path: Path) -> None:
    beside(tmp_path / "accounts.toml").keep_secret("acme", "ACME_SIGNING", Secret("cut short"))
    account = load(GOOD, {"ACME_TOKEN": CANARY}, Side.SETUP)["acme"]
    assert account.signing_secrets == ()


def test_an_admin_s_secret_is_for_the_set_up_only(tmp_path: Path) -> None:
    path = tmp_path / "accounts.toml"
    path.write_text(added('admin_secret = "ADMIN"'))
    spec = replace(SPEC, options=(*SPEC.options, Option("admin_secret", "an admin's", secret=True, side=Side.SETUP)))
    read = {
        side: load_accounts(path, {**ENVIRON, **more}, side, {"desk": spec})["acme"]
        for side, more in ((Side.WORKER, {}), (Side.WEB, {}), (Side.SETUP, {"ADMIN": CANARY}))
    }
    assert {side: list(account.secrets) for side, account in read.items()} == {
        Side.WORKER: ["token"],
        Side.WEB: [],
        Side.SETUP: ["admin_secret"],
    }


def test_a_missing_field_is_told_with_the_command_that_makes_it(tmp_path: Path) -> None:
    path = tmp_path / "accounts.toml"
    path.write_text(changed("empathy = 360001\n", ""))
    for spec, told in ((SPEC, ""), (replace(SPEC, sets_up=True), ", or `heard apply acme` to make the field")):
        with pytest.raises(ConfigError, match=f"is missing; expected the field's id in Desk{told}$"):
            load_accounts(path, ENVIRON, Side.WORKER, {"desk": spec})


def test_what_goes_together_is_given_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "accounts.toml"
    path.write_text(added('admin_id = "a"'))
    options = (*SPEC.options, Option("admin_id", "an admin's id"), Option("admin_secret", "its secret", secret=True))
    spec = replace(SPEC, options=options, together=(frozenset({"admin_id", "admin_secret"}),))
    with pytest.raises(ConfigError) as caught:
        load_accounts(path, ENVIRON, Side.SETUP, {"desk": spec})
    told = "accounts.acme.admin_secret: is missing; admin_id and admin_secret go together"
    assert [str(one) for one in caught.value.problems] == [told]


def test_what_another_account_lacks_is_no_matter_to_the_one_that_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "accounts.toml"
    path.write_text(GOOD + GOOD.replace("accounts.acme", "accounts.other").replace("ACME_TOKEN", "OTHER_TOKEN"))
    assert list(load_accounts(path, ENVIRON, Side.SETUP, SPECS, only="acme")) == ["acme"]


def test_a_short_signing_secret(problems: Callable[..., dict[str, str]]) -> None:
    found = problems(GOOD, {**ENVIRON, "ACME_SIGNING": "fifteen letters"}, Side.WEB)
    assert "ACME_SIGNING" in found["accounts.acme.signing_secrets"]
    assert "16" in found["accounts.acme.signing_secrets"]


def test_a_secret_s_file_that_cannot_be_read(problems: Callable[..., dict[str, str]]) -> None:
    found = problems(GOOD, {"ACME_TOKEN_FILE": "/does/not/exist"})
    assert "ACME_TOKEN_FILE: cannot read" in found["accounts.acme.token"]


@pytest.mark.parametrize("url", ["http://127.0.0.1", "http://127.0.0.1:8000", "http://localhost:8000/"])
def test_a_helpdesk_on_this_machine_needs_no_tls(load: Load, url: str) -> None:
    assert load(changed("https://acme.desk.example", url))["acme"].url == url.rstrip("/")


@pytest.mark.parametrize(
    "url",
    [
        "http://acme.desk.example",
        "https://acme.desk.example.evil.example",
        "https://evil.example/.desk.example",
        "https://user@acme.desk.example",
        "https://acme.desk.example\\n",
        "http://127.0.0.1.evil.example",
        "http://127.0.0.1:80@evil.example",
        "http://localhost.evil.example",
        "http://127.0.0.1/path",
        "http://169.254.169.254",
        "http://[::1]",
        "https://127.0.0.1",
    ],
)
def test_a_url_of_another_kind(problems: Callable[..., dict[str, str]], url: str) -> None:
    found = problems(changed("https://acme.desk.example", url))
    assert list(found) == ["accounts.acme.url"]
    assert "https://acme.desk.example" in found["accounts.acme.url"]


@pytest.mark.parametrize(
    ("toml", "where", "says"),
    [
        (added("settle_second = 5"), "settle_second", "did you mean settle_seconds?"),
        (added("colour = 5"), "colour", "there are brand, client_id"),
        (added("settle_seconds = -1"), "settle_seconds", "from 0 to 86400, got -1"),
        (added('settle_seconds = "60"'), "settle_seconds", "got other text"),
        (added("settle_seconds = true"), "settle_seconds", "got true or false"),
        (added("settle_seconds = 1.5"), "settle_seconds", "got a number"),
        (added("updates_per_minute = 0"), "updates_per_minute", "from 1 to 6000, got 0"),
        (added("repeats_days = 365"), "repeats_days", "from 0 to 90, got 365"),
        (added('notes = "sometimes"'), "notes", "there are always, never, when_useful"),
        (added("notes = 1"), "notes", "got a number"),
        (changed('helpdesk = "desk"', 'helpdesk = "dsk"'), "helpdesk", "did you mean desk?"),
        (changed('helpdesk = "desk"\n', ""), "helpdesk", "is missing"),
        (changed('url = "https://acme.desk.example"\n', ""), "url", "is missing"),
        (changed('brand = "12"\n', ""), "brand", "is missing; expected the brand's id"),
        (changed('brand = "12"', 'brand = "twelve"'), "brand", "expected the brand's id, such as 12"),
        (changed('brand = "12"', "brand = 12"), "brand", "got a number"),
        (changed('"ACME_TOKEN"', f'"{CANARY}"'), "token", "the name of an environment variable"),
        (changed('"ACME_SIGNING", ', f'"{CANARY}", '), "signing_secrets", "does not belong here"),
        (changed('["ACME_SIGNING", "ACME_OLD_SIGNING"]', "[]"), "signing_secrets", "expected a list"),
        (changed('["ACME_SIGNING", "ACME_OLD_SIGNING"]', '"ACME_SIGNING"'), "signing_secrets", "expected a list"),
        (changed("empathy = 360001", 'empaty = "1"\nempathy = 360001'), "fields.empaty", "did you mean empathy?"),
        (changed("empathy = 360001", "empathy = true"), "fields.empathy", "got true or false"),
        (changed("empathy = 360001", "empathy = -1"), "fields.empathy", "expected the field's id"),
        (changed("empathy = 360001\n", ""), "fields.empathy", "is missing; expected the field's id in Desk"),
        (changed("empathy = 360001", 'empathy = "{{id}}"'), "fields.empathy", "expected the field's id"),
    ],
)
def test_a_key_that_is_wrong(problems: Callable[..., dict[str, str]], toml: str, where: str, says: str) -> None:
    found = problems(toml)
    assert list(found) == [f"accounts.acme.{where}"]
    assert says in found[f"accounts.acme.{where}"]


@pytest.mark.parametrize(
    "credentials", ["", 'client_id = "heard"', 'client_id = "heard"\nclient_secret = "X"\ntoken = "ACME_TOKEN"']
)
def test_one_whole_group_of_credentials(problems: Callable[..., dict[str, str]], credentials: str) -> None:
    found = problems(changed('token = "ACME_TOKEN"', credentials), {**ENVIRON, "X": "x"})
    assert list(found) == ["accounts.acme"]
    assert found["accounts.acme"].startswith("give either client_id and client_secret, or token; found ")


@pytest.mark.parametrize("name", ["Acme", "-acme", '"acme:shop"', '"acme shop"', "a" * 64, '"ä"'])
def test_a_name_that_cannot_be_in_an_address(problems: Callable[..., dict[str, str]], name: str) -> None:
    found = problems(GOOD.replace("acme]", f"{name}]").replace("acme.fields", f"{name}.fields"))
    assert list(found) == [f"accounts.{name.strip(chr(34))}"]


def test_all_problems_of_all_accounts_come_at_once(problems: Callable[..., dict[str, str]]) -> None:
    shop = changed("empathy = 360001\n", "").replace("acme", "shop")
    assert set(problems(added('notes = "x"') + shop, {})) == {
        "accounts.acme.notes",
        "accounts.acme.token",
        "accounts.shop.token",
        "accounts.shop.fields.empathy",
    }


@pytest.mark.parametrize("toml", ["", "[accounts]", "[account.acme]\nhelpdesk = 'desk'"])
def test_no_accounts(problems: Callable[..., dict[str, str]], toml: str) -> None:
    found = problems(toml)
    assert found
    assert ("accounts" in found) or ("did you mean accounts?" in found["account"])


@pytest.mark.parametrize("toml", ["accounts = 5", "[accounts]\nacme = 5", "[accounts.acme]\nfields = 5"])
def test_a_table_that_is_none(problems: Callable[..., dict[str, str]], toml: str) -> None:
    assert problems(toml)


def test_a_file_that_is_not_toml(problems: Callable[..., dict[str, str]]) -> None:
    [(where, message)] = problems("[accounts.acme]\nhelpdesk == 5").items()
    assert where.endswith("accounts.toml")
    assert "line 2" in message


@pytest.mark.parametrize("toml", [f"a = {'9' * 5000}", "a = " + "[" * 5000])
def test_a_file_that_trips_the_toml_reader(problems: Callable[..., dict[str, str]], toml: str) -> None:
    [(where, _)] = problems(toml).items()
    assert where.endswith("accounts.toml")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.toml: there is no such file; copy config/accounts\.example\.toml"):
        load_accounts(tmp_path / "none.toml", {}, Side.WEB, SPECS)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_accounts(tmp_path, {}, Side.WEB, SPECS)
    (tmp_path / "latin.toml").write_bytes(b'name = "\xe4"')
    with pytest.raises(ConfigError, match="not UTF-8"):
        load_accounts(tmp_path / "latin.toml", {}, Side.WEB, SPECS)


def test_a_helpdesk_without_groups_or_options(tmp_path: Path) -> None:
    path = tmp_path / "accounts.toml"
    path.write_text("""
[accounts.plain]
helpdesk = "desk"
url = "https://acme.desk.example"
signing_secrets = ["ACME_SIGNING"]
""")
    spec = replace(SPEC, options=(), one_of=(), required_fields=frozenset())
    assert load_accounts(path, {}, Side.WORKER, {"desk": spec})["plain"].secrets == {}


@pytest.mark.parametrize("side", Side)
def test_the_example_works_as_it_stands_once_it_was_applied(tmp_path: Path, side: Side) -> None:
    path = tmp_path / "accounts.toml"
    path.write_text(EXAMPLE.read_text())
    beside(path).keep_fields("acme", {"empathy": "1"})
    secrets = re.findall(r'"([A-Z][A-Z_]+)"', re.sub("#.*", "", EXAMPLE.read_text()))
    accounts = load_accounts(path, dict.fromkeys(secrets, CANARY), side, registry.SPECS)
    assert {account.helpdesk for account in accounts.values()} == {"zendesk", "django_helpdesk"}
