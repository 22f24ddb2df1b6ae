"""A worker that was told to stop ends, whatever it waits for."""

from __future__ import annotations

import os
import subprocess
import sys

STUCK = """
import os, signal
from billiard import Process
from workers.lifecycle import end_for_certain, heed_stops

def child(end):
    os.read(end, 1)

if __name__ == "__main__":
    read, write = os.pipe()
    process = Process(target=child, args=(read,))
    process.start()
    print(process.pid, flush=True)
    signal.signal(signal.SIGTERM, lambda *_: os.read(read, 1))  # for ever: this process holds the writing end itself
    heed_stops(lambda: end_for_certain(0.2))
    os.kill(os.getpid(), signal.SIGTERM)
"""


def test_a_worker_stuck_on_its_way_out_ends_with_its_children() -> None:
    done = subprocess.run([sys.executable, "-c", STUCK], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == os.EX_SOFTWARE, done.stderr
    child = int(done.stdout)
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(child)], capture_output=True, text=True, check=False
    ).stdout
    assert state.strip()[:1] in {"", "Z"}
