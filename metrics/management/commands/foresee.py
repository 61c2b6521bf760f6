"""`manage.py foresee`: what customers are likely to do next."""

from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """A process of its own: what it loads for its sums is given back when it ends."""

    help = "Fits the purchase models to the newest figures. Running it twice changes nothing."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own name

    def handle(self, *args: Any, **options: Any) -> None:
        from metrics.foresight.night import foresee

        self.stdout.write(f"Customers whose numbers moved: {foresee()}")
