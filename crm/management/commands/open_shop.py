"""`manage.py open_shop`: the first owner and settings on an empty server."""

import os
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import ProgrammingError

from crm.shop.actions.opening import NewShop, ShopIsOpenAlready, open_shop
from crm.shop.countries import profile_of
from crm.shop.models import User

NO_TABLES = "There are no tables yet. Make them first: SHOP=empty manage.py prepare --no-static"


class Command(BaseCommand):
    help = "Open a shop in an empty database. The password is read from OWNER_PASSWORD, or asked for."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--shop-name", required=True)
        parser.add_argument("--owner-name", required=True)
        parser.add_argument("--owner-email", required=True)
        parser.add_argument("--country", default="GB", help="two letters")
        parser.add_argument("--currency", help="three letters; the country's own by default")
        parser.add_argument("--time-zone", help="such as Europe/London; the country's own by default")

    def handle(self, *args: Any, **options: Any) -> None:
        usual = profile_of(options["country"].upper())
        shop = NewShop(
            name=options["shop_name"],
            country=usual.code,
            time_zone=options["time_zone"] or usual.time_zone,
            currency=options["currency"] or usual.currency,
        )
        try:
            self._open(shop, options["owner_name"], options["owner_email"])
        except ShopIsOpenAlready:
            raise CommandError("There is a shop in this database already.") from None
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from problem
        except ProgrammingError:
            raise CommandError(NO_TABLES) from None

    def _open(self, shop: NewShop, owner_name: str, owner_email: str) -> None:
        validate_email(owner_email)
        password = self._password()
        validate_password(password, User(email=owner_email, name=owner_name))
        open_shop(shop, owner_name=owner_name, owner_email=owner_email, password=password)
        self.stdout.write(f"{shop.name} is open; {owner_email} is its owner.")

    def _password(self) -> str:
        if given := os.environ.get("OWNER_PASSWORD"):
            return given
        from getpass import getpass

        return getpass("Password of the owner (at least 15 characters): ")
