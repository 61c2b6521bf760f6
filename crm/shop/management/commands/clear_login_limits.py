"""Somebody typed a wrong password too often, and waiting is no answer."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from crm.shop.actions.sign_in import clear_limits


class Command(BaseCommand):
    help = "Let an account try to sign in again at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        cleared = clear_limits(email)
        self.stdout.write(f"{email} may try again ({cleared} counters cleared).")
