"""The settings: typed, with defaults that work, and every problem told at once without a secret in it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import EX_CONFIG, ConfigError
from config.settings import SETTINGS, Setting, Settings, load_settings
from tests.machine import ROOT

SECRET = "correct-horse-battery"


def problems(**environ: str) -> dict[str, str]:
    with pytest.raises(ConfigError) as caught:
        load_settings(environ)
    return {problem.where: problem.message for problem in caught.value.problems}


def test_nothing_needs_to_be_set() -> None:
    settings = load_settings({})
    assert settings == Settings(
        redis_url="redis://127.0.0.1:6379/0",
        accounts_file=Path("config/accounts.toml"),
        log_level="info",
        reconcile_seconds=600,
        port=8080,
        bind="127.0.0.1",
        public_url=None,
        web_processes=2,
        workers=4,
        metrics_token=None,
    )
    assert settings.local_only


def test_every_setting_is_read() -> None:
    settings = load_settings(
        {
            "REDIS_URL": f"rediss://user:{SECRET}@redis.example.com:6380/1?ssl_cert_reqs=none",
            "HEARD_ACCOUNTS_FILE": "/etc/heard/accounts.toml",
            "HEARD_LOG_LEVEL": "DEBUG",
            "HEARD_RECONCILE_SECONDS": "60",
            "PORT": "5000",
            "HEARD_BIND": "0.0.0.0",
            "WEB_CONCURRENCY": "3",
            "HEARD_WORKERS": " 8 ",
            "HEARD_METRICS_TOKEN": SECRET,
        }
    )
    assert settings.redis_url == f"rediss://user:{SECRET}@redis.example.com:6380/1?ssl_cert_reqs=none"
    assert settings.accounts_file == Path("/etc/heard/accounts.toml")
    assert (settings.log_level, settings.reconcile_seconds, settings.port) == ("debug", 60, 5000)
    assert (settings.bind, settings.local_only) == ("0.0.0.0", False)
    assert (settings.web_processes, settings.workers) == (3, 8)
    assert settings.metrics_token
    assert settings.metrics_token.reveal() == SECRET
    assert SECRET not in repr(settings)


def test_an_empty_variable_is_one_that_is_not_set() -> None:
    assert load_settings({setting.name: "" for setting in SETTINGS}) == load_settings({})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REDIS_URL", "http://127.0.0.1:6379"),
        ("REDIS_URL", "redis://:6379"),
        ("REDIS_URL", "redis://host:sixthousand"),
        ("REDIS_URL", "redis://host:0"),
        ("REDIS_URL", "redis://host:6379/first"),
        ("REDIS_URL", "redis://[::1:6379"),
        ("REDIS_URL", "redis://host?db=first"),
        ("REDIS_URL", "redis://host?socket_timeout=99"),
        ("REDIS_URL", "redis://host?ssl_cert_reqs=none"),
        ("REDIS_URL", "rediss://host?ssl_cert_reqs=perhaps"),
        ("REDIS_URL", "rediss://host?ssl_cert_reqs=none&decode_responses=no"),
        ("HEARD_LOG_LEVEL", "loud"),
        ("HEARD_RECONCILE_SECONDS", "9"),
        ("HEARD_RECONCILE_SECONDS", "6e2"),
        ("PORT", "65536"),
        ("PORT", "0"),
        ("PORT", "-1"),
        ("PORT", "٨٠"),
        ("HEARD_BIND", "0.0.0.0 # all"),
        ("WEB_CONCURRENCY", "two"),
        ("HEARD_WORKERS", "65"),
        ("HEARD_METRICS_TOKEN", "short"),
    ],
)
def test_a_wrong_value_is_named_but_not_shown(name: str, value: str) -> None:
    found = problems(**{name: value})
    assert list(found) == [name]
    assert found[name].startswith("expected ")
    assert value not in found[name]


def test_all_problems_come_at_once() -> None:
    assert set(problems(PORT="x", HEARD_LOG_LEVEL="x", REDIS_URL="x")) == {"PORT", "HEARD_LOG_LEVEL", "REDIS_URL"}


def test_a_secret_may_be_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{SECRET}\n")
    settings = load_settings({"HEARD_METRICS_TOKEN_FILE": str(tmp_path / "token")})
    assert settings.metrics_token
    assert settings.metrics_token.reveal() == SECRET


def test_a_file_is_for_secrets_only(tmp_path: Path) -> None:
    (tmp_path / "port").write_text("1234")
    assert load_settings({"PORT_FILE": str(tmp_path / "port")}).port == 8080


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "cannot read"), (b"", "empty"), (b" \n", "empty"), (b"\xff\xfe", "not UTF-8")],
)
def test_a_secret_s_file_that_is_no_use(tmp_path: Path, content: bytes | None, said: str) -> None:
    file = tmp_path / "token"
    if content is not None:
        file.write_bytes(content)
    found = problems(HEARD_METRICS_TOKEN_FILE=str(file))
    assert list(found) == ["HEARD_METRICS_TOKEN_FILE"]
    assert said in found["HEARD_METRICS_TOKEN_FILE"]


def test_a_secret_and_its_file_are_one_too_many() -> None:
    found = problems(REDIS_URL=f"redis://:{SECRET}@host", REDIS_URL_FILE="/run/secrets/redis")
    assert found == {"REDIS_URL": "set REDIS_URL or REDIS_URL_FILE, not both"}


@given(st.sampled_from(SETTINGS), st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_whatever_a_variable_holds_it_is_either_read_or_refused_by_name(setting: Setting, value: str) -> None:
    told: list[str] = []
    try:
        load_settings({setting.name: value})
    except ConfigError as error:
        told = [problem.where for problem in error.problems]
    assert told in ([], [setting.name])


def test_the_table_and_the_settings_have_the_same_names() -> None:
    assert [setting.attribute for setting in SETTINGS] == [field.name for field in fields(Settings)]
    assert all(setting.help.endswith(".") for setting in SETTINGS)


def test_every_setting_is_in_the_example_with_its_default_and_its_help() -> None:
    example = (ROOT / ".env.example").read_text()
    told = dict(line.split("=", 1) for line in example.splitlines() if re.match(r"[A-Z]", line))
    assert told == {setting.name: setting.default for setting in SETTINGS}
    prose = re.sub(r"\n?# (\* )?", " ", example)
    for setting in SETTINGS:
        first_sentence = re.split(r"[.:;(]| `", setting.help)[0]
        assert first_sentence in prose, setting.name


@pytest.mark.parametrize(
    "command",
    [
        ["gunicorn", "--config", "python:config.web_server", "webhook:create_app()"],
        ["gunicorn", "--config", "config/web_server.py", "webhook:create_app()"],
        [sys.executable, "-c", "import webhook; webhook.create_app()"],
        ["celery", "--app", "workers.app", "worker"],
    ],
    ids=["gunicorn", "gunicorn by path", "create_app", "celery"],
)
def test_every_entry_prints_the_problems_one_a_line_and_ends_with_78(command: list[str]) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environ = {"PATH": path, "PORT": "x", "HEARD_LOG_LEVEL": "loud"}
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == EX_CONFIG
    assert done.stderr.splitlines() == [
        "HEARD_LOG_LEVEL: expected one of debug, info, warning, error",
        "PORT: expected a whole number from 1 to 65535",
    ]
