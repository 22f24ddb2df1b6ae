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
    try:
        heard(prog_name="heard")
    except OSError as error:  # a full disk; click deals with readers that went away
        sys.stdout = None  # what is left in it would be tried once more at the end
        sys.exit(f"heard: {error.strerror}")


if __name__ == "__main__":
    main()
