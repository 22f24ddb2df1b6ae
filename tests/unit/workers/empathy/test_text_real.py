"""Real tickets are read whole, and most of what agents wrote counts."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.unit.workers.empathy.whole import whole

SHARED = Path(os.environ.get("HEARD_SHARED") or Path(__file__).parents[5] / "shared")
TICKETS = SHARED / "data" / "tickets.jsonl"
SOME = 80


@pytest.mark.skipif(
    not TICKETS.exists(), reason=f"no real tickets at {TICKETS.name}: set HEARD_SHARED to the folder with data/"
)
def test_real_tickets_are_read_whole() -> None:
    letters = left_out = 0
    with TICKETS.open(encoding="utf-8") as lines:
        for ticket in (json.loads(line) for _, line in zip(range(SOME), lines, strict=False)):
            earlier: list[str] = []
            for message in ticket["messages"]:
                reading = whole(message["body"], earlier)
                earlier.append(message["body"])
                letters += len(message["body"])
                left_out += sum(one.end - one.start for one in reading.left_out)
    assert left_out < letters / 3
