"""The doorbell: makes work start sooner, and may get lost without harm, because the clock looks anyway."""

import logging
import time
from dataclasses import dataclass

from celery import current_app
from django.db import transaction
from prometheus_client import Counter

logger = logging.getLogger(__name__)
LOST = Counter("regulars_doorbells_lost", "Bells that Redis did not take; the clock found the work later.")
# The clock looks as often as this: until then nobody waits for a Redis that has just not answered.
SILENT_SECONDS = 5


@dataclass
class _Line:
    """What this process knows of the line to Redis."""

    broken_until: float = 0.0


line = _Line()


def ring(task: str, row_id: int) -> None:
    """After the commit, ask a worker to run `task` for this row; never fails, never waits long."""

    def press() -> None:
        if time.monotonic() < line.broken_until:
            return LOST.inc()
        try:
            current_app.send_task(task, args=(row_id,), retry=False)
        except Exception as problem:
            line.broken_until = time.monotonic() + SILENT_SECONDS
            LOST.inc()
            logger.warning("doorbell_lost task=%s row=%s problem=%s", task, row_id, type(problem).__name__)

    transaction.on_commit(press)
