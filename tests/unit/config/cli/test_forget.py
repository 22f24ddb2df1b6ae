"""What is remembered of an account's sentences goes at a word; its jobs stay."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.unit.workers.doubles import REF
from workers.kind_lines import KindLine, KindLines
from workers.repeats import Repeats

if TYPE_CHECKING:
    import pytest
    import redis

    from tests.unit.config.cli.conftest import Run
    from workers.ledger import Ledger

LINES = KindLines(REF, (KindLine(("2", 0), "i am sorry about your late parcel", "jane"),))


def test_hashes_and_secret_go_and_jobs_stay(run: Run, heard_ledger: Ledger, redis_client: redis.Redis) -> None:
    heard_ledger.accept(REF, settle_seconds=60)
    Repeats(redis_client, "acme", 30).remember(LINES)
    done = run("forget", "acme")
    assert (done.exit_code, done.stdout[:10]) == (0, "Forgotten:")
    assert redis_client.keys("heard:repeats:*") == []
    assert [view.ref for view in heard_ledger.jobs()] == [REF]
    assert run("forget", "acme").stdout == "Nothing was remembered of acme.\n"


def test_for_programs(run: Run, heard_ledger: Ledger, redis_client: redis.Redis) -> None:
    Repeats(redis_client, "acme", 30).remember(LINES)
    said = [json.loads(run("forget", "acme", "--json").stdout) for _ in range(2)]
    assert said == [{"account": "acme", "forgotten": True}, {"account": "acme", "forgotten": False}]


def test_without_redis_it_is_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    done = run("forget", "acme")
    assert done.exit_code == 1
    assert "Redis does not serve us" in done.stderr
