"""Celery's Redis transport, mended in one point: what Redis cannot be told is done takes up no room in the worker.

In kombu 5.7.0 it does (`transport/redis.py`, `QoS.ack`; `Message.ack_log_error` drops the error). A worker that has
as many of these as children asks for no message ever again, so it does not even notice that Redis is back.
The message itself comes again after the visibility timeout and finds no job that is due.
"""

from __future__ import annotations

from kombu.transport import redis


class QoS(redis.QoS):
    """Which messages the worker has in hand."""

    def ack(self, delivery_tag: str) -> None:
        """Let go of a message that is done."""
        try:
            super().ack(delivery_tag)  # type: ignore[no-untyped-call]  # kombu is not annotated
        finally:
            self._quick_ack(delivery_tag)

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:  # noqa: FBT001, FBT002 (kombu's signature)
        """Let go of a message whose child died."""
        try:
            super().reject(delivery_tag, requeue=requeue)  # type: ignore[no-untyped-call]
        finally:
            self._quick_ack(delivery_tag)


class Channel(redis.Channel):
    """kombu's, with this `QoS`."""

    QoS = QoS


class Transport(redis.Transport):
    """kombu's, with this `Channel`."""

    Channel = Channel
