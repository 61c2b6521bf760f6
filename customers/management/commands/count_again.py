"""`manage.py count_again`: rebuild what is kept with every customer."""

from typing import Any

from django.core.management.base import BaseCommand

from customers.actions.count_again import count_again


class Command(BaseCommand):
    """Words to find people by, figures, rhythm and stages, from what really happened."""

    help = "Counts again everything that is kept with customers. Running it twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        counted = count_again()
        self.stdout.write(f"{counted} customers counted again.")
