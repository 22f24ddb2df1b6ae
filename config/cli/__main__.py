"""`python -m config.cli`, which is what `bin/heard` runs."""

from __future__ import annotations

import sys
from io import TextIOWrapper

from config.cli.main import heard


def main() -> None:
    """Run the command line; a character that the terminal cannot show is escaped, not a crash."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    heard(prog_name="heard")


if __name__ == "__main__":
    main()
