"""`manage.py backup`: the whole shop in one file."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from crm.backup.programs import ProgramIsMissing
from crm.backup.writing import write_backup


class Command(BaseCommand):
    help = "Write the database and the uploaded files into one checked file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.STATE_DIR / "backups")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            written = write_backup(options["folder"])
        except (ProgramIsMissing, OSError) as problem:
            raise CommandError(f"No backup was made. {problem}") from problem
        self.stdout.write(f"{written} ({written.stat().st_size:,} bytes)")
