"""The clock itself: it rings when something is due and knows nothing else of the shop, so it stays small."""

import os
from typing import Any

from celery import Celery
from celery.beat import PersistentScheduler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")

# Without Celery's set-up for Django: every model and page would be loaded only to tell the time.
app = Celery("crm", fixups=[], set_as_current=False)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_scheduler = "crm.clock:Rings"


class Rings(PersistentScheduler):
    """What rang, and when. Celery's own stands still until a time that was set back has come again."""

    def tick(self, *asked: Any, **more: Any) -> float:
        """Ring what is due; the seconds until something is."""
        now = self.app.now()
        for entry in self.schedule.values():
            if entry.last_run_at and entry.last_run_at > now:
                entry.last_run_at = now
                # The order of who rings next is of the time that was wrong.
                self._heap = None
        wait: float = super().tick(*asked, **more)
        return wait
