"""`manage.py move_out`: everything of the shop in one open file."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from crm.moving.writing import write_everything
from crm.shop.actions import audit


class Command(BaseCommand):
    help = "Write everything of the shop into one file of open tables (CSV and JSON), for another program."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.STATE_DIR / "backups")

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["folder"] / f"everything-{timezone.now():%Y%m%d-%H%M%S}.zip"
        try:
            rows = write_everything(target, progress=lambda _done, _total: None)
        except OSError as problem:
            raise CommandError(f"Nothing was written. {problem}") from problem
        audit.record("shop.moved_out", by=None, counts={"rows": rows})
        self.stdout.write(f"{target} ({rows:,} rows)")
