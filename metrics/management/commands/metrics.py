"""`manage.py metrics`: every figure as of one day."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from crm.shop.actions.till import today_in_the_shop
from metrics.as_of import everything_on
from metrics.models import Count
from metrics.rollups import count_changes


class Command(BaseCommand):
    """What has changed is counted first."""

    help = "Prints every figure with numerator, denominator, n and interval."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as-of", type=date.fromisoformat, help="YYYY-MM-DD; today by default")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        count_changes()
        count = Count.current()
        if count is None:
            raise CommandError("There is no shop yet.")
        everything = everything_on(options["as_of"] or today_in_the_shop(), count)
        if options["json"]:
            self.stdout.write(json.dumps(everything, indent=1, ensure_ascii=False))
            return
        for figure in everything["metrics"].values():
            self.stdout.write(_line(figure))


def _line(figure: dict[str, Any]) -> str:
    value, low, high = (
        "–" if figure[name] is None else f"{figure[name]:.4g}" for name in ("value", "low", "high")
    )
    return f"{figure['name']}: {value} [{low}, {high}] ({figure['numerator']}/{figure['denominator']})"
