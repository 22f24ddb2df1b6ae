"""Jobs in the background: a bulk update is taken at once and done a little later, ticket by ticket."""

from __future__ import annotations

import threading
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakedesk.errors import too_many_jobs

if TYPE_CHECKING:
    from collections.abc import Callable

KEPT = 100


@dataclass(slots=True)
class Job:
    """One job: queued, working, completed."""

    id: str
    total: int
    status: str = "queued"
    results: list[dict[str, Any]] | None = None

    def shape(self, base: str) -> dict[str, Any]:
        return {
            "id": self.id,
            "job_type": "Bulk Update Ticket",
            "url": f"{base}/api/v2/job_statuses/{self.id}.json",
            "status": self.status,
            "total": self.total,
            "progress": len(self.results or ()),
            "message": "Completed" if self.status == "completed" else None,
            "results": self.results,
        }


@dataclass(slots=True)
class Jobs:
    """The jobs of one account; only the last hundred can be asked for."""

    most: int
    seconds: float
    known: dict[str, Job] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self, items: list[int], work: Callable[[int], dict[str, Any]]) -> Job:
        """Take a job on; raise TooManyJobs."""
        with self.lock:
            running = [job.id for job in self.known.values() if job.status != "completed"]
            if len(running) >= self.most:
                raise too_many_jobs(running)
            job = Job(uuid.uuid4().hex, len(items))
            self.known[job.id] = job
            while len(self.known) > KEPT:
                self.known.pop(next(iter(self.known)))
        timer = threading.Timer(self.seconds, self._run, (job, items, work))
        timer.daemon = True
        timer.start()
        return job

    def running(self) -> int:
        return sum(job.status != "completed" for job in tuple(self.known.values()))

    def _run(self, job: Job, items: list[int], work: Callable[[int], dict[str, Any]]) -> None:
        job.status = "working"
        job.results = [work(item) for item in items]
        job.status = "completed"
