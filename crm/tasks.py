"""What the clock does on the roof. Running it twice changes nothing."""

from celery import shared_task
from django.utils import timezone

from crm.moving.job import forget_old_files


@shared_task
def forget_moving_files() -> None:
    """The file of everything lies here for some days, and no longer."""
    forget_old_files(timezone.now())
