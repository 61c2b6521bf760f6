"""The clock and its workers. PostgreSQL is the book, Redis is only the doorbell."""

import gc
import os
from typing import Any

from celery import Celery, bootsteps
from celery.signals import worker_init
from celery.worker import state

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")

app = Celery("crm")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def share_memory(**_more: object) -> None:
    """Before the worker divides itself: what is here already stays shared, the collector leaves it alone."""
    app.loader.import_default_modules()
    gc.collect()
    gc.freeze()


class Listening(bootsteps.StartStopStep):
    """Lays the line to Redis anew when nobody has rung for a while, since the clock rings all the time.

    When Redis hangs just as a worker wants to tell it that something is done, Celery takes note of the
    missing answer, asks for no more work, and would wait for ever.
    """

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def start(self, parent: Any) -> None:
        """From the first connection on, and after each new one."""
        from django.conf import settings

        self.heard = bells()
        self.watch = parent.timer.call_repeatedly(settings.BACKGROUND_IS_LATE_AFTER / 4, self.look)

    def stop(self, parent: Any) -> None:
        """Before each new one."""
        self.watch.cancel()

    def look(self) -> None:
        """What is raised here, Celery takes for a broken line."""
        heard, before = bells(), self.heard
        self.heard = heard
        if heard == before and not state.active_requests:
            raise ConnectionResetError("Nobody has rung for a while.")


def bells() -> int:
    """How often this worker was rung for."""
    return sum(state.total_count.values())


app.steps["consumer"].add(Listening)
