"""What the clock looks for: the next mail, and new causes of automations."""

import time
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from statistics import median

from django.db import connection, transaction
from django.utils import timezone

from crm.bench.targets import at_most
from engagement.actions.automation import make_automation
from engagement.actions.enrolment import OVERLAP, look_for_causes
from engagement.actions.message import BULK_FROM
from engagement.actions.sending import CLAIM, FIRST, LAST
from engagement.models import Automation
from engagement.recipes import RECIPES

TIMES, LOOKS = 20, 6
Values = Mapping[str, str | int | datetime]
A_MINUTE, A_MONTH = timedelta(minutes=1), timedelta(days=30)


def claim_lines(rows: int) -> Iterator[str]:
    """Taking the next mail of each queue, while all those wait."""
    for queue, least, most in (("news", BULK_FROM, LAST), ("letters", FIRST, BULK_FROM - 1)):
        now = timezone.now()
        values: Values = {"now": now, "lease": now, "token": "", "from": least, "to": most}
        taken = 1000 * max(_undone(CLAIM, values) for _time in range(TIMES))
        yield at_most(f"next due of {rows:,}: {queue}, slowest of {TIMES}", taken, 2000, "ms")


def _undone(statement: str, values: Values) -> float:
    with transaction.atomic(), connection.cursor() as cursor:
        began = time.perf_counter()
        cursor.execute(statement, values)
        cursor.fetchall()
        transaction.set_rollback(True)
        return time.perf_counter() - began


def look_up_lines() -> Iterator[str]:
    """What the look of each automation costs when it looked a minute ago: nobody new is there."""
    with transaction.atomic():
        taken = {recipe: _look(recipe) for recipe in RECIPES}
        transaction.set_rollback(True)
    slowest = max(taken, key=lambda recipe: taken[recipe])
    yield at_most(f"look-up of {len(taken)} automations, slowest: {slowest}", 1000 * taken[slowest], 50, "ms")


def _look(recipe: str) -> float:
    """Looking again and again, the median; later than whatever was written down while the shop was filled."""
    now = timezone.now() + 2 * OVERLAP
    made = Automation.objects.filter(recipe=recipe).first() or make_automation(recipe, by=None)
    seen = {"is_on": True, "switched_on_at": now - A_MONTH, "looked_until": now}
    Automation.objects.filter(pk=made.pk).update(**seen)
    taken = []
    for minute in range(LOOKS):
        began = time.perf_counter()
        look_for_causes(made.pk, now=now + minute * A_MINUTE)
        taken.append(time.perf_counter() - began)
    return median(taken[1:])
