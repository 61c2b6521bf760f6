"""The roof: it knows every floor, and no floor knows it."""

from crm.celery import app as celery_app

__all__ = ["celery_app"]
