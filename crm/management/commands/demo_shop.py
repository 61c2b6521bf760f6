"""Open the demo shop, or open it afresh."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from crm.demo.opening import open_demo_shop
from crm.shop.actions.opening import clear_demo_shop
from crm.shop.models import ShopSettings, User


class Command(BaseCommand):
    help = "Open the demo shop in an empty database. It never touches a real shop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="clear the demo away first")

    def handle(self, *args: Any, **options: Any) -> None:
        _refuse_where_real_people_are()
        with transaction.atomic():
            if options["reset"]:
                _clear_the_demo()
            counts = open_demo_shop()
        if options["verbosity"]:
            self.stdout.write(_sentence(counts))


def _refuse_where_real_people_are() -> None:
    if settings.IS_PRODUCTION:
        raise CommandError("The demo shop is not opened in production: its passwords are public.")
    if ShopSettings.objects.filter(is_demo=False).exists():
        raise CommandError("A real shop lives in this database, so nothing was touched.")


def _clear_the_demo() -> None:
    owner = User.objects.owners().first()
    if owner is not None:
        clear_demo_shop(by=owner)


def _sentence(counts: dict[str, int]) -> str:
    if not counts:
        return "The demo shop is open already. To start afresh: demo_shop --reset"
    return "The demo shop is open: " + ", ".join(f"{count} {name}" for name, count in counts.items()) + "."
