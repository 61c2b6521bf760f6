"""`manage.py rebuild_metrics`: count all figures anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from metrics.rollups import rebuild


class Command(BaseCommand):
    """From purchases, answers, complaints and questions; whoever reads meanwhile sees the old figures."""

    help = "Counts all figures anew. Running it twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not rebuild():
            raise CommandError("Somebody else is counting just now, or there is no shop yet.")
        self.stdout.write("Everything was counted anew.")
