"""How what we wrote is told from what others wrote, alike on every helpdesk."""

from __future__ import annotations

KEY_PREFIX = "heard-"

TAG_PREFIXES = ("empathy__", "empathy_shown__", "empathy_idea__", "empathy_confidence__", "customer_feeling__")
"""The tags that we may take away again; `empathy_review__` belongs to the agent."""


def split_version(value: str) -> tuple[str, str | None]:
    """Split the version field, "1.0.0/en heard-…", into rules version and annotation key."""
    version, _, key = value.rpartition(" ")
    return (version, key) if key.startswith(KEY_PREFIX) else (value, None)


def join_version(version: str, key: str) -> str:
    """Return what the version field holds when a ticket is done."""
    return f"{version} {key}".strip()


def keys_in_note(text: str) -> frozenset[str]:
    """Return the annotation keys in a note: they stand in its last line."""
    lines = text.rstrip().splitlines()
    return frozenset(word for word in lines[-1].split() if word.startswith(KEY_PREFIX)) if lines else frozenset()
