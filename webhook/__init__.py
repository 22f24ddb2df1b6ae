"""The receiver: `gunicorn 'webhook:create_app()'`. Holds signing secrets, never an API token."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from flask import Flask, jsonify
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter, Rule

from config.accounts import Side
from config.accounts_file import load_accounts
from config.errors import exit_on_problems
from config.settings import load_settings
from integrations import registry
from webhook import health, receive
from webhook.doors import Doors
from webhook.intake import Intake
from webhook.tally import Tally
from workers.client import redis_client
from workers.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Response

    from config.accounts import Account
    from config.settings import Settings


class Anything(BaseConverter):
    """Whatever follows in the address, slashes and line ends too: each account that does not exist looks the same."""

    regex = "(?s:.+)"
    part_isolating = False


def create_app() -> Flask:
    """Return the application as the environment says; ends the process with status 78 where that cannot be used."""
    with exit_on_problems():
        settings = load_settings(os.environ)
        accounts = load_accounts(settings.accounts_file, os.environ, Side.WEB, registry.SPECS)
    return build_app(settings, accounts)


def build_app(settings: Settings, accounts: Mapping[str, Account]) -> Flask:
    """Return the application for these accounts; it connects to Redis at the first request, after any fork."""
    client = redis_client(settings.redis_url)
    ledger, tally = Ledger(client), Tally(client)
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = receive.LONGEST_BODY + 1  # werkzeug refuses a body that reaches its limit
    app.url_map.merge_slashes = False  # a redirect is none of the promised answers
    app.url_map.converters["anything"] = Anything
    app.url_map.add(Rule("/webhooks/<anything:account>", endpoint="receive"))  # every method: the view refuses, too
    app.view_functions["receive"] = receive.webhook_view(Doors.of(accounts), Intake(ledger), tally)
    app.register_blueprint(health.blueprint(settings, ledger, tally))
    app.register_error_handler(HTTPException, _refuse)
    return app


def _refuse(error: HTTPException) -> Response:
    """Answer in JSON what the framework refuses, such as an unknown address; a mistake of our own passes, too."""
    code = error.code or 503
    response = jsonify(error=error.name)
    response.status_code = 503 if code >= 500 else code  # noqa: PLR2004 (HTTP's own boundary)
    response.headers.update(receive.HEADERS.get(response.status_code, {}))
    return response
