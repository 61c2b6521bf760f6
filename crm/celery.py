"""The clock and its workers. PostgreSQL is the book, Redis is only the doorbell."""

import gc
import os

from celery import Celery
from celery.signals import worker_init

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
