"""The fixed words of results and jobs, said so that an admin knows what happened and what to do."""

from __future__ import annotations

from typing import NamedTuple

GAVE_UP = "gave up: "


class Said(NamedTuple):
    """What a word means, and what to do about it ("" = nothing)."""

    meaning: str
    remedy: str = ""


NOT_SCORED = {
    "language": "the replies are in a language that Heard cannot read yet",
    "too_short": "there is too little text by agents to judge",
    "one_sided": "there is no message by the customer to judge the reply against",
    "bot_only": "only bots answered",
    "no_agent_reply": "no agent answered in public",
}

FIELDS = {
    "empathy": "Empathy",
    "confidence": "Empathy confidence",
    "score": "Empathy score",
    "shown": "Empathy shown",
    "idea": "Empathy idea",
    "feeling": "Customer feeling",
    "review": "Empathy review",
    "version": "Empathy version",
}
"""Our names of the fields, and what they are called in the helpdesk."""

DONE = {
    "note": Said("the note, fields and tags are on the ticket"),
    "fields": Said("the fields and tags are on the ticket; there was no need for a note"),
    "tags_only": Said("the ticket is closed, so it got the tags only"),
    "unchanged": Said("the ticket already carries this result; nothing was written"),
    "not_solved": Said("the ticket is not solved; nothing was written"),
    "gone": Said("the helpdesk has no such ticket (any more); nothing was written"),
}
"""Outcomes that end a job; `skipped_…` are the others."""

NO_HURRY = "nothing; it is tried again by itself"

TROUBLE = {
    "throttled": Said("the account's updates_per_minute are used up", NO_HURRY),
    "just_changed": Said(
        "the ticket changed this very moment; a write now could overwrite what is not seen yet", NO_HURRY
    ),
    "rate_limited": Said("the helpdesk asked us to wait", NO_HURRY),
    "conflict": Said("someone changed the ticket while it was being read", NO_HURRY),
    "unauthorized": Said(
        "the helpdesk refuses our credentials, so the account was paused",
        "mend the credentials or the user's rights, then `heard resume ACCOUNT`",
    ),
    "unreachable": Said("the helpdesk cannot be reached", "check its address, DNS, proxy and certificate"),
    "timed_out": Said("the helpdesk does not answer in time", "check whether it is slow or down"),
    "server_fault": Said("the helpdesk fails with an error of its own", "see its status page or its log"),
    "surprise": Said(
        "the helpdesk's answer is not of the promised shape, or what was written does not show",
        "check whether the address leads to a proxy or sign-in page, and whether a field of ours was changed",
    ),
    "refused": Said(
        "the helpdesk does not take what we send for this ticket",
        "see the worker's log; check the ticket and our fields",
    ),
    "SoftTimeLimitExceeded": Said(
        "the ticket takes longer than 25 seconds to read and assess; it may have thousands of comments",
        "nothing, or replay it when the helpdesk is less busy",
    ),
    "crashed": Said(
        "the worker died five times over this ticket", "see the worker's log: was it out of memory, or killed?"
    ),
}
"""Reasons for which a job waits or was given up."""

MISTAKE = "report it with the lines of the worker's log, and replay after an update"


def trouble(reason: str) -> Said:
    """Return what a job's reason means; a word we do not know is the class name of an error of ours."""
    if reason.startswith(GAVE_UP):
        last = trouble(reason.removeprefix(GAVE_UP))
        remedy = "see the worker's log, then replay" if last.remedy == NO_HURRY else last.remedy
        return Said(f"tried for a day, or 30 times, in vain; the last time {last.meaning}", remedy)
    return TROUBLE.get(reason) or Said(f"a mistake in Heard ({reason})", MISTAKE)


def outcome(word: str) -> Said:
    """Return what came of a look."""
    if word.startswith("skipped_"):
        return Said(f"tickets of this kind are left alone ({word.removeprefix('skipped_')}); nothing was written")
    return DONE.get(word) or trouble(word)


def ended(word: str) -> bool:
    """Say whether this outcome ends the job."""
    return word in DONE or word.startswith("skipped_")
