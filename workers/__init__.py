"""The Celery side: take a job from the ledger, read the ticket, assess it, write the annotation.

Nothing is imported here, so that `workers.empathy` can be used without Celery.
"""
