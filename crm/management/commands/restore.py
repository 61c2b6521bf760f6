"""`manage.py restore FILE`: the shop of a backup, in this database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from crm.backup.manifest import BackupIsDamaged
from crm.backup.programs import ProgramIsMissing
from crm.backup.reading import DatabaseIsNotEmpty, restore_backup


class Command(BaseCommand):
    help = "Put a backup into this database. Mail stays in the house until the owner says so."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="lose the shop that is in this database")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = restore_backup(options["file"], replace=options["replace"])
        except (BackupIsDamaged, DatabaseIsNotEmpty, ProgramIsMissing, OSError) as problem:
            raise CommandError(str(problem)) from problem
        rows = sum(manifest.rows.values())
        self.stdout.write(f"Restored {rows:,} rows of {manifest.made_at}; every table proved equal.")
        self.stdout.write("Mail is held until the owner confirms it under Settings.")
