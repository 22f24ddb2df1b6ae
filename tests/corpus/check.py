"""Check corpus files by hand: `python tests/corpus/check.py en/FILE…` prints what is malformed, and the counts."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
CUSTOMER = {"upset", "glad"}
AGENT = set(re.findall(r"^\| `(\w+)` \|", (HERE / "GUIDE.md").read_text("utf-8"), re.M))
HEAD = re.compile(r"# (?P<id>[\w-]+) \| voice: [^|]+ \| channel: (email|chat|forum|social|form) \| english: (native|fluent|learner)$")
LINE = re.compile(r"(?P<who>[CAB])(?P<how>[:|]) (?P<text>.*?)(?:\s+\[(?P<labels>[a-z_? ]+)\])?$")
END = re.compile(r"= empathy [0-3](/[0-3])?, band \w+(/\w+)?$")


def check(path: Path) -> Counter[str]:
    counts: Counter[str] = Counter()
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        line = line.rstrip()
        if not line or line == "-" or END.match(line):
            continue
        if HEAD.match(line):
            counts["conversations"] += 1
            continue
        found = LINE.match(line)
        if not found:
            print(f"{path.name}:{number}: not understood: {line[:90]}")
            continue
        labels = {label.removesuffix("?") for label in (found["labels"] or "").split()}
        known = {"C": CUSTOMER, "A": AGENT, "B": set()}[found["who"]]
        for label in sorted(labels - known):
            print(f"{path.name}:{number}: {found['who']} cannot carry {label!r}")
        counts[f"sentences {found['who']}"] += 1
        counts.update(labels)
    return counts


if __name__ == "__main__":
    total: Counter[str] = Counter()
    for name in sys.argv[1:]:
        total += check(HERE / name)
    print(", ".join(f"{key} {value}" for key, value in total.most_common()))
