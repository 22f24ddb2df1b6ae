"""An assessment as the public result object of `heard score --json`. The keys and their order are an interface."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workers.empathy.model import Assessment, Evidence, NotCounted


def result(assessment: Assessment, note: str | None) -> dict[str, object]:
    """Return the result in the documented order of keys; additions go to the end."""
    return {
        "id": assessment.id,
        "band": assessment.band.value,
        "score": assessment.score,
        "confidence": assessment.confidence.value,
        "not_scored": assessment.not_scored.value if assessment.not_scored else None,
        "shown": list(assessment.shown),
        "idea": assessment.idea.slug if assessment.idea else None,
        "customer_feeling": assessment.customer_feeling,
        "agents": [
            {"author": agent.author, "band": agent.band.value, "score": agent.score} for agent in assessment.agents
        ],
        "evidence": [_evidence(item) for item in assessment.evidence],
        "not_counted": [_left_out(part) for part in assessment.not_counted],
        "note": note,
        "version": assessment.version,
    }


def _evidence(item: Evidence) -> dict[str, object]:
    return {
        "marker": item.marker,
        "rule": item.rule,
        "polarity": item.polarity,
        "message": item.message,
        "start": item.start,
        "end": item.end,
        "quote": item.quote,
        "counted": item.counted,
        "why": item.why,
        "sure": item.sure,
    }


def _left_out(part: NotCounted) -> dict[str, object]:
    return {"message": part.message, "start": part.start, "end": part.end, "reason": part.reason}
