"""The log: useful lines, and nowhere a word that a stranger chose."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import textwrap
from enum import StrEnum
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.log import FIELDS, SafeFormatter
from tests.machine import ROOT

if TYPE_CHECKING:
    from pathlib import Path

CANARY = "canary maria@example.com 9f2"


class Outcome(StrEnum):
    NOTE = "note"


def line(name: str, message: object, *args: object, **extra: object) -> dict[str, object]:
    record = logging.getLogger(name).makeRecord(
        name, logging.WARNING, "/x/site-packages/lib/mod.py", 7, message, args, None, extra=extra
    )
    written = SafeFormatter().format(record)
    assert "\n" not in written
    assert CANARY not in written
    assert "maria" not in written
    return json.loads(written)


def failing() -> BaseException:
    try:
        json.loads(CANARY)
    except ValueError as error:
        return error
    raise AssertionError


def test_our_own_line() -> None:
    found = line("workers.tasks", "looked at", account="acme", ticket="4711", outcome=Outcome.NOTE, ms=12)
    assert found.pop("time").endswith("+00:00")
    assert found == {
        "level": "warning",
        "logger": "workers.tasks",
        "message": "looked at",
        "account": "acme",
        "ticket": "4711",
        "outcome": "note",
        "ms": 12,
    }


def test_a_field_that_is_not_listed_is_left_out() -> None:
    assert "subject" not in line("workers.tasks", "looked at", subject=CANARY, body=CANARY, url=CANARY)


@given(st.sampled_from(FIELDS), st.sampled_from([CANARY, [CANARY], {"x": CANARY}, CANARY.encode(), "x" * 81, "a\nb"]))
def test_a_listed_field_takes_numbers_and_a_few_words_only(name: str, value: object) -> None:
    assert line("workers.tasks", "looked at", **{name: value})[name] == "…"


@pytest.mark.parametrize("name", ["workers.tasks", "webhook", "celery.worker", "gunicorn.error", "root"])
def test_arguments_show_as_numbers_or_not_at_all(name: str) -> None:
    assert line(name, "%s has %d of %s (%s)", CANARY, 3, [CANARY], ValueError(CANARY))["message"] == (
        "… has 3 of … (ValueError)"
    )
    assert line(name, "%(who)s in %(ms).1f ms", {"who": CANARY, "ms": 1.25})["message"] == "… in 1.2 ms"


@pytest.mark.parametrize("args", [(CANARY,), (CANARY, CANARY, CANARY), ({"other": CANARY},)])
def test_arguments_that_do_not_fit(args: tuple[object, ...]) -> None:
    assert line("workers.tasks", "%d and %s", *args)["message"] == "%d and %s"
    assert line("celery", "%(one)s", *args)["message"] == "%(one)s"


def test_a_library_s_text_without_arguments_may_be_made_of_anything() -> None:
    found = line("gunicorn.error", f"Invalid request from {CANARY}")
    assert "message" not in found
    assert found["at"] == "lib/mod.py:7"


@pytest.mark.parametrize("message", [ValueError(CANARY), {"x": CANARY}, None])
def test_a_message_that_is_no_text(message: object) -> None:
    assert "message" not in line("workers.tasks", message)


def test_a_name_that_only_begins_like_ours_is_a_library() -> None:
    assert "message" not in line("workersx.tasks", "looked at")


def test_an_exception_is_its_class_and_its_places() -> None:
    record = logging.getLogger("webhook.doors").makeRecord(
        "webhook.doors", logging.ERROR, __file__, 1, "it broke", (), (ValueError, failing(), None)
    )
    record.stack_info = CANARY
    written = SafeFormatter().format(record)
    found = json.loads(written)
    assert CANARY not in written
    assert found["exception"] == "JSONDecodeError"
    assert found["where"] == [f"json/decoder.py:{failing().__traceback__.tb_next.tb_next.tb_next.tb_lineno}"]


def test_our_own_frames_are_named_by_their_path_in_the_project() -> None:
    script = """
        from config.settings import SETTINGS
        from config import log
        import logging
        log.set_up("info")
        try:
            SETTINGS[0].kind.parse(5)
        except Exception:
            logging.getLogger("webhook").exception("it broke")
    """
    found = json.loads(run(script))
    assert found["where"][0].startswith("config/kinds.py:")


def test_a_whole_process(tmp_path: Path) -> None:
    script = f"""
        import logging, threading, warnings
        from config import log
        log.set_up("debug")
        canary = "{CANARY}"
        logging.captureWarnings(True)
        warnings.warn(canary)
        for name in ("urllib3.connectionpool", "werkzeug", "kombu", "gunicorn.error", "requests"):
            logging.getLogger(name).debug("GET %s", canary)
            logging.getLogger(name).info("GET %s", canary)
            logging.getLogger(name).error(canary)
        logging.getLogger("workers.review").debug("a detail")
        logging.getLogger("celery.app.trace").info("Task %s succeeded", canary)
        logging.getLogger("workers.review").error("unfit %d", canary)
        class Bad:
            def __str__(self): raise ValueError(canary)
            __repr__ = __str__
        logging.getLogger("workers.review").error("bad %s", Bad(), extra={{"account": Bad()}})
        logging.getLogger("workers.review").error(Bad())
        def fail(): raise KeyError(canary)
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        fail()
    """
    written = run(script, status=1)
    assert "maria" not in written
    lines = [json.loads(one) for one in written.splitlines()]
    assert [one["message"] for one in lines if one["level"] == "debug"] == ["a detail"]
    assert {one["message"] for one in lines if one["level"] == "info"} == {"GET …"}
    assert [one["exception"] for one in lines if one["level"] == "critical"] == ["KeyError", "KeyError"]
    assert not any(one["logger"] == "celery.app.trace" for one in lines)


def test_the_level_is_for_our_own_code() -> None:
    script = """
        import logging
        from config import log
        log.set_up("error")
        logging.getLogger("workers").warning("not this")
        logging.getLogger("workers").error("this")
        logging.getLogger("celery").warning("not %s", "this")
        log.set_up("warning")
        logging.getLogger("workers").warning("and this, once")
    """
    assert [json.loads(one)["message"] for one in run(script).splitlines()] == ["this", "and this, once"]


def run(script: str, status: int = 0) -> str:
    """Run a script in a process of its own; setting up logging changes the whole process."""
    command = [sys.executable, "-c", textwrap.dedent(script)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stderr
    assert not done.stdout
    return done.stderr
