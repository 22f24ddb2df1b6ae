"""What the API refuses, in Zendesk's several envelopes."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """An answer other than success."""

    def __init__(self, status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        super().__init__(f"{status} {body.get('error')}")
        self.status = status
        self.body = body
        self.headers = headers or {}


def invalid(name: str, description: str) -> ApiError:
    """Return 422: `details` is a map of lists."""
    details = {name: [{"description": description}]}
    return ApiError(422, {"error": "RecordInvalid", "description": "Record validation errors", "details": details})


def conflict() -> ApiError:
    text = "Safe Update prevented the update due to outdated ticket data."
    return ApiError(409, {"error": "UpdateConflict", "description": text})


def not_found() -> ApiError:
    return ApiError(404, {"error": "RecordNotFound", "description": "Not found"})


def no_endpoint() -> ApiError:
    return ApiError(404, {"error": "InvalidEndpoint", "description": "Not found"})


def unauthenticated() -> ApiError:
    return ApiError(401, {"error": "Couldn't authenticate you"})


def dead_token() -> ApiError:
    text = "The access token provided is expired, revoked, malformed or invalid for other reasons."
    return ApiError(401, {"error": "invalid_token", "error_description": text})


def missing_scope(scope: str) -> ApiError:
    text = f"You are missing the following required scopes: {scope}"
    return ApiError(403, {"error": "Forbidden", "description": text})


def not_admin() -> ApiError:
    message = (
        "You do not have access to this page. Please contact the account owner of this help desk for further help."
    )
    return ApiError(403, {"error": {"title": "Forbidden", "message": message}})


def bad_webhook(title: str) -> ApiError:
    """Return 400 in the envelope of the webhooks API."""
    return ApiError(400, {"errors": [{"code": "InvalidWebhook", "title": title, "detail": title}]})


def no_webhook() -> ApiError:
    return ApiError(404, {"errors": [{"code": "RecordNotFound", "title": "Webhook not found"}]})


def bad_request(text: str) -> ApiError:
    return ApiError(400, {"error": "BadRequest", "description": text})


def too_many_requests(seconds: int) -> ApiError:
    body = {"error": "APIRateLimitExceeded", "description": "Number of allowed API requests exceeded"}
    return ApiError(429, body, {"Retry-After": str(seconds)})


def too_many_jobs(ids: list[str]) -> ApiError:
    text = "Too many jobs are currently queued or running. Try again later."
    body = {"error": "TooManyJobs", "description": text, "current_job_ids": ids}
    return ApiError(429, body, {"Retry-After": "5"})
