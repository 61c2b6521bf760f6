"""What the clock does on this floor. Running it twice changes nothing."""

from celery import shared_task
from django.utils import timezone

from metrics import rollups
from metrics.actions import monday_letter
from metrics.effects import keeping as effects
from metrics.looking_ahead import foresight_is_due, look_ahead


@shared_task
def count_changes() -> None:
    """What was bought, said or asked since the last time."""
    rollups.count_changes()


@shared_task
def count_the_day() -> None:
    """Where everybody stands moves with the calendar, though nothing happens."""
    rollups.count_the_day()


@shared_task
def foresee() -> None:
    """A new version of the purchase models by night, and the numbers of those who bought meanwhile."""
    if foresight_is_due():
        look_ahead()


@shared_task
def write_letters() -> None:
    """The Monday letter, when the doors open for the first time in a week."""
    monday_letter.plan_letters(timezone.now())


@shared_task
def keep_effects() -> None:
    """What became of improvements, announcements and automations."""
    effects.keep_effects(timezone.now())
