"""`manage.py move_in FILE`: the shop of such a file, in an empty database."""

import os
from pathlib import Path
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError

from crm.moving.reading import CannotMoveIn, move_in
from crm.shop.models import User
from crm.shop.permissions import Role


class Command(BaseCommand):
    help = (
        "Bring everything of a shop that moved out into this empty database. Mail is held until the owner "
        "says so. A new password of the owner is read from OWNER_PASSWORD, or sent by the sign-in page."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        password = os.environ.get("OWNER_PASSWORD", "")
        try:
            if password:
                validate_password(password)
            rows = move_in(options["file"])
        except (CannotMoveIn, OSError) as problem:
            raise CommandError(str(problem)) from problem
        except ProgrammingError as problem:
            raise CommandError("This database has no tables yet: run `prepare` first.") from problem
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from problem
        if password:
            self._open_the_door(password)
        self.stdout.write(f"Moved in: {sum(rows.values()):,} rows. Mail is held until the owner confirms it.")

    def _open_the_door(self, password: str) -> None:
        owner = User.objects.filter(role=Role.OWNER, is_active=True).order_by("pk").first()
        if owner:
            owner.set_password(password)
            owner.save(update_fields=["password"])
