"""The clock itself: it rings when something is due and knows nothing else of the shop, so it stays small."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")

# Without Celery's set-up for Django: every model and page would be loaded only to tell the time.
app = Celery("crm", fixups=[], set_as_current=False)
app.config_from_object("django.conf:settings", namespace="CELERY")
