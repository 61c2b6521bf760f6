"""Make the house ready: tables, rights, static files, and a shop to look at."""

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from crm.rights import grant_rights_to_the_app
from crm.shop.models import ShopSettings, User

NOT_ON_THE_NETWORK, TOO_OLD = 3, 4


class Command(BaseCommand):
    help = "Migrate, grant rights, collect static files and open the demo shop when there is none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-static", action="store_true", help="static files are in the image already")

    def handle(self, *args: Any, **options: Any) -> None:
        self._refuse_tables_between_two_versions()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        grant_rights_to_the_app()
        if not options["no_static"]:
            call_command("collectstatic", verbosity=0, interactive=False)
        self._open_demo_shop_when_empty()
        self._refuse_an_open_door_on_the_network()
        self.stdout.write(sign_ins())

    def _refuse_tables_between_two_versions(self) -> None:
        """Steps that were put together into one are done all, or none of them."""
        applied = set(MigrationRecorder(connection).applied_migrations())
        ours = MigrationLoader(None).disk_migrations.values()
        steps = [set(migration.replaces) for migration in ours if migration.replaces]
        if any(some & applied and some - applied for some in steps):
            self.stderr.write(
                "The tables of this shop are older than 27 November 2026. Start it once with the commit\n"
                "that docs/operate.md names under Upgrade, then with this one. A demo begins anew: make demo."
            )
            sys.exit(TOO_OLD)

    def _open_demo_shop_when_empty(self) -> None:
        wants_demo = os.environ.get("SHOP", "demo") != "empty" and not settings.IS_PRODUCTION
        if wants_demo and ShopSettings.current() is None and not was_cleared():
            call_command("demo_shop", verbosity=0)

    def _refuse_an_open_door_on_the_network(self) -> None:
        if os.environ.get("LAN") != "1":
            return
        if ShopSettings.current() is None:
            self.stderr.write(
                "make run LAN=1 opens no shop that has no owner yet: whoever comes first would be it.\n"
                'Run "make run SHOP=empty", name your shop, then try again.'
            )
            sys.exit(NOT_ON_THE_NETWORK)
        if User.objects.filter(is_demo=True).exists():
            self.stderr.write(
                "make run LAN=1 does not open the demo shop to the network: its passwords are public.\n"
                'Run "make run", choose "Clear the demo and open my shop", then try again.'
            )
            sys.exit(NOT_ON_THE_NETWORK)


def was_cleared() -> bool:
    """Somebody cleared the demo: it does not come back by itself."""
    from crm.shop.models import AuditEntry

    return AuditEntry.objects.filter(verb="shop.demo_cleared").exists()


def sign_ins() -> str:
    """Who can sign in, in one line for the terminal."""
    from crm.demo.people import PASSWORD, SIGN_INS

    if not User.objects.filter(is_demo=True).exists():
        return (
            "sign in with your own account" if ShopSettings.current() else "open the page to name your shop"
        )
    people = ", ".join(f"{role} {email}" for role, email in SIGN_INS)
    return f"{people}, password for both: {PASSWORD}"
