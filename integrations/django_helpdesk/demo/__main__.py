"""`python -m integrations.django_helpdesk.demo --data-dir DIR --port N --hook-url URL`: set up once, then serve."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from integrations.django_helpdesk.demo import story

HOST = "127.0.0.1"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m integrations.django_helpdesk.demo", description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True, help="where the desk keeps its database and mail")
    parser.add_argument("--port", type=int, default=8091)
    hook_url = os.environ.get("HEARD_DEMO_DESK_HOOK", "")  # kept out of the list of processes: it holds a key
    parser.add_argument("--hook-url", default=hook_url, help="where follow-ups are announced; empty = nowhere")
    parser.add_argument("--no-serve", action="store_true", help="set up and stop")
    return parser.parse_args()


def say(line: str) -> None:
    sys.stdout.write(f"desk: {line}\n")
    sys.stdout.flush()


def configure(data_dir: Path, hook_url: str) -> None:
    """Load Django with the demo's settings; they read the two variables."""
    os.environ["HEARD_DEMO_DESK_DATA"] = str(data_dir)
    os.environ["HEARD_DEMO_DESK_HOOK"] = hook_url
    os.environ["DJANGO_SETTINGS_MODULE"] = "integrations.django_helpdesk.demo.settings"
    import django  # noqa: PLC0415 (after the settings are known)

    django.setup()


def set_up(data_dir: Path) -> None:
    """Make tables and tickets unless a finished desk is there; a half-made one is made anew."""
    from integrations.django_helpdesk.demo import seed  # noqa: PLC0415 (needs Django)

    done = data_dir / "seeded"
    if done.exists():
        return
    for leftover in data_dir.glob("desk.sqlite3*"):
        leftover.unlink()
    say("making the tables …")
    seed.make_tables()
    say("adding people, fields, saved searches and tickets …")
    count = seed.fill()
    done.write_text(f"{count} tickets\n", encoding="utf-8")
    say(f"{count} tickets ready")


def serve(port: int) -> None:
    """Serve with Django's threaded server: the webhook call runs inside a request while our API calls come in."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler  # noqa: PLC0415
    from django.core.servers.basehttp import run  # noqa: PLC0415
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415

    say(f"http://{HOST}:{port}/")
    try:
        run(HOST, port, StaticFilesHandler(get_wsgi_application()), threading=True)
    except KeyboardInterrupt:
        return
    except OSError as error:
        sys.exit(f"desk: cannot listen on {HOST}:{port}: {error.strerror}")


def main() -> None:
    options = arguments()
    data_dir = options.data_dir.resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    configure(data_dir, options.hook_url)
    set_up(data_dir)
    for person in (*story.AGENTS, story.ADMIN):
        say(f"log in as {person.username} / {person.password}  ({person.role})")
    say(f"ticket to try: http://{HOST}:{options.port}/tickets/{story.TICKET_TO_TRY}/  with this reply:")
    for line in story.suggested_reply().splitlines():
        say(f"    {line}")
    if not options.no_serve:
        serve(options.port)


if __name__ == "__main__":
    main()
