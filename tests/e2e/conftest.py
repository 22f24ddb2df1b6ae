"""The browser that the tests drive: the system's Chromium, as a person would use it but for its window."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",  # its sandbox does not work for root, which CI usually is
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",  # this and the next two: nothing leaves this machine
    "--disable-component-update",
    "--disable-sync",
)
ABSENT = "no Chromium: install it (Debian: apt install chromium) or name it in CHROMIUM"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give a headless Chromium; skip where there is none."""
    program = find_chromium(os.environ)
    if program is None:
        pytest.skip(ABSENT)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield running
        running.close()


def find_chromium(environ: Mapping[str, str]) -> str | None:
    """Return the program that CHROMIUM names, or else the one on the PATH."""
    path = environ.get("PATH", "")
    named = environ.get("CHROMIUM")
    found = (shutil.which(name, path=path) for name in ((named,) if named else NAMES))
    return next((program for program in found if program), None)
